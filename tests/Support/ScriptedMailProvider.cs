using System.Collections.Concurrent;
using Tipstaff.Mail;

namespace Tipstaff.Tests.Support;

/// <summary>Answers as the test says, and keeps what it was handed.</summary>
internal sealed class ScriptedMailProvider(string name = "scripted") : IMailProvider
{
    private readonly ConcurrentQueue<OutgoingMail> _mails = new();

    public string Name => name;

    public int MostAtOnce { get; set; } = 64;

    public TimeSpan LongestHandOver { get; set; }

    public Func<OutgoingMail, SendOutcome> Answer { get; set; } = _ => new SendOutcome.Accepted("ok");

    public IReadOnlyCollection<OutgoingMail> Mails => _mails;

    /// <summary>What happens before it answers; by default nothing.</summary>
    public Func<OutgoingMail, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Before(mail, cancellationToken);
        _mails.Enqueue(mail);
        return Answer(mail);
    }
}

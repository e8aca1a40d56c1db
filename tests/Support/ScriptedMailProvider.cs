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

    /// <summary>What its upcheck says; by default that it answers.</summary>
    public Func<CancellationToken, Task<bool>> Upcheck { get; set; } = _ => Task.FromResult(true);

    /// <summary>How often it was looked at.</summary>
    public int Upchecks { get; private set; }

    public Task<bool> UpcheckAsync(CancellationToken cancellationToken)
    {
        Upchecks++;
        return Upcheck(cancellationToken);
    }

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Before(mail, cancellationToken);
        _mails.Enqueue(mail);
        return Answer(mail);
    }
}

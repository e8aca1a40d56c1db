using System.Collections.Concurrent;
using Tipstaff.Mail;

namespace Tipstaff.Tests.Support;

/// <summary>Answers as the test says, and keeps what it was handed.</summary>
internal sealed class ScriptedMailProvider(string name = "scripted") : IMailProvider
{
    private readonly ConcurrentQueue<OutgoingMail> _mails = new();

    public string Name => name;

    public Func<OutgoingMail, SendOutcome> Answer { get; set; } = _ => new SendOutcome.Accepted("ok");

    public IReadOnlyCollection<OutgoingMail> Mails => _mails;

    public Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        _mails.Enqueue(mail);
        return Task.FromResult(Answer(mail));
    }
}

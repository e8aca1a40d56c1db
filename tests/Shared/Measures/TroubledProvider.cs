using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Measures;

/// <summary>A provider that takes mail for all but one mailbox, which it puts off once and then refuses, and that may be away.</summary>
internal sealed class TroubledProvider
{
    public const string Refused = "nobody@example.com";

    private int _asked;

    public TroubledProvider() => Provider.Answer = mail =>
        IsAway ? new SendOutcome.Unavailable("no connection")
        : mail.To.Value != Refused ? new SendOutcome.Accepted("ok")
        : Interlocked.Increment(ref _asked) == 1 ? new SendOutcome.Refused("450 busy", RefusalKind.Transient)
        : new SendOutcome.Refused("554 no", RefusalKind.ThisMail);

    public ScriptedMailProvider Provider { get; } = new();

    public bool IsAway { get; set; }
}

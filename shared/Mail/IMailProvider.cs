namespace Tipstaff.Mail;

/// <summary>Somebody who takes mail for delivery: an SMTP server, a cloud service, a folder.</summary>
public interface IMailProvider
{
    /// <summary>Its name in configuration and records: <c>smtp</c>, <c>outbox</c>.</summary>
    string Name { get; }

    /// <summary>Hands over one mail. May be called for many mails at once; the provider pools what it needs.</summary>
    Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}

/// <summary>What a provider answered.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>It answers for the mail from now on.</summary>
    /// <param name="Reply">Its words, for the record.</param>
    public sealed record Accepted(string Reply) : SendOutcome;

    /// <summary>It refuses this mail.</summary>
    /// <param name="Reason">Its words, without the recipient's address.</param>
    /// <param name="IsFinal">True when trying again cannot help (SMTP 5xx for this recipient or message).</param>
    public sealed record Refused(string Reason, bool IsFinal) : SendOutcome;

    /// <summary>It cannot be reached or takes nothing now; the mail itself is not to blame.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="RetryAfter">How long it asks us to wait; null when it does not say.</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : SendOutcome;
}

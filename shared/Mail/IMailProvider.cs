namespace Tipstaff.Mail;

/// <summary>Somebody who takes mail for delivery: an SMTP server, a cloud service, a folder.</summary>
public interface IMailProvider
{
    /// <summary>Its name in configuration and records: <c>smtp</c>, <c>outbox</c>.</summary>
    string Name { get; }

    /// <summary>How many mails are of use to it at once, 1 or more; further ones would only grow old inside it.</summary>
    int MostAtOnce { get; }

    /// <summary>
    /// How long a handing over may still go on after its cancellation; no other attempt may begin before. Zero where a second
    /// handing over of the same mail does no harm.
    /// </summary>
    TimeSpan LongestHandOver { get; }

    /// <summary>
    /// Hands over one mail. May be called for <see cref="MostAtOnce"/> mails at once and more; the provider pools what it needs.
    /// </summary>
    /// <param name="mail">The mail.</param>
    /// <param name="cancellationToken">Withdraws the mail; once the handing over has begun it is seen through all the same.</param>
    /// <exception cref="OperationCanceledException">The mail was withdrawn, and nothing of it was handed over.</exception>
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

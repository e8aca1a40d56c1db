namespace Tipstaff.Mail;

/// <summary>Somebody who takes mail for delivery: an SMTP server, a cloud service, a folder.</summary>
public interface IMailProvider
{
    /// <summary>Its name in configuration and records, lower case: <c>smtp</c>, <c>smtp2</c>, <c>outbox</c>. No two have the same.</summary>
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

    /// <summary>A cheap look whether it answers at all, over nothing that mails are carried on; hands over nothing.</summary>
    /// <param name="cancellationToken">Ends the look: whoever asks sets the limit.</param>
    /// <returns>False when it does not answer, or says that it takes no mail now. Whatever goes wrong on the way is that.</returns>
    /// <exception cref="OperationCanceledException">It was not known in time.</exception>
    Task<bool> UpcheckAsync(CancellationToken cancellationToken);
}

using Microsoft.Extensions.Options;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;

namespace Tipstaff.Operators;

/// <summary>Knows where the operators of this installation are mailed.</summary>
public sealed class OperatorMailbox(IOptions<OperatorOptions> options, IOptions<MailOptions> mail)
{
    /// <summary>Their address; null where none is set, and then they find the news in the log and on the first page only.</summary>
    public EmailAddress? Address =>
        EmailAddress.TryParse(options.Value.Address is "" ? mail.Value.OperatorContact : options.Value.Address, out var address) ? address : null;
}

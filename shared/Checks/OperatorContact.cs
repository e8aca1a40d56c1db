using Microsoft.Extensions.Configuration;
using Tipstaff.Mail;

namespace Tipstaff.Checks;

/// <summary>Names the operator to the courts.</summary>
public static class OperatorContact
{
    /// <summary>Without a contact of its own, a court is given that of the mails, where <c>User-Agent</c> can bear it.</summary>
    public static void NameOperator(this CheckOptions options, IConfiguration configuration)
    {
        var contact = configuration[$"{MailOptions.Section}:{nameof(MailOptions.OperatorContact)}"];
        if (options.Contact.Length == 0 && contact?.Length <= 200 && contact.All(c => c is > ' ' and <= '~' and not ('(' or ')')))
        {
            options.Contact = contact;
        }
    }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;

namespace Tipstaff.Canaries;

/// <summary>Whether an entry of a made-up court is always on its way to a mailbox of ours, and when it counts as lost.</summary>
public sealed class CanaryOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Canary";

    /// <summary>The mailbox that must receive the canary's entries; empty, the default: there is no canary. Best one of its own that nobody reads.</summary>
    public string Address { get; set; } = "";

    /// <summary>How long after its filing an entry that has not arrived counts as missing. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "01:00:00", ErrorMessage = "Canary:MissingAfter must be from 2 minutes to 1 hour.")]
    public TimeSpan MissingAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The mail providers, separated by commas, of which reports come of what became of a mail: a mail that one of these took has arrived when it
    /// is reported as delivered, any other when it is taken. One that this head does not know is refused at start (<see cref="ProviderNames"/>).
    /// Empty, the default: no reports come.
    /// </summary>
    public string ReportedBy { get; set; } = "";

    /// <summary>The mailbox; null where there is no canary.</summary>
    internal EmailAddress? Mailbox => EmailAddress.TryParse(Address, out var address) ? address : null;

    /// <summary>Whether there is a canary.</summary>
    public bool IsOn => Mailbox is not null;

    /// <summary>Whether reports come of the mails that this provider took.</summary>
    internal bool AwaitsReportOf(string provider) => MailOptions.ReadProviders(ReportedBy).Contains(provider, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Address is not "" && !EmailAddress.TryParse(Address, out _))
        {
            yield return new ValidationResult("Canary:Address is no e-mail address: give it as canary@example.com, or leave it empty, and there is no canary.");
        }
    }
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class CanaryOptionsValidator : IValidateOptions<CanaryOptions>;

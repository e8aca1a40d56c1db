using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Mail;

/// <summary>The communication service that sends our mail, and how much it takes from us.</summary>
public sealed class AcsOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Acs";

    /// <summary>The endpoint of the communication service: <c>https://name.communication.azure.com</c>. Required.</summary>
    [Required(ErrorMessage = "Acs:Endpoint is missing: give the communication service as https://name.communication.azure.com.")]
    public Uri? Endpoint { get; set; }

    /// <summary>The sender's address as the service knows it. Default <see cref="MailOptions.From"/>; the display name is set at the service.</summary>
    public string Sender { get; set; } = "";

    /// <summary>How many mails the account may send a minute. Default 30, what a domain of one's own begins with.</summary>
    [Range(1, 100_000, ErrorMessage = "Acs:PerMinute must be from 1 to 100,000 mails: the account's quota.")]
    public int PerMinute { get; set; } = 30;

    /// <summary>How many mails the account may send an hour. Default 100, what a domain of one's own begins with.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Acs:PerHour must be from 1 to 1,000,000 mails: the account's quota.")]
    public int PerHour { get; set; } = 100;

    /// <summary>How long the service may take to take a mail over. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Acs:Timeout must be from 1 s to 5 min.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Headers to send mail without, parted by commas, should the service refuse one: <c>References,In-Reply-To</c>. Without
    /// <c>Message-ID</c> a second copy bears another id. Default none.
    /// </summary>
    public string LeaveOutHeaders { get; set; } = "";

    /// <summary>The headers of <see cref="LeaveOutHeaders"/>.</summary>
    internal IReadOnlySet<string> LeftOut => LeaveOutHeaders
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Endpoint is { } endpoint && !(endpoint.IsAbsoluteUri && endpoint.Scheme == Uri.UriSchemeHttps))
        {
            yield return new ValidationResult($"'{endpoint}' is no endpoint: give Acs:Endpoint as https://name.communication.azure.com.");
        }

        if (Sender.Length > 0 && !EmailAddress.TryParse(Sender, out _))
        {
            yield return new ValidationResult($"'{Sender}' is no e-mail address: give Acs:Sender as alerts@example.com, or leave it out for Mail:From.");
        }
    }
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class AcsOptionsValidator : IValidateOptions<AcsOptions>;

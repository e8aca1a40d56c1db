using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tipstaff.Subscriptions;

namespace Tipstaff.Operators;

/// <summary>How the people who run Tipstaff are told what came about.</summary>
public sealed class OperatorOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Operators";

    /// <summary>The address that is mailed; empty, the default: <c>Mail:OperatorContact</c> if that is an address, else nobody is mailed.</summary>
    public string Address { get; set; } = "";

    /// <summary>How long news are gathered, from the oldest, so that a bad hour is a few mails and not hundreds. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Operators:GatherFor must be from 0 to 1 day.")]
    public TimeSpan GatherFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Address is not "" && !EmailAddress.TryParse(Address, out _))
        {
            yield return new ValidationResult("Operators:Address is no e-mail address: give it as operators@example.com, or leave it empty.");
        }
    }
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class OperatorOptionsValidator : IValidateOptions<OperatorOptions>;

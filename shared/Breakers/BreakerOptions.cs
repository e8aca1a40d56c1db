using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tipstaff.Breakers;

/// <summary>When the circuit breaker of a court or of a mail provider opens, and for how long.</summary>
public sealed class BreakerOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Breakers";

    /// <summary>How many failures in a row open it. Default 5.</summary>
    [Range(1, 1_000, ErrorMessage = "Breakers:FailuresInARow must be from 1 to 1,000.")]
    public int FailuresInARow { get; set; } = 5;

    /// <summary>Of how many outcomes the last are looked at together. Default 20.</summary>
    [Range(2, CircuitBreaker.LongestWindow, ErrorMessage = "Breakers:Window must be from 2 to 64.")]
    public int Window { get; set; } = 20;

    /// <summary>Which part of a full window must have failed to open it. Default 0.5: half.</summary>
    [Range(0.01, 1.0, ErrorMessage = "Breakers:WindowShare must be from 0.01 to 1.")]
    public double WindowShare { get; set; } = 0.5;

    /// <summary>How long it stays open at first; each failed trial doubles it. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Breakers:OpenFor must be from 1 s to 1 day.")]
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that it stays open. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Breakers:LongestOpen must be from 1 s to 1 day.")]
    public TimeSpan LongestOpen { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an upcheck may take. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30", ErrorMessage = "Breakers:UpcheckTimeout must be from 0.1 s to 30 s.")]
    public TimeSpan UpcheckTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// For how long a trial that one process makes keeps others from making theirs, should nobody hear of its end. Default 2 minutes:
    /// longer than an upcheck and a request, or a mail's handing over.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00", ErrorMessage = "Breakers:TrialLease must be from 10 s to 1 h.")]
    public TimeSpan TrialLease { get; set; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (LongestOpen < OpenFor)
        {
            yield return new ValidationResult($"Breakers:LongestOpen ({LongestOpen}) must not be shorter than Breakers:OpenFor ({OpenFor}).");
        }
    }
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class BreakerOptionsValidator : IValidateOptions<BreakerOptions>;

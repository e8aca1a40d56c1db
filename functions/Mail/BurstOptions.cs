using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tipstaff.Functions.Mail;

/// <summary>When one instance stops asking a mail provider for a moment, because most of a burst of calls just failed.</summary>
/// <remarks>The stored breaker counts such a burst as one failure, and holds the provider for minutes only when failures go on.</remarks>
public sealed class BurstOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Burst";

    /// <summary>Which part of the calls must have failed. Default 0.5: half.</summary>
    [Range(0.01, 1.0, ErrorMessage = "Burst:Share must be from 0.01 to 1.")]
    public double Share { get; set; } = 0.5;

    /// <summary>Of at least how many calls. Default 8.</summary>
    [Range(2, 1_000, ErrorMessage = "Burst:Calls must be from 2 to 1,000.")]
    public int Calls { get; set; } = 8;

    /// <summary>Within which time. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Burst:Within must be from 1 s to 5 min.")]
    public TimeSpan Within { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the provider is then left alone; after that one call tries it. Default 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Burst:BreakFor must be from 1 s to 5 min.")]
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class BurstOptionsValidator : IValidateOptions<BurstOptions>;

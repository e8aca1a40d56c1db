using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tipstaff.Retention;

/// <summary>How long things are kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Retention";

    /// <summary>How long alerts and other messages are kept after they were delivered, suppressed or given up, and notices for operators. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "7.00:00:00", "366.00:00:00", ErrorMessage = "Retention:Alerts must be from 7 to 366 days, as in 90.00:00:00.")]
    public TimeSpan Alerts { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long what a court sent and could not be read is kept. Default 7 days, and at most that, as each further item of a court cuts
    /// what is kept of it to <see cref="Checks.CourtStep.UnreadableKeptFor"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00", ErrorMessage = "Retention:Raw must be from 1 hour to 7 days, as in 7.00:00:00.")]
    public TimeSpan Raw { get; set; } = TimeSpan.FromDays(7);
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tipstaff.Outbox;

/// <summary>How messages are delivered.</summary>
public sealed class OutboxOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Outbox";

    /// <summary>How long a claim on a message holds without a record; then others may take it. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00", ErrorMessage = "Outbox:Lease must be from 30 s to 1 h.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How much of the lease is kept free at its end: what is not being handed over by then is given back, and what is has
    /// that long to end and be recorded, so that it cannot overlap with the sending of the next claimant. Default 2.5 minutes;
    /// shorter than the lease, and longer than any provider's handing over.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00", ErrorMessage = "Outbox:LeaseMargin must be from 1 s to 30 min.")]
    public TimeSpan LeaseMargin { get; set; } = TimeSpan.FromMinutes(2.5);

    /// <summary>How many messages are claimed at once. Default 200.</summary>
    [Range(1, 10_000, ErrorMessage = "Outbox:BatchSize must be from 1 to 10,000.")]
    public int BatchSize { get; set; } = 200;

    /// <summary>
    /// For how long a message that a provider may have already goes to that provider only, be it down; afterwards any may get it,
    /// and that may be a second copy. Default 15 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "06:00:00", ErrorMessage = "Outbox:SameProviderFor must be from 0 to 6 h.")]
    public TimeSpan SameProviderFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How old what a process knows of the providers' stored breakers may be when it claims messages: so soon it hears of one that
    /// another process opened or closed. Default 1 minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Outbox:BreakerLook must be from 1 s to 1 h.")]
    public TimeSpan BreakerLook { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (LeaseMargin >= Lease)
        {
            yield return new ValidationResult($"Outbox:LeaseMargin ({LeaseMargin}) must be shorter than Outbox:Lease ({Lease}).");
        }
    }
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class OutboxOptionsValidator : IValidateOptions<OutboxOptions>;

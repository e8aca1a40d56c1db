using Microsoft.Extensions.Logging;
using Tipstaff.Measures;

namespace Tipstaff.Canaries;

/// <summary>Writes the canary's row, and counts what a step brought once, whoever else writes: only the write that was done counts.</summary>
public sealed class KeepCanary(ICanaryLog canary, TipstaffMeter meter, ILogger<KeepCanary> logger)
{
    private const int MaxRaces = 10;

    /// <summary>Takes a step from what is stored.</summary>
    /// <param name="since">Since when the canary's subscriber is told, UTC, for a first row; null: without one nothing is written.</param>
    /// <param name="step">The step; asked again where somebody else wrote meanwhile.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task RunAsync(DateTimeOffset? since, Func<CanaryRecord, CanaryStep> step, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if ((await canary.FindAsync(cancellationToken) ?? (since is { } begin ? CanaryRecord.New(begin) : null)) is not { } before)
            {
                return;
            }

            var taken = step(before);
            if (taken.Record == before && before.Version > 0)
            {
                return;
            }

            if (await canary.TryWriteAsync(taken.Record, cancellationToken))
            {
                Tell(taken);
                return;
            }
        }

        throw new InvalidOperationException($"The canary's row lost {MaxRaces} races in a row; the next look goes on with it.");
    }

    private void Tell(CanaryStep step)
    {
        foreach (var arrival in step.Arrived)
        {
            meter.CanaryArrived(arrival.Delay);
            logger.CanaryArrived(arrival.FiledAt, arrival.Delay.TotalSeconds);
        }

        for (var missing = 0; missing < step.Missing; missing++)
        {
            meter.CanaryMissing();
        }

        if (step.Missing > 0)
        {
            logger.CanaryMissing(step.Missing, step.Record.JudgedTo);
        }
    }
}

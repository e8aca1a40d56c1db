using Tipstaff.Alerts;
using Tipstaff.Breakers;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Measures;
using Tipstaff.Operators;

namespace Tipstaff.Checks;

/// <summary>What is measured of checks, and of all else that writes a court's steps.</summary>
internal static class CheckMeasures
{
    /// <summary>A court answered a request of a check.</summary>
    /// <param name="meter">Measures.</param>
    /// <param name="before">The court.</param>
    /// <param name="progress">Where the check stood.</param>
    /// <param name="reading">What was read; null where there was no body.</param>
    public static void Asked(this TipstaffMeter meter, CourtState before, CheckProgress progress, FeedReading? reading)
    {
        if (progress.Attempts > 0)
        {
            meter.Retried(RetryOf.Check);
        }

        if (reading is not null && reading.Condition is not FeedCondition.NoFeed)
        {
            meter.FeedRead(before.Court, reading.Body.Length, reading.ItemCount);
        }
    }

    /// <summary>A check is over, and its end written down.</summary>
    /// <param name="meter">Measures.</param>
    /// <param name="before">The court before it.</param>
    /// <param name="after">The court after it.</param>
    /// <param name="progress">Where it stood at its last request.</param>
    /// <param name="askedAt">When that was begun, UTC.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static void Ended(
        this TipstaffMeter meter, CourtState before, CourtState after, CheckProgress progress, DateTimeOffset askedAt, DateTimeOffset now)
    {
        meter.Checked(after.Court, after.Result, now - (progress.BegunAt ?? askedAt));
        meter.BreakerTurned(BreakerKind.Court, before.Breaker, after.Breaker, askedAt);
    }

    /// <summary>A step was written.</summary>
    /// <param name="meter">Measures.</param>
    /// <param name="step">The step.</param>
    /// <param name="isBaseline">Whether it is the first that is known of the court: its entries are old, and nobody waits for them.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static void Written(this TipstaffMeter meter, CourtStep step, bool isBaseline, DateTimeOffset now)
    {
        foreach (var entry in isBaseline ? [] : step.NewEntries)
        {
            meter.Delayed(DelayStage.Seen, entry, now);
        }

        foreach (var alert in step.Alerts)
        {
            meter.Delayed(DelayStage.Matched, alert, now);
        }

        foreach (var _ in step.Notices.Where(notice => notice.Kind is NoticeKind.Gap))
        {
            meter.GapFound(step.State.Court);
        }
    }

    /// <summary>The alerts of a step were put on the queue.</summary>
    public static void Queued(this TipstaffMeter meter, CourtStep step, DateTimeOffset now)
    {
        foreach (var alert in step.Alerts)
        {
            meter.Delayed(DelayStage.Queued, alert, now);
        }
    }

    /// <summary>An alert came to a stage of its way. A digest waits by its subscriber's own wish, and so it counts for nothing.</summary>
    public static void Delayed(this TipstaffMeter meter, DelayStage stage, Alert alert, DateTimeOffset now)
    {
        foreach (var entry in alert.Digest is null ? alert.Entries : [])
        {
            meter.Delayed(stage, entry, now);
        }
    }

    private static void Delayed(this TipstaffMeter meter, DelayStage stage, DocketEntry entry, DateTimeOffset now)
    {
        if (entry.EnteredAt is { } enteredAt)
        {
            meter.Delayed(stage, now - enteredAt);
        }
    }
}

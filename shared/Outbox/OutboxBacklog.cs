using Tipstaff.Measures;

namespace Tipstaff.Outbox;

/// <summary>What is due and not delivered, be it that somebody sends it just now. What is put off, or waits for its digest, is not due.</summary>
/// <param name="Depth">How many messages.</param>
/// <param name="OldestDueAt">When the oldest of them became due, UTC; null where there is none.</param>
public sealed record OutboxBacklog(long Depth, DateTimeOffset? OldestDueAt)
{
    /// <summary>The backlog at a moment.</summary>
    /// <param name="dueAt">Of each message that has not ended, when it became due, or will.</param>
    /// <param name="now">That moment, UTC.</param>
    public static OutboxBacklog Of(IEnumerable<DateTimeOffset> dueAt, DateTimeOffset now)
    {
        var due = dueAt.Where(at => at <= now).ToList();
        return new OutboxBacklog(due.Count, due.Count == 0 ? null : due.Min());
    }

    /// <summary>Measures it.</summary>
    /// <param name="meter">Where.</param>
    /// <param name="now">When it was looked at, UTC.</param>
    public void MeasureBy(TipstaffMeter meter, DateTimeOffset now) => meter.OutboxSeen(Depth, OldestDueAt is { } oldest ? now - oldest : TimeSpan.Zero);
}

using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Outbox;

/// <summary>Tells of messages that could not be claimed whether they still wait.</summary>
public sealed class WaitingMessages
{
    private readonly OutboxPartitions _partitions;
    private readonly TimeProvider _time;

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal WaitingMessages(OutboxPartitions partitions, TimeProvider time) => (_partitions, _time) = (partitions, time);

    /// <summary>From when on a message may be claimed, UTC.</summary>
    /// <returns>Null when it has ended, is unknown, or is left to a newer version, whose sweep finds it.</returns>
    public async Task<DateTimeOffset?> NextTryAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        await _partitions.FindReadableAsync(key, withBody: true, newer: _ => { }, cancellationToken) is { State: OutboxState.Waiting } row
        && !ReadMessage.Of(row).IsLeftAlone(_time.GetUtcNow())
            ? MessageRow.Instant(Math.Max(row.Due, row.Leased))
            : null;
}

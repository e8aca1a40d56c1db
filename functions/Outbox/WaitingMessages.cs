using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Outbox;

/// <summary>Tells of messages that could not be claimed whether they still wait.</summary>
public sealed class WaitingMessages
{
    private readonly OutboxPartitions _partitions;

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal WaitingMessages(OutboxPartitions partitions) => _partitions = partitions;

    /// <summary>From when on a message may be claimed, UTC; null when it has ended or is unknown.</summary>
    public async Task<DateTimeOffset?> NextTryAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        await _partitions.FindAsync(key, withBody: false, cancellationToken) is { State: OutboxState.Waiting } row
            ? MessageRow.Instant(Math.Max(row.Due, row.Leased))
            : null;
}

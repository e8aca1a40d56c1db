using System.Collections.Concurrent;
using Azure.Data.Tables;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>Many messages of one partition, as after an outage: written as many to a transaction as it takes.</summary>
/// <remarks>What a transaction refuses, because others were at one of its messages, is done one by one.</remarks>
internal sealed partial class MessageClaims
{
    private const int Many = 20;
    private const int ClaimsAtOnce = 50;
    private const int RecordsAtOnce = 25;

    private async Task<IReadOnlyDictionary<IdempotencyKey, (MessageRow, ClaimedMessage)?>> ClaimTogetherAsync(
        List<IdempotencyKey> keys, OutboxClaim claim, CancellationToken cancellationToken)
    {
        var together = new ConcurrentDictionary<IdempotencyKey, (MessageRow, ClaimedMessage)?>();
        foreach (var group in keys.GroupBy(whereabouts.PartitionOf).Where(group => group.Key is not null && group.Count() > Many))
        {
            var partition = group.Key!;
            var rows = await Bounded.RunAsync(
                [.. group], key => tables.OfMessages(partition).FindReadableAsync(partition, TableKeys.Message(key), fault => logger.MessageLeftAlone(key.Value, fault), cancellationToken));
            var due = rows.OfType<TableEntity>().Select(MessageRow.Of).Where(row => row.IsDue(claim.Now)).Select(ReadMessage.Of).Where(read => IsOurs(read, claim)).ToList();
            await Bounded.RunAsync([.. due.Chunk(ClaimsAtOnce)], async some =>
            {
                var next = some.Select(read => MessageChange.Claimed(read.Row, claim)).ToList();
                var actions = some.SelectMany((read, at) => MessageChange.Actions(read.Row, next[at], notice: null)).ToList();
                var written = await tables.OfMessages(partition).TrySubmitAsync(actions, cancellationToken);
                // Two writes a message: the row, and its marker.
                var held = written.IsDone ? [.. next.Select((row, at) => row with { ETag = written.ETagOf(2 * at) })] : await FindOwnAsync(next, cancellationToken);
                for (var at = 0; at < held.Count; at++)
                {
                    together[held[at].Key] = await HoldAsync(some[at], held[at], claim, cancellationToken);
                }

                return held.Count;
            });
        }

        return together;
    }

    // A transaction whose first answer was lost is refused when the client makes it again: then all of its claims stand, else none.
    private async Task<IReadOnlyList<MessageRow>> FindOwnAsync(IReadOnlyList<MessageRow> claimed, CancellationToken cancellationToken)
    {
        if (claimed is [] || (await partitions.FindClaimedAsync(claimed[0].Key, cancellationToken))?.Token != claimed[0].Token)
        {
            return [];
        }

        var stored = await Bounded.RunAsync(claimed, row => partitions.FindClaimedAsync(row.Key, cancellationToken));
        return [.. claimed.Select((row, at) => row with { ETag = stored[at]?.ETag ?? row.ETag })];
    }

    /// <returns>The keys of those that were written.</returns>
    private async Task<IReadOnlySet<IdempotencyKey>> RecordTogetherAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken)
    {
        if (deliveries.Count <= Many)
        {
            return new HashSet<IdempotencyKey>();
        }

        var changes = deliveries.GroupBy(delivery => delivery.Key).Where(group => group.Count() == 1).Select(group => group.Single())
            .Where(record => record.Notice is null && record.Delivery is not Delivery.DeadLettered)
            .Select(record => (Record: record, Row: _claimed.TryGetValue(record.Key, out var held) && held.Token == record.ClaimToken ? held : null))
            .Where(change => change.Row is not null)
            .Select(change => (Row: change.Row!, Next: MessageChange.After(change.Row!, change.Record)))
            .Where(change => change.Next is not null)
            .GroupBy(change => change.Row.Partition, StringComparer.Ordinal)
            .SelectMany(group => group.Chunk(RecordsAtOnce)).ToList();
        var written = await Bounded.RunAsync(changes, async some =>
        {
            var actions = some.SelectMany(change => MessageChange.Actions(change.Row, change.Next!, notice: null)).ToList();
            return (await tables.OfMessages(some[0].Row.Partition).TrySubmitAsync(actions, cancellationToken)).IsDone;
        });
        var keys = changes.Where((_, at) => written[at]).SelectMany(some => some.Select(change => change.Row.Key)).ToHashSet();
        foreach (var key in keys)
        {
            _claimed.TryRemove(key, out _);
        }

        return keys;
    }
}

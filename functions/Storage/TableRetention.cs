using Azure.Data.Tables;
using Tipstaff.Digests;
using Tipstaff.Outbox;
using Tipstaff.Retention;

namespace Tipstaff.Functions.Storage;

/// <summary>Takes old things out of the tables.</summary>
/// <remarks>
/// The index of messages by time is read from the limit on, so that nothing younger is looked at: where nothing is old, one operation a
/// partition. A thousand old messages take one for the index, 72 to see how they stand and 31 to take them away.
/// </remarks>
internal sealed class TableRetention(TableSet tables, OutboxPartitions partitions, MessageRemoval removal) : IRetention
{
    // A filter may hold 15 comparisons, one of them for the partition.
    private const int Together = 14;
    private const int MostOfAPartition = 1_000;

    /// <inheritdoc/>
    public async Task<RetentionBatch> TakeMessagesAsync(RetentionLimits limits, CancellationToken cancellationToken)
    {
        var taken = await Bounded.RunAsync(await partitions.ListAsync(cancellationToken), partition => TakeMessagesAsync(partition, limits, cancellationToken));
        var given = await tables.DeadLetters.ListAsync(
            TableKeys.Queues, new(TableKeys.Inverted(limits.EndedBefore.UtcTicks), ":"), cancellationToken, MostOfAPartition, ["RowKey"]);
        await SubscriberRows.DeleteAsync(tables.DeadLetters, TableKeys.Queues, [.. given.Select(row => row.RowKey)], cancellationToken);
        return new RetentionBatch(taken.Sum(batch => batch.Count), taken.Any(batch => batch.MayBeMore));
    }

    /// <inheritdoc/>
    public async Task<RetentionBatch> TakeUnreadableAsync(RetentionLimits limits, CancellationToken cancellationToken)
    {
        var courts = (await partitions.ListAsync(cancellationToken)).Where(partition => tables.OfMessages(partition) == tables.Dockets).ToList();
        var taken = await Bounded.RunAsync(courts, async court =>
        {
            var old = (await tables.Dockets.ListAsync(court, KeyRange.Of("u|"), cancellationToken, select: ["Seen"]))
                .FindAll(row => row.GetInt64("Seen") < limits.SeenBefore.UtcTicks).ConvertAll(row => row.RowKey);
            await SubscriberRows.DeleteAsync(tables.Dockets, court, old, cancellationToken);
            return old.Count;
        });
        return new RetentionBatch(taken.Sum(), MayBeMore: false);
    }

    /// <inheritdoc/>
    /// <remarks>The row that is found by its time goes last: what a crash leaves, the next run finds again.</remarks>
    public async Task<RetentionBatch> TakeNoticesAsync(RetentionLimits limits, CancellationToken cancellationToken)
    {
        var rows = await tables.Operators.ListAsync(
            TableKeys.Operators, new($"n|{TableKeys.Inverted(limits.EndedBefore.UtcTicks)}", KeyRange.Of("n|").Before), cancellationToken, MostOfAPartition);
        if (rows is [])
        {
            return default;
        }

        var untold = (await tables.Operators.ListAsync(TableKeys.Operators, KeyRange.Of("a|"), cancellationToken, select: ["RowKey"]))
            .ConvertAll(row => row.RowKey.Split('|')[2]).ToHashSet(StringComparer.Ordinal);
        var old = rows.FindAll(row => NoticeRows.Read(row) is var notice && notice.At < limits.EndedBefore && !untold.Contains(notice.Id));
        await SubscriberRows.DeleteAsync(tables.Operators, TableKeys.Operators, old.ConvertAll(row => TableKeys.NoticeKnown(NoticeRows.Read(row).Id)), cancellationToken);
        await SubscriberRows.DeleteAsync(tables.Operators, TableKeys.Operators, old.ConvertAll(row => row.RowKey), cancellationToken);
        return new RetentionBatch(old.Count, old.Count == MostOfAPartition);
    }

    private async Task<RetentionBatch> TakeMessagesAsync(string partition, RetentionLimits limits, CancellationToken cancellationToken)
    {
        // What is older than the limit sorts behind it. A message cannot have ended before it was added.
        var from = $"i|{TableKeys.Inverted(limits.EndedBefore.UtcTicks)}";
        var (count, looked) = (0, MostOfAPartition);
        while (looked == MostOfAPartition && count == 0)
        {
            var index = await tables.OfMessages(partition).ListAsync(
                partition, new(from, KeyRange.Of("i|").Before), cancellationToken, MostOfAPartition, ["RowKey"]);
            var rows = await Bounded.RunAsync(
                [.. index.Chunk(Together)], some => FindAsync(partition, [.. some.Select(row => TableKeys.MessageOf(row.RowKey))], cancellationToken));
            var old = rows.SelectMany(some => some).Where(row => limits.Takes(row.State, MessageRow.Instant(row.At))).ToList();
            foreach (var row in old.Where(row => row.Json is not null))
            {
                await TakeDigestAsync(row, cancellationToken);
            }

            count += await removal.RemoveAsync(partition, old, cancellationToken);

            // Where nothing of a thousand may go yet, what is older still may.
            (looked, from) = (index.Count, index is [] ? from : $"{index[^1].RowKey}!");
        }

        return new RetentionBatch(count, looked == MostOfAPartition);
    }

    private async Task<List<MessageRow>> FindAsync(string partition, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var either = string.Join(" or ", keys.Select(key => TableClient.CreateQueryFilter($"RowKey eq {key}")));
        // Digests lie among the requests for confirmation, and only their bodies name their parts.
        var isWithBody = partition.StartsWith(TableKeys.MessagePartitions, StringComparison.Ordinal);
        var found = await tables.OfMessages(partition).ListAsync(
            $"{TableClient.CreateQueryFilter($"PartitionKey eq {partition}")} and ({either})", cancellationToken, select: isWithBody ? null : MessageRow.StateNames);
        return found.ConvertAll(MessageRow.Of);
    }

    private async Task TakeDigestAsync(MessageRow row, CancellationToken cancellationToken)
    {
        if (PartOf(row) is { } part)
        {
            var (subscriber, members) = (part.Subscriber.Value, KeyRange.Of(TableKeys.DigestAlerts(part.Key)));
            var folded = await tables.Subscribers.ListAsync(subscriber, members, cancellationToken, select: ["Part"]);
            await SubscriberRows.DeleteAsync(
                tables.Subscribers,
                subscriber,
                [.. folded.Where(member => member.GetInt32("Part") == part.Number).Select(member => member.RowKey), TableKeys.DigestPart(part.Key, part.Number)],
                cancellationToken);
        }
    }

    private static DigestPart? PartOf(MessageRow row)
    {
        try
        {
            return row.Message() is OutboxMessage.DigestMessage message ? message.DigestPart : null;
        }
        catch (StorageException)
        {
            // A damaged message tells nothing; kept, it would be looked at each day for ever.
            return null;
        }
    }
}

using Azure.Data.Tables;
using Tipstaff.Canaries;
using Tipstaff.Courts;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>The outbox in tables.</summary>
/// <remarks>
/// Operations: adding 1, claiming 2 (the row, then row and marker in a transaction), recording 1 where this instance claimed. Looking
/// for what is due, counting, and finding the newest: one range of each partition, so about 220 for 200 courts.
/// </remarks>
internal sealed class TableOutbox(
    TableSet tables, OutboxPartitions partitions, Whereabouts whereabouts, MessageClaims claims, AlertLetters letters, WriteMarks marks) : IOutbox
{
    /// <inheritdoc/>
    public async Task<bool> TryAddAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var partition = TableKeys.PartitionOf(message);
        if (message is OutboxMessage.AlertMessage { Alert.Court: var court })
        {
            await partitions.ListAsync(court, cancellationToken);
        }

        var unit = MessageRow.Of(message, partition, marks.NextMoment()).ToUnit();
        unit.Writes[0].Row["Mark"] = marks.Next();
        var table = tables.OfMessages(partition);
        whereabouts.Note(message.Key, partition);
        return (await table.TrySubmitAsync([.. unit.Writes.Select(write => write.Action)], cancellationToken)).IsDone
            || await table.IsOwnAsync(unit.Writes[0].Row, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IdempotencyKey>> FindDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        await FindDueAsync(now, max, _ => true, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IdempotencyKey>> FindDueWebhooksAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        await FindDueAsync(now, max, MessageRow.IsToWebhook, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IdempotencyKey>> FindWebhooksAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        var rows = await Bounded.RunAsync([.. keys], key => partitions.FindReadableAsync(key, withBody: false, newer: _ => { }, cancellationToken));
        return [.. rows.OfType<MessageRow>().Where(row => row.IsWebhook).Select(row => row.Key)];
    }

    /// <summary>Whether the marker of a waiting message says that it may be claimed.</summary>
    /// <remarks>One of a newer version is left to it, one of a kind that a newer version knows for a day; neither hides any of the others meanwhile.</remarks>
    public static bool IsDue(TableEntity marker, long now) => marker.GetInt64("Due") <= now && marker.GetInt64("Leased") <= now && !MessageRow.IsOfNewer(marker)
        && (MessageRow.KindOf(marker) is not { } kind || MessageKinds.Known.Contains(kind) || marker.GetInt64("Due") <= now - LeftAlone.For.Ticks);

    /// <summary>The message that a marker stands for.</summary>
    public static DueMessage Due(TableEntity marker, Whereabouts whereabouts)
    {
        var key = IdempotencyKey.Parse(marker.RowKey[3..]);
        whereabouts.Note(key, marker.PartitionKey);
        return new DueMessage(key, marker.PartitionKey, MessageRow.Instant(marker.GetInt64("Due") ?? 0), MessageRow.IsToWebhook(marker));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        IReadOnlyCollection<IdempotencyKey> keys, DateTimeOffset now, DateTimeOffset leaseUntil, string provider, CancellationToken cancellationToken) =>
        claims.ClaimAsync(keys, new(marks.Next(), now, leaseUntil, provider), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryAskAsync(IdempotencyKey key, string claimToken, ProviderPin pin, CancellationToken cancellationToken) =>
        claims.TryAskAsync(key, claimToken, pin, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeliveryRecord>> RecordAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken) =>
        claims.RecordAsync(deliveries, cancellationToken);

    /// <inheritdoc/>
    public async Task<OutboxState?> FindStateAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        (await partitions.FindAsync(TableKeys.PartitionOf(message), message.Key, withBody: false, cancellationToken))?.State;

    /// <inheritdoc/>
    public async Task<SubscriberId?> FindSubscriberAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        (await partitions.FindAsync(key, withBody: false, cancellationToken))?.SubscriberId;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReplayedMessage>> ReplayAsync(
        IReadOnlyCollection<IdempotencyKey>? keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        keys ??= await FindDeadAsync(cancellationToken);
        var replayed = await Bounded.RunAsync([.. keys.Distinct()], key => claims.ReplayAsync(key, now, cancellationToken));
        return [.. replayed.OfType<MessageRow>().OrderBy(row => row.Added).Select(row => new ReplayedMessage(row.Key, row.Detail ?? ""))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int max, DeadLetterPlace? after, CancellationToken cancellationToken)
    {
        // Those on their way first, so that none is missed; what they say of a letter is newer than the letter.
        var onTheirWay = (await RangesAsync(KeyRange.Of("~d|"), cancellationToken)).SelectMany(rows => rows).ToList();
        var dead = (await letters.ListAsync(cancellationToken)).ToDictionary(letter => letter.Key, letter => letter.ToDeadLetter());
        foreach (var mark in onTheirWay)
        {
            var key = IdempotencyKey.Parse(mark.RowKey[3..]);
            if (await partitions.FindAsync(mark.PartitionKey, key, withBody: false, cancellationToken) is { State: OutboxState.DeadLettered } row)
            {
                dead[key] = AlertLetter.Of(AlertLetter.Entity(row)).ToDeadLetter();
            }
            else
            {
                dead.Remove(key);
            }
        }

        return DeadLetter.Page(dead.Values, max, after);
    }

    /// <inheritdoc/>
    public async Task<OutboxCounts> CountAsync(CancellationToken cancellationToken)
    {
        long waiting = 0, delivered = 0, suppressed = 0, oldest = long.MaxValue;
        var unfinished = await RangesAsync(KeyRange.Unfinished, cancellationToken);

        // Behind the marks of those on their way there, so that none is missed.
        var dead = (await letters.ListAsync(cancellationToken)).Select(letter => letter.Key.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var row in unfinished.SelectMany(rows => rows))
        {
            switch (row.RowKey.AsSpan(0, Math.Min(3, row.RowKey.Length)))
            {
                case "~w|":
                    waiting++;
                    oldest = Math.Min(oldest, row.GetInt64("Due") ?? 0);
                    break;
                case "~d|":
                    _ = AlertLetters.IsDead(row) ? dead.Add(row.RowKey[3..]) : dead.Remove(row.RowKey[3..]);
                    break;
                case "~c|":
                    delivered += row.GetInt32("State") == (int)OutboxState.Delivered ? 1 : 0;
                    suppressed += row.GetInt32("State") == (int)OutboxState.Suppressed ? 1 : 0;
                    break;
                case "~co":
                    delivered += row.GetInt64("Delivered") ?? 0;
                    suppressed += row.GetInt64("Suppressed") ?? 0;
                    break;
            }
        }

        return new OutboxCounts(waiting, delivered, suppressed, dead.Count, waiting == 0 ? null : MessageRow.Instant(oldest));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DelayCount>> DelaysAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        // What a partition has counted, and what ended since the sweep that did; one that is damaged the next sweep tells of.
        var ended = await RangesAsync(KeyRange.Of("~c"), cancellationToken);
        return [.. ended.SelectMany(rows =>
        {
            var delays = HourlyDelays.Of(rows.Find(row => row.RowKey == TableKeys.Counts), out _);
            rows.ForEach(delays.Add);
            return delays.Since(DelaySteps.HourOf(since));
        })];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxRow>> NewestAsync(int max, CancellationToken cancellationToken)
    {
        var newest = (await RangesAsync(KeyRange.Of("i|"), cancellationToken, max)).SelectMany(rows => rows)
            .Where(row => row.PartitionKey != CanaryCourt.Id.Value).OrderBy(row => row.RowKey, StringComparer.Ordinal).Take(max).ToList();
        var rows = await Bounded.RunAsync(
            newest, row => tables.OfMessages(row.PartitionKey).FindAsync(row.PartitionKey, $"o|{row.RowKey.Split('|')[2]}", cancellationToken));
        return [.. rows.OfType<TableEntity>().Select(MessageRow.Of).Select(row => new OutboxRow(row.Message(), row.State, row.Detail, MessageRow.Instant(row.At)))];
    }

    private async Task<IReadOnlyList<IdempotencyKey>> FindDueAsync(DateTimeOffset now, int max, Func<TableEntity, bool> isMeant, CancellationToken cancellationToken)
    {
        var waiting = await RangesAsync(KeyRange.Of("~w|"), cancellationToken);
        var due = waiting.SelectMany(rows => rows).Where(row => isMeant(row) && IsDue(row, now.UtcTicks))
            .OrderBy(row => row.GetInt64("Due")).ThenBy(row => row.GetInt64("Added"));
        return [.. due.Take(max).Select(row => Due(row, whereabouts).Key)];
    }

    // Those on their way to the table of dead letters first, so that none is missed.
    private async Task<IReadOnlyCollection<IdempotencyKey>> FindDeadAsync(CancellationToken cancellationToken)
    {
        var onTheirWay = await RangesAsync(KeyRange.Of("~d|"), cancellationToken);
        var dead = onTheirWay.SelectMany(rows => rows).Where(AlertLetters.IsDead).Select(row => Due(row, whereabouts).Key).ToHashSet();
        foreach (var letter in await letters.ListAsync(cancellationToken))
        {
            whereabouts.Note(letter.Key, letter.Partition);
            dead.Add(letter.Key);
        }

        return dead;
    }

    private async Task<IReadOnlyList<List<TableEntity>>> RangesAsync(KeyRange range, CancellationToken cancellationToken, int? max = null) => await Bounded.RunAsync(
        await partitions.ListAsync(cancellationToken),
        partition => tables.OfMessages(partition).ListAsync(partition, range, cancellationToken, max));
}

/// <summary>A message that is due.</summary>
/// <param name="Key">The message.</param>
/// <param name="Partition">Where it lies; goes into its queue message, so that nobody has to look for it.</param>
/// <param name="DueAt">Since when, UTC.</param>
/// <param name="IsWebhook">Whether it goes to a webhook, and not by mail.</param>
internal sealed record DueMessage(IdempotencyKey Key, string Partition, DateTimeOffset DueAt, bool IsWebhook);

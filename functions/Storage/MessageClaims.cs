using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Tipstaff.Measures;
using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>What is written of a message's state: claims, what became of them, replays. Each is one transaction of row and marker.</summary>
internal sealed partial class MessageClaims(
    TableSet tables,
    OutboxPartitions partitions,
    Whereabouts whereabouts,
    NoticeRows notices,
    AlertLetters letters,
    TipstaffMeter meter,
    ILogger<MessageClaims> logger)
{
    // Rivals for one message are few; who loses so often meets a fault.
    private const int MaxRaces = 20;

    private const int MostClaimed = 10_000;

    // What this instance claimed, as it left the row: its record needs no reading.
    private readonly ConcurrentDictionary<IdempotencyKey, MessageRow> _claimed = new();

    /// <summary>Claims what is due of the keys, the longest due first.</summary>
    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        IReadOnlyCollection<IdempotencyKey> keys, OutboxClaim claim, CancellationToken cancellationToken)
    {
        var wanted = keys.Distinct().ToList();
        var together = await ClaimTogetherAsync(wanted, claim, cancellationToken);
        var alone = await Bounded.RunAsync([.. wanted.Except(together.Keys)], key => ClaimAsync(key, claim, cancellationToken));
        return [.. together.Values.Concat(alone).OfType<(MessageRow Row, ClaimedMessage Message)>().OrderBy(one => one.Row.Due).ThenBy(one => one.Row.Added)
            .ThenBy(one => one.Row.Key.Value, StringComparer.Ordinal).Select(one => one.Message)];
    }

    /// <summary>Writes down that another provider is asked.</summary>
    public async Task<bool> TryAskAsync(IdempotencyKey key, string token, ProviderPin pin, CancellationToken cancellationToken)
    {
        for (var row = await HeldAsync(key, token, cancellationToken); row is not null; row = await partitions.FindClaimedAsync(key, cancellationToken))
        {
            if (row.State is not OutboxState.Waiting || row.Token != token)
            {
                return false;
            }

            var next = row with { Asked = pin };
            if (await tables.OfMessages(row.Partition).TryMergeAsync(next.StateEntity(), row.ETag, cancellationToken) is { } tag)
            {
                _claimed[key] = next with { ETag = tag };
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes down what became of claims.</summary>
    /// <returns>Those that were written.</returns>
    public async Task<IReadOnlyList<DeliveryRecord>> RecordAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken)
    {
        // One after another for one message, as the first end counts.
        var together = await RecordTogetherAsync(deliveries, cancellationToken);
        var groups = deliveries.GroupBy(delivery => delivery.Key).Where(group => !together.Contains(group.Key)).Select(group => group.ToList()).ToList();
        var written = await Bounded.RunAsync(groups, async group =>
        {
            var done = new List<DeliveryRecord>(group.Count);
            foreach (var delivery in group)
            {
                if (await RecordAsync(delivery, cancellationToken))
                {
                    done.Add(delivery);
                }
            }

            return done;
        });
        return [.. deliveries.Where(delivery => together.Contains(delivery.Key)), .. written.SelectMany(group => group)];
    }

    /// <summary>Makes a dead letter wait again.</summary>
    /// <returns>The row as it was; null when it is no dead letter.</returns>
    public async Task<MessageRow?> ReplayAsync(IdempotencyKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await partitions.FindAsync(key, withBody: false, cancellationToken) is not { } row)
            {
                return null;
            }

            if (row.State is not OutboxState.DeadLettered)
            {
                await letters.MendAsync(row.Partition, key, cancellationToken);
                return null;
            }

            var next = row with { State = OutboxState.Waiting, At = now.UtcTicks, Due = now.UtcTicks, Attempt = 1, Asked = null, Recorded = "" };
            if ((await SubmitAsync(row, next, notice: null, cancellationToken)).IsDone)
            {
                await letters.TrySettleAsync(row.Partition, key, cancellationToken);
                return row;
            }
        }

        throw TooManyRaces(key);
    }

    private async Task<(MessageRow, ClaimedMessage)?> ClaimAsync(IdempotencyKey key, OutboxClaim claim, CancellationToken cancellationToken)
    {
        if (await TryReadAsync(key, claim, cancellationToken) is not { Row: var row } read)
        {
            return null;
        }

        var next = MessageChange.Claimed(row, claim);
        var written = await SubmitAsync(row, next, notice: null, cancellationToken);
        if (written.IsDone)
        {
            return await HoldAsync(read, next with { ETag = written.ETagOf(0) }, claim, cancellationToken);
        }

        // Its own, where the first answer was lost.
        return await partitions.FindAsync(key, withBody: false, cancellationToken) is { } now && now.Token == claim.Token
            ? await HoldAsync(read, next with { ETag = now.ETag }, claim, cancellationToken)
            : null;
    }

    private async Task<ReadMessage?> TryReadAsync(IdempotencyKey key, OutboxClaim claim, CancellationToken cancellationToken) =>
        await partitions.FindReadableAsync(key, withBody: true, fault => logger.MessageLeftAlone(key.Value, fault), cancellationToken) is { } row
        && row.IsDue(claim.Now) && ReadMessage.Of(row) is var read && IsOurs(read, claim)
            ? read
            : null;

    // Left without a claim, so that whoever understands it may have it at once.
    private bool IsOurs(ReadMessage read, OutboxClaim claim)
    {
        var isLeftAlone = read.IsLeftAlone(claim.Now);
        if (isLeftAlone)
        {
            logger.MessageLeftAlone(read.Row.Key.Value, read.Fault!);
        }

        return !isLeftAlone;
    }

    private async Task<(MessageRow, ClaimedMessage)?> HoldAsync(ReadMessage read, MessageRow next, OutboxClaim claim, CancellationToken cancellationToken)
    {
        var row = read.Row;
        if (_claimed.Count >= MostClaimed)
        {
            // Claims that ended without a record stay; who forgets pays with a reading.
            _claimed.Clear();
        }

        _claimed[row.Key] = next with { Json = null };
        if (read.Message is { } message)
        {
            return (row, new ClaimedMessage(message, claim.Token, next.Attempt, next.Asked!.Provider, MessageRow.Instant(row.At), row.Asked));
        }

        // Left alone it would be due for ever.
        var dead = new Delivery.DeadLettered(read.Fault!.Message, claim.Now);
        if (await RecordAsync(new DeliveryRecord(row.Key, claim.Token, dead, DeadLetterNotice.Of(row.Key, dead)), cancellationToken))
        {
            meter.UnreadableGivenUp(row.Kind ?? MessageKinds.Of(row.Json ?? ""), row.IsWebhook);
        }

        return null;
    }

    private async Task<bool> RecordAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        var row = await HeldAsync(record.Key, record.ClaimToken, cancellationToken);
        for (var race = 0; race < MaxRaces; race++)
        {
            var next = row is null ? null : MessageChange.After(row, record);
            if (row is null || (next is null && !MessageChange.IsRecorded(row, record)))
            {
                return false;
            }

            if (next is null || (await SubmitAsync(row, next, record.Notice, cancellationToken)).IsDone)
            {
                await notices.TryMoveAsync(row.Partition, record.Notice, logger, cancellationToken);
                if (row.State is OutboxState.DeadLettered || next?.State is OutboxState.DeadLettered)
                {
                    await letters.TrySettleAsync(row.Partition, row.Key, cancellationToken);
                }

                return true;
            }

            row = await partitions.FindClaimedAsync(record.Key, cancellationToken);
        }

        throw TooManyRaces(record.Key);
    }

    // What was claimed here is known without reading; a row that has changed since refuses the write.
    private async Task<MessageRow?> HeldAsync(IdempotencyKey key, string token, CancellationToken cancellationToken) =>
        _claimed.TryRemove(key, out var held) && held.Token == token
            ? held
            : await partitions.FindClaimedAsync(key, cancellationToken);

    private async Task<Written> SubmitAsync(MessageRow row, MessageRow next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        whereabouts.Note(row.Key, row.Partition);
        return await tables.OfMessages(row.Partition).TrySubmitAsync(MessageChange.Actions(row, next, notice), cancellationToken);
    }

    private static InvalidOperationException TooManyRaces(IdempotencyKey key) =>
        new($"The state of the message {key} was changed by others {MaxRaces} times in a row; it is looked at again by the next sweep.");
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Azure;
using Azure.Data.Tables;
using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>What is written of a message's state: claims, what became of them, replays. Each is one transaction of row and marker.</summary>
internal sealed class MessageClaims(TableSet tables, OutboxPartitions partitions, Whereabouts whereabouts, NoticeRows notices, ILogger<MessageClaims> logger)
{
    // Rivals for one message are few; who loses so often meets a fault.
    private const int MaxRaces = 20;

    // What this instance claimed, as it left the row: its record needs no reading.
    private readonly ConcurrentDictionary<IdempotencyKey, MessageRow> _claimed = new();

    /// <summary>Claims what is due of the keys, the longest due first.</summary>
    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        IReadOnlyCollection<IdempotencyKey> keys, OutboxClaim claim, CancellationToken cancellationToken)
    {
        var claimed = await Bounded.RunAsync([.. keys.Distinct()], key => ClaimAsync(key, claim, cancellationToken));
        return [.. claimed.OfType<(MessageRow Row, ClaimedMessage Message)>().OrderBy(one => one.Row.Due).ThenBy(one => one.Row.Added).Select(one => one.Message)];
    }

    /// <summary>Writes down that another provider is asked.</summary>
    public async Task<bool> TryAskAsync(IdempotencyKey key, string token, ProviderPin pin, CancellationToken cancellationToken)
    {
        for (var row = await HeldAsync(key, token, cancellationToken); row is not null; row = await partitions.FindAsync(key, withBody: false, cancellationToken))
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
    /// <returns>How many were written.</returns>
    public async Task<int> RecordAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken)
    {
        // One after another for one message, as the first end counts.
        var groups = deliveries.GroupBy(delivery => delivery.Key).Select(group => group.ToList()).ToList();
        var written = await Bounded.RunAsync(groups, async group =>
        {
            var count = 0;
            foreach (var delivery in group)
            {
                count += await RecordAsync(delivery, cancellationToken) ? 1 : 0;
            }

            return count;
        });
        return written.Sum();
    }

    /// <summary>Makes a dead letter wait again.</summary>
    /// <returns>The row as it was; null when it is no dead letter.</returns>
    public async Task<MessageRow?> ReplayAsync(IdempotencyKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await partitions.FindAsync(key, withBody: false, cancellationToken) is not { State: OutboxState.DeadLettered } row)
            {
                return null;
            }

            var next = row with { State = OutboxState.Waiting, At = now.UtcTicks, Due = now.UtcTicks, Attempt = 0, Asked = null };
            if ((await SubmitAsync(row, next, notice: null, cancellationToken)).IsDone)
            {
                return row;
            }
        }

        throw TooManyRaces(key);
    }

    /// <summary>Takes a message away that nobody has claimed yet; for a step that added it and was then refused.</summary>
    public async Task TryTakeAwayAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (await partitions.FindAsync(key, withBody: false, cancellationToken) is { State: OutboxState.Waiting, Attempt: 0 } row)
        {
            TableTransactionAction Delete(string rowKey, ETag tag) => new(TableTransactionActionType.Delete, new TableEntity(row.Partition, rowKey), tag);
            await tables.OfMessages(row.Partition).TrySubmitAsync(
                [
                    Delete(TableKeys.Message(key), row.ETag),
                    Delete(TableKeys.Waiting(key), ETag.All),
                    Delete(TableKeys.MessageOrder(row.Added, key), ETag.All),
                ],
                cancellationToken);
        }
    }

    private async Task<(MessageRow, ClaimedMessage)?> ClaimAsync(IdempotencyKey key, OutboxClaim claim, CancellationToken cancellationToken)
    {
        if (await partitions.FindAsync(key, withBody: true, cancellationToken) is not { } row || !row.IsDue(claim.Now))
        {
            return null;
        }

        var next = row with
        {
            Token = claim.Token,
            Leased = claim.LeaseUntil.UtcTicks,
            Attempt = row.Attempt + 1,
            Asked = row.Asked ?? new ProviderPin(claim.Provider, claim.Now),
        };
        var written = await SubmitAsync(row, next, notice: null, cancellationToken);
        if (!written.IsDone)
        {
            // Its own, where the first answer was lost.
            if (await partitions.FindAsync(key, withBody: false, cancellationToken) is not { } now || now.Token != claim.Token)
            {
                return null;
            }

            next = next with { ETag = now.ETag };
        }
        else
        {
            next = next with { ETag = written.ETagOf(0) };
        }

        _claimed[key] = next with { Json = null };
        try
        {
            return (row, new ClaimedMessage(row.Message(), claim.Token, next.Attempt, next.Asked.Provider, row.Asked));
        }
        catch (StorageException fault)
        {
            // Left alone it would be due for ever.
            var dead = new Delivery.DeadLettered(fault.Message, claim.Now);
            await RecordAsync(new DeliveryRecord(key, claim.Token, dead, DeadLetterNotice.Of(key, dead)), cancellationToken);
            return null;
        }
    }

    private async Task<bool> RecordAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        var row = await HeldAsync(record.Key, record.ClaimToken, cancellationToken);
        for (var race = 0; race < MaxRaces; race++)
        {
            if (row is null || After(row, record) is not { } next)
            {
                return false;
            }

            var written = await SubmitAsync(row, next, record.Notice, cancellationToken);
            if (written.IsDone)
            {
                await notices.TryMoveAsync(row.Partition, record.Notice, logger, cancellationToken);
                return true;
            }

            row = await partitions.FindAsync(record.Key, withBody: false, cancellationToken);
        }

        throw TooManyRaces(record.Key);
    }

    // What was claimed here is known without reading; a row that has changed since refuses the write.
    private async Task<MessageRow?> HeldAsync(IdempotencyKey key, string token, CancellationToken cancellationToken) =>
        _claimed.TryRemove(key, out var held) && held.Token == token
            ? held
            : await partitions.FindAsync(key, withBody: false, cancellationToken);

    /// <summary>The row after a delivery; null when it is not to be written.</summary>
    private static MessageRow? After(MessageRow row, DeliveryRecord record)
    {
        var isDelivered = record.Delivery is Delivery.Delivered;
        if (!(row.State is OutboxState.Waiting || (row.State is OutboxState.DeadLettered && isDelivered))
            || !(isDelivered || (row.Token.Length > 0 && row.Token == record.ClaimToken)))
        {
            return null;
        }

        var free = row with { Token = "", Leased = 0 };
        return record.Delivery switch
        {
            Delivery.Delivered(var provider, var at) => free with { State = OutboxState.Delivered, Detail = provider, At = at.UtcTicks },
            Delivery.Suppressed(var reason, var at) => free with { State = OutboxState.Suppressed, Detail = reason, At = at.UtcTicks },
            Delivery.DeadLettered(var reason, var at) => free with { State = OutboxState.DeadLettered, Detail = reason, At = at.UtcTicks },
            Delivery.Postponed(var until, var reason, var pin) => free with { Due = until.UtcTicks, Detail = reason, Asked = pin },
            Delivery.Returned(var until, var pin) => free with
            {
                Due = Math.Max(row.Due, until?.UtcTicks ?? 0),
                Attempt = row.Attempt - 1,
                Asked = pin,
            },
            _ => throw new UnreachableException(),
        };
    }

    private async Task<Written> SubmitAsync(MessageRow row, MessageRow next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateMerge, next.StateEntity(), row.ETag)];
        if (next.State is OutboxState.Waiting)
        {
            actions.Add(new(TableTransactionActionType.UpsertReplace, next.Marker()));
        }

        if (next.State != row.State)
        {
            actions.AddRange(Moves(row, next));
        }

        if (notice is not null)
        {
            actions.Add(new(TableTransactionActionType.UpsertReplace, NoticeRows.OnItsWay(row.Partition, notice)));
        }

        whereabouts.Note(row.Key, row.Partition);
        return await tables.OfMessages(row.Partition).TrySubmitAsync(actions, cancellationToken);
    }

    // From one of waiting, dead and ended to another; the marker of what waits is written with each change.
    private static IEnumerable<TableTransactionAction> Moves(MessageRow row, MessageRow next)
    {
        var old = row.State is OutboxState.Waiting ? TableKeys.Waiting(row.Key) : TableKeys.Dead(row.Key);
        yield return new(TableTransactionActionType.Delete, new TableEntity(row.Partition, old), ETag.All);
        if (next.State is not OutboxState.Waiting)
        {
            var marker = TableCalls.NewRow(row.Partition, next.State is OutboxState.DeadLettered ? TableKeys.Dead(row.Key) : TableKeys.Ended(row.Key));
            marker["State"] = (int)next.State;
            marker["Added"] = row.Added;
            yield return new(TableTransactionActionType.UpsertReplace, marker);
        }
    }

    private static InvalidOperationException TooManyRaces(IdempotencyKey key) =>
        new($"The state of the message {key} was changed by others {MaxRaces} times in a row; it is looked at again by the next sweep.");
}

/// <summary>What a claim writes.</summary>
/// <param name="Token">Proof of it.</param>
/// <param name="Now">The present moment.</param>
/// <param name="LeaseUntil">When it lapses.</param>
/// <param name="Provider">Who is asked first, where nobody may have the message already.</param>
internal sealed record OutboxClaim(string Token, DateTimeOffset Now, DateTimeOffset LeaseUntil, string Provider);

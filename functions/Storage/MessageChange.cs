using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using Tipstaff.Canaries;
using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>What claims and deliveries make of a message's row, and the writes that it takes.</summary>
internal static class MessageChange
{
    /// <summary>The row after a claim.</summary>
    public static MessageRow Claimed(MessageRow row, OutboxClaim claim) => row with
    {
        Token = claim.Token,
        Leased = claim.LeaseUntil.UtcTicks,
        Attempt = row.Attempt + 1,
        Asked = row.Asked ?? new ProviderPin(claim.Provider, claim.Now),
    };

    /// <summary>The row after a delivery; null when it is not to be written.</summary>
    public static MessageRow? After(MessageRow row, DeliveryRecord record)
    {
        var isDelivered = record.Delivery is Delivery.Delivered;
        if (!(row.State is OutboxState.Waiting || (row.State is OutboxState.DeadLettered && isDelivered))
            || !(isDelivered || (row.Token.Length > 0 && row.Token == record.ClaimToken)))
        {
            return null;
        }

        var free = row with { Token = "", Leased = 0, Recorded = record.ClaimToken };
        return record.Delivery switch
        {
            Delivery.Delivered(var provider, var at) => free with { State = OutboxState.Delivered, Detail = provider, At = at.UtcTicks, Took = Took(row, at) },
            Delivery.Folded(var digest, var at) => free with { State = OutboxState.Delivered, Detail = $"digest {digest}", At = at.UtcTicks },
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

    /// <summary>Whether the row bears this very record already, from a call whose answer was lost.</summary>
    public static bool IsRecorded(MessageRow row, DeliveryRecord record) =>
        row.Recorded.Length > 0 && row.Recorded == record.ClaimToken && record.Delivery switch
        {
            Delivery.Delivered(_, var at) => (row.State, row.At) == (OutboxState.Delivered, at.UtcTicks),
            Delivery.Folded(_, var at) => (row.State, row.At) == (OutboxState.Delivered, at.UtcTicks),
            Delivery.Suppressed(_, var at) => (row.State, row.At) == (OutboxState.Suppressed, at.UtcTicks),
            Delivery.DeadLettered(_, var at) => (row.State, row.At) == (OutboxState.DeadLettered, at.UtcTicks),
            _ => row.State is OutboxState.Waiting,
        };

    /// <summary>The transaction that leads from a row to the next: the row, its marker, the notice that tells of it.</summary>
    public static IReadOnlyList<TableTransactionAction> Actions(MessageRow row, MessageRow next, OperatorNotice? notice)
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

        return actions;
    }

    // The row was made when the message was, or right after it; a replay changes the moment of its state alone.
    private static TimeSpan? Took(MessageRow row, DateTimeOffset at) => row.Kind == MessageKinds.Alert && row.Partition != CanaryCourt.Id.Value
        ? DelaySteps.Of(at - MessageRow.Instant(Math.Min(row.Added, row.At)))
        : null;

    // From one of waiting, dead and ended to another; the marker of what waits is written with each change.
    private static IEnumerable<TableTransactionAction> Moves(MessageRow row, MessageRow next)
    {
        if (row.State is OutboxState.Waiting)
        {
            yield return new(TableTransactionActionType.Delete, new TableEntity(row.Partition, TableKeys.Waiting(row.Key)), ETag.All);
        }

        if (row.State is OutboxState.DeadLettered || next.State is OutboxState.DeadLettered)
        {
            yield return new(TableTransactionActionType.UpsertReplace, AlertLetters.Mark(next));
        }

        if (next.State is OutboxState.Delivered or OutboxState.Suppressed)
        {
            var marker = TableCalls.NewRow(row.Partition, TableKeys.Ended(row.Key));
            marker["State"] = (int)next.State;
            marker["Added"] = row.Added;
            HourlyDelays.Mark(marker, next);
            yield return new(TableTransactionActionType.UpsertReplace, marker);
        }
    }
}

/// <summary>What a claim writes.</summary>
/// <param name="Token">Proof of it.</param>
/// <param name="Now">The present moment.</param>
/// <param name="LeaseUntil">When it lapses.</param>
/// <param name="Provider">Who is asked first, where nobody may have the message already.</param>
internal sealed record OutboxClaim(string Token, DateTimeOffset Now, DateTimeOffset LeaseUntil, string Provider);

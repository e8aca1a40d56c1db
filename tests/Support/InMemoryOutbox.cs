using System.Diagnostics;
using System.Globalization;
using Tipstaff.Outbox;

namespace Tipstaff.Tests.Support;

/// <summary>The outbox in memory, held to <c>OutboxContract</c>.</summary>
internal sealed class InMemoryOutbox(InMemoryStore store) : IOutbox
{
    private long _claims;

    public Task<bool> TryAddAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(store.Add(message));
        }
    }

    public Task<IReadOnlyList<IdempotencyKey>> FindDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<IdempotencyKey>>(
                [.. store.Messages.Where(stored => stored.IsDue(now)).OrderBy(stored => stored.DueAt).Take(max).Select(stored => stored.Message.Key)]);
        }
    }

    public Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        IReadOnlyCollection<IdempotencyKey> keys, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var token = (++_claims).ToString(CultureInfo.InvariantCulture);
            var due = keys.Distinct().Select(key => store.MessageIndex.GetValueOrDefault(key)).OfType<InMemoryStore.StoredMessage>()
                .Where(stored => stored.IsDue(now)).OrderBy(stored => stored.DueAt).ToList();
            foreach (var stored in due)
            {
                (stored.Token, stored.LeasedUntil, stored.Attempt) = (token, leaseUntil, stored.Attempt + 1);
            }

            return Task.FromResult<IReadOnlyList<ClaimedMessage>>(
                due.ConvertAll(stored => new ClaimedMessage(stored.Message, token, stored.Attempt)));
        }
    }

    public Task<int> RecordAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(deliveries.Count(Record));
        }
    }

    public Task<OutboxState?> FindStateAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(store.MessageIndex.GetValueOrDefault(key)?.State);
        }
    }

    public Task<OutboxCounts> CountAsync(CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            long Of(OutboxState state) => store.Messages.LongCount(stored => stored.State == state);
            var waiting = store.Messages.Where(stored => stored.State is OutboxState.Waiting).ToList();
            return Task.FromResult(new OutboxCounts(
                waiting.Count,
                Of(OutboxState.Delivered),
                Of(OutboxState.Suppressed),
                Of(OutboxState.DeadLettered),
                waiting is [] ? null : waiting.Min(stored => stored.DueAt)));
        }
    }

    public Task<IReadOnlyList<OutboxRow>> NewestAsync(int max, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<OutboxRow>>(
                [.. store.Messages.AsEnumerable().Reverse().Take(max)
                    .Select(stored => new OutboxRow(stored.Message, stored.State, stored.Detail, stored.StateAt))]);
        }
    }

    private bool Record(DeliveryRecord record)
    {
        if (!store.MessageIndex.TryGetValue(record.Key, out var stored)
            || stored.State is not OutboxState.Waiting
            || (stored.Token != record.ClaimToken && record.Delivery is not Delivery.Delivered))
        {
            return false;
        }

        if (record.Notice is { } notice)
        {
            store.Add(notice);
        }

        (stored.Token, stored.LeasedUntil) = (null, null);
        switch (record.Delivery)
        {
            case Delivery.Delivered(var provider, var at):
                (stored.State, stored.Detail, stored.StateAt) = (OutboxState.Delivered, provider, at);
                break;
            case Delivery.Suppressed(var reason, var at):
                (stored.State, stored.Detail, stored.StateAt) = (OutboxState.Suppressed, reason, at);
                break;
            case Delivery.DeadLettered(var reason, var at):
                (stored.State, stored.Detail, stored.StateAt) = (OutboxState.DeadLettered, reason, at);
                break;
            case Delivery.Postponed(var until, var reason):
                (stored.DueAt, stored.Detail) = (until, reason);
                break;
            case Delivery.Returned:
                stored.Attempt--;
                break;
            default:
                throw new UnreachableException();
        }

        return true;
    }
}

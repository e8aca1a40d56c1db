using System.Diagnostics;
using System.Globalization;
using Tipstaff.Canaries;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

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

    public Task<IReadOnlyList<IdempotencyKey>> FindDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        FindDueAsync(now, max, _ => true);

    public Task<IReadOnlyList<IdempotencyKey>> FindDueWebhooksAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        FindDueAsync(now, max, message => message.IsWebhook);

    public Task<IReadOnlyList<IdempotencyKey>> FindWebhooksAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<IdempotencyKey>>([.. keys.Where(key => store.MessageIndex.GetValueOrDefault(key)?.Message.IsWebhook is true)]);
        }
    }

    public Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        IReadOnlyCollection<IdempotencyKey> keys, DateTimeOffset now, DateTimeOffset leaseUntil, string provider, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var token = (++_claims).ToString(CultureInfo.InvariantCulture);
            var due = keys.Distinct().Select(key => store.MessageIndex.GetValueOrDefault(key)).OfType<InMemoryStore.StoredMessage>()
                .Where(stored => stored.IsDue(now)).OrderBy(stored => stored.DueAt).ToList();
            return Task.FromResult<IReadOnlyList<ClaimedMessage>>(due.ConvertAll(stored =>
            {
                var pin = stored.Asked;
                (stored.Token, stored.LeasedUntil, stored.Attempt, stored.Asked) =
                    (token, leaseUntil, stored.Attempt + 1, pin ?? new ProviderPin(provider, now));
                return new ClaimedMessage(stored.Message, token, stored.Attempt, stored.Asked.Provider, stored.StateAt, pin);
            }));
        }
    }

    public Task<bool> TryAskAsync(IdempotencyKey key, string claimToken, ProviderPin pin, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            if (store.MessageIndex.GetValueOrDefault(key) is not { State: OutboxState.Waiting } stored || stored.Token != claimToken)
            {
                return Task.FromResult(false);
            }

            stored.Asked = pin;
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<DeliveryRecord>> RecordAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<DeliveryRecord>>([.. deliveries.Where(Record)]);
        }
    }

    public Task<OutboxState?> FindStateAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(store.MessageIndex.GetValueOrDefault(message.Key)?.State);
        }
    }

    public Task<SubscriberId?> FindSubscriberAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(store.MessageIndex.GetValueOrDefault(key)?.Message.Subscriber);
        }
    }

    public Task<IReadOnlyList<ReplayedMessage>> ReplayAsync(
        IReadOnlyCollection<IdempotencyKey>? keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var dead = store.Messages.FindAll(stored => stored.State is OutboxState.DeadLettered && keys?.Contains(stored.Message.Key) != false);
            foreach (var stored in dead)
            {
                (stored.State, stored.StateAt, stored.DueAt, stored.Attempt, stored.Asked) = (OutboxState.Waiting, now, now, 1, null);
            }

            return Task.FromResult<IReadOnlyList<ReplayedMessage>>(dead.ConvertAll(stored => new ReplayedMessage(stored.Message.Key, stored.Detail!)));
        }
    }

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int max, DeadLetterPlace? after, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var dead = store.Messages.Where(stored => stored.State is OutboxState.DeadLettered)
                .Select(stored => new DeadLetter(stored.Message.Key, stored.StateAt, stored.Detail ?? "", stored.Attempt, stored.Message.Trace.TraceId));
            return Task.FromResult(DeadLetter.Page(dead, max, after));
        }
    }

    public Task<OutboxCounts> CountAsync(CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            long Of(OutboxState state) => store.Messages.LongCount(stored => stored.State == state) + store.Gone.GetValueOrDefault(state);
            var waiting = store.Messages.Where(stored => stored.State is OutboxState.Waiting).ToList();
            return Task.FromResult(new OutboxCounts(
                waiting.Count,
                Of(OutboxState.Delivered),
                Of(OutboxState.Suppressed),
                Of(OutboxState.DeadLettered),
                waiting is [] ? null : waiting.Min(stored => stored.DueAt)));
        }
    }

    public Task<IReadOnlyList<DelayCount>> DelaysAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<DelayCount>>([.. store.Took.Where(took => took.At >= since).Select(took => new DelayCount(DelaySteps.Of(took.Delay), 1))]);
        }
    }

    public Task<IReadOnlyList<OutboxRow>> NewestAsync(int max, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<OutboxRow>>(
                [.. store.Messages.AsEnumerable().Reverse().Where(stored => stored.Message is not OutboxMessage.AlertMessage message || message.Alert.Court != CanaryCourt.Id).Take(max)
                    .Select(stored => new OutboxRow(stored.Message, stored.State, stored.Detail, stored.StateAt))]);
        }
    }

    private Task<IReadOnlyList<IdempotencyKey>> FindDueAsync(DateTimeOffset now, int max, Func<OutboxMessage, bool> isMeant)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<IdempotencyKey>>(
                [.. store.Messages.Where(stored => isMeant(stored.Message) && stored.IsDue(now)).OrderBy(stored => stored.DueAt).Take(max)
                    .Select(stored => stored.Message.Key)]);
        }
    }

    private bool Record(DeliveryRecord record)
    {
        if (!store.MessageIndex.TryGetValue(record.Key, out var stored)
            || !(stored.State is OutboxState.Waiting || (stored.State is OutboxState.DeadLettered && record.Delivery is Delivery.Delivered))
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
                if (stored.Message is OutboxMessage.AlertMessage { Alert: var alert } && alert.Court != CanaryCourt.Id)
                {
                    store.Took.Add((at, at - alert.CreatedAt));
                }

                break;
            case Delivery.Folded(var digest, var at):
                (stored.State, stored.Detail, stored.StateAt) = (OutboxState.Delivered, $"digest {digest}", at);
                break;
            case Delivery.Suppressed(var reason, var at):
                (stored.State, stored.Detail, stored.StateAt) = (OutboxState.Suppressed, reason, at);
                break;
            case Delivery.DeadLettered(var reason, var at):
                (stored.State, stored.Detail, stored.StateAt) = (OutboxState.DeadLettered, reason, at);
                break;
            case Delivery.Postponed(var until, var reason, var pin):
                (stored.DueAt, stored.Detail, stored.Asked) = (until, reason, pin);
                break;
            case Delivery.Returned(var until, var pin):
                (stored.DueAt, stored.Attempt, stored.Asked) = (until > stored.DueAt ? until.Value : stored.DueAt, stored.Attempt - 1, pin);
                break;
            default:
                throw new UnreachableException();
        }

        return true;
    }
}

using Tipstaff.Erasures;
using Tipstaff.Exports;
using Tipstaff.Outbox;
using Tipstaff.Retention;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Support;

/// <summary>The erasures in memory, held to <c>ErasuresContract</c>.</summary>
internal sealed class InMemoryErasures(InMemoryStore store) : IErasures
{
    public Task<Erasure?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken) => Locked(() => store.ErasureRows.GetValueOrDefault(subscriber));

    public Task NoteAsync(Erasure erasure, CancellationToken cancellationToken) => Locked(() => store.ErasureRows[erasure.Subscriber] = erasure);

    public Task<IReadOnlyList<Erasure>> ListAsync(int max, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<Erasure>>(() => [.. store.ErasureRows.Values.OrderBy(erasure => erasure.AskedAt).Take(max)]);

    public Task ForgetAsync(Erasure erasure, CancellationToken cancellationToken) => Locked(() =>
        store.ErasureRows.GetValueOrDefault(erasure.Subscriber)?.AskedAt == erasure.AskedAt && store.ErasureRows.Remove(erasure.Subscriber));

    public Task EraseAsync(Erasure erasure, DateTimeOffset madeUpTo, CancellationToken cancellationToken) => Locked(() =>
    {
        var subscriber = erasure.Subscriber;
        foreach (var message in store.Messages.FindAll(one => one.Message.Subscriber == subscriber && one.Message.CreatedAt <= madeUpTo))
        {
            store.Remove(message);
        }

        store.DigestRows.RemoveAll(row => row.Alert.Subscriber == subscriber && row.Alert.CreatedAt <= madeUpTo);
        var hasReturned = store.SubscriptionRows.Values.Any(one => one.Subscriber == subscriber && one.RequestedAt > madeUpTo);
        var readers = store.SubscriptionRows.Values.Where(one => one.Subscriber == subscriber).Select(one => one.Reader).Append(subscriber).ToHashSet();
        foreach (var told in store.Told.Keys.Where(key => !hasReturned && readers.Contains(key.Subscriber)).ToList())
        {
            store.Told.Remove(told);
        }

        var own = store.SubscriptionRows.Values.Where(one => one.Subscriber == subscriber && one.RequestedAt <= madeUpTo).Select(one => one.Id).ToHashSet();
        foreach (var note in store.ToldNotes.Keys.Where(key => own.Contains(key.Subscription)).ToList())
        {
            store.ToldNotes.Remove(note);
        }

        foreach (var id in own)
        {
            store.SubscriptionRows.Remove(id);
        }

        var inUse = store.SubscriptionRows.Values.Where(one => one.Subscriber == subscriber).Select(one => one.Webhook).OfType<WebhookUrl>().ToHashSet();
        if (store.WebhookRows.Remove(subscriber, out var webhooks) && webhooks.Erased(madeUpTo, inUse) is { } left)
        {
            store.WebhookRows[subscriber] = left == webhooks ? webhooks : left with { Version = webhooks.Version + 1 };
        }

        if (!hasReturned && store.AddressRows.Remove(subscriber, out var record) && record.Erased() is { } kept)
        {
            store.AddressRows[subscriber] = kept == record ? record : kept with { Version = record.Version + 1 };
        }

        return true;
    });

    public Task CleanAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (store.Gate)
        {
            return Task.FromResult(work());
        }
    }
}

/// <summary>Retention in memory, held to <c>RetentionContract</c>.</summary>
internal sealed class InMemoryRetention(InMemoryStore store) : IRetention
{
    public Task<RetentionBatch> TakeMessagesAsync(RetentionLimits limits, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var old = store.Messages.FindAll(message => limits.Takes(message.State, message.StateAt));
            foreach (var message in old)
            {
                store.Remove(message);
                store.DigestRows.RemoveAll(row => message.Message is OutboxMessage.DigestMessage digest && row.Of(digest.Subscriber, digest.Slot) && row.Part == digest.Part);
            }

            return Task.FromResult(new RetentionBatch(old.Count, MayBeMore: false));
        }
    }

    public Task<RetentionBatch> TakeUnreadableAsync(RetentionLimits limits, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(new RetentionBatch(store.Unreadable.RemoveAll(item => item.SeenAt < limits.SeenBefore), MayBeMore: false));
        }
    }

    public Task<RetentionBatch> TakeNoticesAsync(RetentionLimits limits, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(new RetentionBatch(store.Notices.RemoveAll(row => row.Told && row.Notice.At < limits.EndedBefore), MayBeMore: false));
        }
    }
}

/// <summary>A subscriber's messages in memory, held to <c>ErasuresContract</c>.</summary>
internal sealed class InMemoryAlertHistory(InMemoryStore store) : IAlertHistory
{
    public Task<IReadOnlyList<OutboxRow>> OfSubscriberAsync(
        SubscriberId subscriber, FollowedCourts courts, DateTimeOffset since, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<OutboxRow>>(
            [
                .. store.Messages.AsEnumerable().Reverse().Where(one => one.Message.Subscriber == subscriber && one.Message.CreatedAt >= since)
                    .OrderByDescending(one => one.Message.CreatedAt).Select(one => new OutboxRow(one.Message, one.State, one.Detail, one.StateAt)),
            ]);
        }
    }
}

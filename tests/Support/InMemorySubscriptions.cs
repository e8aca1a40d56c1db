using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Support;

/// <summary>The subscriptions in memory, held to <c>SubscriptionsContract</c>.</summary>
internal sealed class InMemorySubscriptions(InMemoryStore store) : ISubscriptions
{
    public Task<Subscription?> FindAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        Read(rows => rows.FirstOrDefault(subscription => subscription.Id == id));

    public Task<IReadOnlyDictionary<SubscriptionId, Subscription>> FindAsync(
        IReadOnlyCollection<SubscriptionId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet();
        return Read<IReadOnlyDictionary<SubscriptionId, Subscription>>(
            rows => rows.Where(subscription => wanted.Contains(subscription.Id)).ToDictionary(subscription => subscription.Id));
    }

    public Task<IReadOnlyList<Subscription>> OfSubscriberAsync(SubscriberId subscriber, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<Subscription>>(rows =>
            [.. rows.Where(subscription => subscription.Subscriber == subscriber)
                .OrderBy(subscription => subscription.RequestedAt).ThenBy(subscription => subscription.Id.Value, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<Subscription>> FollowersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, CancellationToken cancellationToken)
    {
        var wanted = dockets.ToHashSet();
        return Read<IReadOnlyList<Subscription>>(rows =>
            [.. rows.Where(subscription => subscription.State is SubscriptionState.Confirmed
                && wanted.Count > 0
                && (subscription.Court is null || subscription.Court == court)
                && (subscription.Docket is null || wanted.Contains(subscription.Docket)))]);
    }

    public Task<FollowedCourts> FollowedCourtsAsync(CancellationToken cancellationToken) =>
        Read(rows =>
        {
            var courts = rows.Where(subscription => subscription.State is SubscriptionState.Confirmed).Select(subscription => subscription.Court).ToList();
            return new FollowedCourts([.. courts.OfType<CourtId>().Distinct().OrderBy(court => court.Value, StringComparer.Ordinal)], courts.Contains(null));
        });

    public Task<bool> TryWriteAsync(
        IReadOnlyList<Subscription> changed, OutboxMessage? message, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var next = new Dictionary<SubscriptionId, Subscription>();
            foreach (var subscription in changed)
            {
                var stored = next.GetValueOrDefault(subscription.Id) ?? store.SubscriptionRows.GetValueOrDefault(subscription.Id);
                if ((stored?.Version ?? 0) != subscription.Version)
                {
                    return Task.FromResult(false);
                }

                next[subscription.Id] = subscription with { Version = subscription.Version + 1 };
            }

            foreach (var (id, subscription) in next)
            {
                store.SubscriptionRows[id] = subscription;
            }

            if (message is not null)
            {
                store.Add(message);
            }

            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyDictionary<SubscriptionState, long>> CountAsync(CancellationToken cancellationToken) =>
        Read<IReadOnlyDictionary<SubscriptionState, long>>(
            rows => rows.GroupBy(subscription => subscription.State).ToDictionary(group => group.Key, group => group.LongCount()));

    private Task<T> Read<T>(Func<IEnumerable<Subscription>, T> read)
    {
        lock (store.Gate)
        {
            return Task.FromResult(read(store.SubscriptionRows.Values));
        }
    }
}

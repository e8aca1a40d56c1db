using Tipstaff.Operators;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Tests.Support;

/// <summary>The records of how mail fares in memory, held to <c>SuppressionsContract</c>.</summary>
internal sealed class InMemorySuppressions(InMemoryStore store) : ISuppressions
{
    public Task<IReadOnlyDictionary<SubscriberId, AddressRecord>> FindAsync(
        IReadOnlyCollection<SubscriberId> subscribers, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyDictionary<SubscriberId, AddressRecord>>(
                subscribers.Distinct().Where(store.AddressRows.ContainsKey).ToDictionary(subscriber => subscriber, subscriber => store.AddressRows[subscriber]));
        }
    }

    public Task<bool> TryWriteAsync(AddressRecord next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            if ((store.AddressRows.GetValueOrDefault(next.Subscriber)?.Version ?? 0) != next.Version)
            {
                return Task.FromResult(false);
            }

            store.AddressRows[next.Subscriber] = next with { Version = next.Version + 1 };
            if (notice is not null)
            {
                store.Add(notice);
            }

            return Task.FromResult(true);
        }
    }
}

using Tipstaff.Alerts;
using Tipstaff.Digests;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Support;

/// <summary>The digests in memory, held to <c>DigestsContract</c>.</summary>
internal sealed class InMemoryDigests(InMemoryStore store) : IDigests
{
    public Task<DigestPart> FoldAsync(Alert alert, int weight, CancellationToken cancellationToken)
    {
        var slot = alert.Digest ?? throw new ArgumentException("The alert names no digest.", nameof(alert));
        lock (store.Gate)
        {
            var all = store.DigestRows.Where(row => row.Of(alert.Subscriber, slot)).ToList();
            var known = all.Find(row => row.Alert.Id == alert.Id);
            if (known is null)
            {
                store.DigestRows.Add(known = new InMemoryStore.StoredDigestAlert(alert, weight));
            }

            return Task.FromResult(new DigestPart(alert.Subscriber, slot, known.Part ?? ((all.Max(row => row.Part) ?? 0) + 1)));
        }
    }

    public Task<ClosedPart> CloseAsync(DigestPart part, int capacity, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var all = store.DigestRows.Where(row => row.Of(part.Subscriber, part.Slot)).ToList();
            if (!all.Exists(row => row.Part == part.Number))
            {
                var next = DigestOrder.NextPart(all.Where(row => row.Part is null).Select(row => (DigestOrder.PlaceOf(row.Alert), row.Weight)), capacity).ToHashSet();
                all.FindAll(row => next.Contains(DigestOrder.PlaceOf(row.Alert))).ForEach(row => row.Part = part.Number);
            }

            var own = all.FindAll(row => row.Part == part.Number);
            var before = all.Where(row => row.Part < part.Number && own.Exists(one => (one.Alert.Court, one.Alert.Docket) == (row.Alert.Court, row.Alert.Docket)));
            var told = store.DigestsTold.Where(one => one.Key.Digest == part.Key).ToDictionary(one => one.Key.Part, one => one.Value);
            return Task.FromResult(ClosedPart.Of(
                own.Select(row => row.Alert), told.GetValueOrDefault(part.Number), [.. before.Select(row => (row.Part!.Value, row.Alert))], told, all.Exists(row => row.Part is null)));
        }
    }

    public Task TellAsync(DigestPart part, IReadOnlyCollection<AlertId> told, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            if (store.DigestRows.Exists(row => row.Of(part.Subscriber, part.Slot) && row.Part == part.Number))
            {
                store.DigestsTold[(part.Key, part.Number)] = [.. told];
            }

            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlySet<SubscriptionId>> SubscriptionsAsync(SubscriberId subscriber, DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlySet<SubscriptionId>>(store.DigestRows.Select(row => row.Alert)
                .Where(alert => alert.Subscriber == subscriber && alert.Digest!.At > after && alert.Digest.At <= until).Select(alert => alert.Subscription).ToHashSet());
        }
    }
}

using Azure.Data.Tables;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>Subscriptions as rows of their subscribers' partitions.</summary>
internal sealed class SubscriptionRows(TableSet tables, Whereabouts whereabouts)
{
    // From here on one range costs less than as many points.
    private const int ManyOfOne = 20;

    public static TableEntity Entity(Subscription subscription, string mark)
    {
        var row = VersionedRows.Row(subscription.Subscriber.Value, TableKeys.Subscription(subscription.Id), subscription.Version, subscription);
        row["State"] = (int)subscription.State;
        row["Mark"] = mark;
        return row;
    }

    public static Subscription Read(TableEntity row) => VersionedRows.Read<Subscription>(row);

    /// <summary>Those of these that are there.</summary>
    public async Task<IReadOnlyList<Subscription>> FindAsync(
        IReadOnlyCollection<(SubscriberId Subscriber, SubscriptionId Id)> wanted, CancellationToken cancellationToken)
    {
        var bySubscriber = wanted.Distinct().GroupBy(one => one.Subscriber, one => one.Id).ToList();
        var many = bySubscriber.FindAll(group => group.Count() > ManyOfOne);
        var ranges = await Bounded.RunAsync(many, group => FindManyAsync(group.Key, group.ToHashSet(), cancellationToken));
        var points = bySubscriber.Except(many).SelectMany(group => group.Select(id => (Subscriber: group.Key, Id: id))).ToList();
        var rows = await Bounded.RunAsync(
            points, one => tables.Subscribers.FindAsync(one.Subscriber.Value, TableKeys.Subscription(one.Id), cancellationToken));
        return [.. ranges.SelectMany(range => range), .. rows.OfType<TableEntity>().Select(Read)];
    }

    /// <summary>Whose these are, for those that were ever written.</summary>
    public async Task<IReadOnlyList<(SubscriberId Subscriber, SubscriptionId Id)>> FindOwnersAsync(
        IReadOnlyCollection<SubscriptionId> ids, CancellationToken cancellationToken)
    {
        var owners = await Bounded.RunAsync([.. ids.Distinct()], async id =>
        {
            if (whereabouts.SubscriberOf(id) is { } known)
            {
                return (known, id);
            }

            var row = await tables.Followers.FindAsync(TableKeys.IdPartition(id), id.Value, cancellationToken);
            var owner = row?.GetString("Subscriber") is { } text ? SubscriberId.Parse(text) : null;
            if (owner is not null)
            {
                whereabouts.Note(id, owner);
            }

            return (owner!, id);
        });
        return [.. owners.Where(one => one.Item1 is not null)];
    }

    private async Task<IReadOnlyList<Subscription>> FindManyAsync(
        SubscriberId subscriber, HashSet<SubscriptionId> ids, CancellationToken cancellationToken)
    {
        var rows = await tables.Subscribers.ListAsync(subscriber.Value, KeyRange.Of("s|"), cancellationToken);
        return [.. rows.Select(Read).Where(subscription => ids.Contains(subscription.Id))];
    }
}

using Azure.Data.Tables;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>The subscriptions in tables: a row in each subscriber's partition, and an index of who follows what.</summary>
/// <remarks>
/// <see cref="CountAsync"/> goes through all rows, 1,000 an operation: for pages, whose answers are kept a while.
/// </remarks>
internal sealed class TableSubscriptions(
    TableSet tables, SubscriptionRows rows, FollowerIndex followers, SubscriptionWriter writer) : ISubscriptions
{
    /// <inheritdoc/>
    public async Task<Subscription?> FindAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        (await FindAsync([id], cancellationToken)).GetValueOrDefault(id);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SubscriptionId, Subscription>> FindAsync(
        IReadOnlyCollection<SubscriptionId> ids, CancellationToken cancellationToken)
    {
        var found = await rows.FindAsync(await rows.FindOwnersAsync(ids, cancellationToken), cancellationToken);
        return found.ToDictionary(subscription => subscription.Id);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Subscription>> OfSubscriberAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        var own = await tables.Subscribers.ListAsync(subscriber.Value, KeyRange.Of("s|"), cancellationToken);
        return [.. own.Select(SubscriptionRows.Read).OrderBy(one => one.RequestedAt).ThenBy(one => one.Id.Value, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Subscription>> FollowersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, CancellationToken cancellationToken)
    {
        if (dockets.Count == 0)
        {
            return [];
        }

        var found = await rows.FindAsync(await followers.FindAsync(court, dockets, cancellationToken), cancellationToken);
        return [.. found.Where(subscription => subscription.State is SubscriptionState.Confirmed)];
    }

    /// <inheritdoc/>
    /// <remarks>One query; after a crash in the middle of a confirmation, or of an end, it may name a court too many for a day.</remarks>
    public Task<FollowedCourts> FollowedCourtsAsync(CancellationToken cancellationToken) => followers.CourtsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(IReadOnlyList<Subscription> changed, OutboxMessage? message, CancellationToken cancellationToken) =>
        writer.TryWriteAsync(changed, message, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SubscriptionState, long>> CountAsync(CancellationToken cancellationToken)
    {
        var (from, before) = KeyRange.Of("s|");
        var all = await tables.Subscribers.ListAsync(
            TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {before}"), cancellationToken, select: ["State"]);
        return all.GroupBy(row => (SubscriptionState)(row.GetInt32("State") ?? 0)).ToDictionary(group => group.Key, group => group.LongCount());
    }
}

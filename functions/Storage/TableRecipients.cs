using Azure.Data.Tables;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Functions.Storage;

/// <summary>What is known of those whom messages go to: subscription and address record lie in one partition, and come with one query.</summary>
internal sealed class TableRecipients(TableSet tables, Whereabouts whereabouts) : IRecipients
{
    // A filter may hold 15 comparisons: one for the partition, one for the address.
    private const int MaxPerQuery = 13;

    /// <inheritdoc/>
    public async Task<Recipients> FindAsync(IReadOnlyCollection<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var asked = messages.Where(message => message is not OutboxMessage.OperatorMessage)
            .GroupBy(message => message.Subscriber, message => (message as OutboxMessage.AlertMessage)?.Alert.Subscription)
            .SelectMany(group => Parts(group).Select(part => (Subscriber: group.Key, Subscriptions: part))).ToList();
        var rows = await Bounded.RunAsync(asked, one => tables.Subscribers.ListAsync(Filter(one.Subscriber, one.Subscriptions), cancellationToken));
        foreach (var (subscriber, subscriptions) in asked)
        {
            Array.ForEach(subscriptions, id => whereabouts.Note(id, subscriber));
        }

        var found = rows.SelectMany(some => some).DistinctBy(row => (row.PartitionKey, row.RowKey)).ToLookup(row => row.RowKey == TableKeys.Address);
        return new Recipients(
            found[false].Select(SubscriptionRows.Read).ToDictionary(subscription => subscription.Id),
            found[true].Select(VersionedRows.Read<AddressRecord>).ToDictionary(record => record.Subscriber));
    }

    private static IEnumerable<SubscriptionId[]> Parts(IEnumerable<SubscriptionId?> ids) => ids.OfType<SubscriptionId>().Distinct().Chunk(MaxPerQuery).DefaultIfEmpty([]);

    private static string Filter(SubscriberId subscriber, SubscriptionId[] subscriptions)
    {
        var either = subscriptions.Select(TableKeys.Subscription).Prepend(TableKeys.Address).Select(key => TableClient.CreateQueryFilter($"RowKey eq {key}"));
        return $"{TableClient.CreateQueryFilter($"PartitionKey eq {subscriber.Value}")} and ({string.Join(" or ", either)})";
    }
}

using Azure.Data.Tables;
using Tipstaff.Exports;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>A subscriber's messages, wherever they lie.</summary>
/// <remarks>
/// Alerts lie with their courts, and no index leads from a subscriber to them: it would be a further row of each alert, for what is asked
/// once in a while. So the messages of the courts that the subscriber follows, and of the sixteen partitions of other mails, are gone
/// through by the service, which sends only those that fit: about one operation for a thousand messages there.
/// </remarks>
internal sealed class SubscriberMessages(TableSet tables, OutboxPartitions partitions) : IAlertHistory
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxRow>> OfSubscriberAsync(
        SubscriberId subscriber, FollowedCourts courts, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var places = await PartitionsAsync(courts, cancellationToken);
        var rows = await Bounded.RunAsync(places, partition => ListAsync(partition, subscriber, withBody: true, cancellationToken));
        return
        [
            .. rows.SelectMany(some => some).Select(row => (row.Added, Row: new OutboxRow(row.Message(), row.State, row.Detail, MessageRow.Instant(row.At))))
                .Where(one => one.Row.Message.CreatedAt >= since)
                .OrderByDescending(one => one.Row.Message.CreatedAt).ThenByDescending(one => one.Added).Select(one => one.Row),
        ];
    }

    /// <summary>The subscriber's messages in one partition.</summary>
    public async Task<List<MessageRow>> ListAsync(string partition, SubscriberId subscriber, bool withBody, CancellationToken cancellationToken)
    {
        var (from, before) = KeyRange.Of("o|");
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before} and Subscriber eq {subscriber.Value}");
        return (await tables.OfMessages(partition).ListAsync(filter, cancellationToken, select: withBody ? null : MessageRow.StateNames)).ConvertAll(MessageRow.Of);
    }

    /// <summary>The partitions in which messages of somebody who follows these courts may lie.</summary>
    public async Task<IReadOnlyList<string>> PartitionsAsync(FollowedCourts courts, CancellationToken cancellationToken)
    {
        var all = await partitions.ListAsync(cancellationToken);
        var named = courts.Named.Select(court => court.Value).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(place => courts.Every || place.StartsWith(TableKeys.MessagePartitions, StringComparison.Ordinal) || named.Contains(place))];
    }
}

using Azure;
using Azure.Data.Tables;
using Tipstaff.Alerts;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Webhooks;

namespace Tipstaff.Functions.Storage;

/// <summary>Takes away what names a subscriber beside the messages: marks with the courts, and the subscriber's own partition.</summary>
internal sealed class SubscriberRows(TableSet tables, FollowerIndex followers)
{
    /// <summary>The marks of what the subscriber was told, in one court.</summary>
    public async Task EraseMarksAsync(string court, SubscriberId subscriber, IReadOnlyList<Subscription> own, CancellationToken cancellationToken)
    {
        // The document stands before the subscriber in these keys, so that all of the court's are listed.
        var told = await tables.Dockets.ListAsync(court, KeyRange.Of("t|"), cancellationToken, select: ["RowKey"]);
        var readers = own.Select(one => one.Reader.Value).Append(subscriber.Value).ToHashSet(StringComparer.Ordinal);
        var keys = told.Where(row => readers.Contains(row.RowKey.Split('|')[2])).Select(row => row.RowKey);
        await DeleteAsync(tables.Dockets, court, [.. keys], cancellationToken);
    }

    /// <summary>How far subscriptions were told of a court's gaps and quiet entries.</summary>
    public Task EraseNotesAsync(string court, IReadOnlyList<Subscription> own, CancellationToken cancellationToken) =>
        DeleteAsync(tables.Dockets, court, [.. own.Select(one => TableKeys.Notes(one.Id))], cancellationToken);

    /// <summary>Alerts in digests that were made up to a moment, and the parts that have none left.</summary>
    public async Task EraseDigestsAsync(SubscriberId subscriber, DateTimeOffset madeUpTo, CancellationToken cancellationToken)
    {
        var rows = await tables.Subscribers.ListAsync(subscriber.Value, KeyRange.Of("g|"), cancellationToken);
        var members = rows.FindAll(row => row.RowKey.Split('|')[2] == "m");
        var gone = members.FindAll(row => Read(row).CreatedAt <= madeUpTo);
        var left = members.Except(gone).Select(PartOf).ToHashSet();
        var parts = rows.Except(members).Where(row => !left.Contains(PartOf(row)));
        await DeleteAsync(tables.Subscribers, subscriber.Value, [.. gone.Concat(parts).Select(row => row.RowKey)], cancellationToken);
    }

    /// <summary>Subscriptions that were asked for up to a moment, with what leads to them.</summary>
    public async Task EraseSubscriptionsAsync(IReadOnlyList<Subscription> erased, CancellationToken cancellationToken)
    {
        await Bounded.RunAsync(erased, one => EraseAsync(one, cancellationToken));
        await followers.RemoveEmptyAsync(erased, cancellationToken);
    }

    /// <summary>How mail fares, but for what is kept of a complaint.</summary>
    public async Task EraseRecordAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        if (await tables.Subscribers.FindAsync(subscriber.Value, TableKeys.Address, cancellationToken) is not { } row)
        {
            return;
        }

        var record = VersionedRows.Read<AddressRecord>(row);
        if (record.Erased() is not { } kept)
        {
            await tables.Subscribers.TryDeleteAsync(row, cancellationToken);
        }
        else if (kept != record)
        {
            await ReplaceAsync(row, kept with { Version = record.Version + 1 }, record.Version + 1, cancellationToken);
        }
    }

    /// <summary>The URLs of webhooks, but for those of subscriptions that were asked for since, which are there alone.</summary>
    public async Task EraseWebhooksAsync(SubscriberId subscriber, DateTimeOffset madeUpTo, CancellationToken cancellationToken)
    {
        if (await tables.Subscribers.FindAsync(subscriber.Value, TableKeys.Webhooks, cancellationToken) is not { } row)
        {
            return;
        }

        var later = await tables.Subscribers.ListAsync(subscriber.Value, KeyRange.Of("s|"), cancellationToken);
        var present = VersionedRows.Read<SubscriberWebhooks>(row);
        if (present.Erased(madeUpTo, later.Select(SubscriptionRows.Read).Select(one => one.Webhook).OfType<WebhookUrl>().ToHashSet()) is not { } left)
        {
            await tables.Subscribers.TryDeleteAsync(row, cancellationToken);
        }
        else if (left != present)
        {
            await ReplaceAsync(row, left with { Version = present.Version + 1 }, left.Version + 1, cancellationToken);
        }
    }

    /// <summary>Takes rows away; those that are gone already are no fault.</summary>
    public static Task DeleteAsync(TableClient table, string partition, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        Bounded.RunAsync(keys, key => table.DeleteEntityAsync(partition, key, ETag.All, cancellationToken));

    // What leads to it is read before it is: whoever begins it anew meanwhile writes that first, and keeps it. It goes last, as the rest is found by it.
    private async Task<bool> EraseAsync(Subscription one, CancellationToken cancellationToken)
    {
        var leading = await followers.LeadingToAsync(one, cancellationToken);
        var row = await tables.Subscribers.FindAsync(one.Subscriber.Value, TableKeys.Subscription(one.Id), cancellationToken);
        if (row is null || SubscriptionRows.Read(row) is var present && (present.Version, present.RequestedAt) != (one.Version, one.RequestedAt))
        {
            return false;
        }

        foreach (var lead in leading.Where(lead => lead.GetInt64("Version") <= one.Version))
        {
            await followers.TryRemoveAsync(lead, cancellationToken);
        }

        return await tables.Subscribers.TryDeleteAsync(row, cancellationToken);
    }

    private Task ReplaceAsync<T>(TableEntity row, T next, long version, CancellationToken cancellationToken) => tables.Subscribers.TrySubmitAsync(
        [new(TableTransactionActionType.UpdateReplace, VersionedRows.Row(row.PartitionKey, row.RowKey, version, next), row.ETag)], cancellationToken);

    private static Alert Read(TableEntity row) => StoredJson.Read<Alert>(PackedText.Read(row, "Json") ?? "null", $"{row.PartitionKey} {row.RowKey}");

    private static (string Digest, int? Part) PartOf(TableEntity row) => (row.RowKey.Split('|')[1], row.GetInt32("Part"));
}

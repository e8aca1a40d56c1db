using Azure.Data.Tables;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>Who may follow which docket, and which courts may be followed.</summary>
/// <remarks>
/// The index holds at least what is true: it is written before a subscription is confirmed, and taken away after it has ended, so
/// that a crash leaves at most a row too many, which the subscription itself contradicts until the <see cref="DailyPass"/> finds it. A
/// row is taken away only as it was read, and a court only if no row of it was left after the court was read: who confirms in between
/// writes both anew, and keeps them.
/// </remarks>
internal sealed class FollowerIndex(TableSet tables)
{
    // A filter may hold 15 comparisons: one for the partition, two a docket. One of them is for those who follow all dockets.
    private const int DocketsPerQuery = 7;

    // From here on one range over all of them costs less than so many filters.
    private const int ManyDockets = 70;

    /// <summary>Whose subscriptions are begun, or begun anew, by their ids; before they are.</summary>
    public Task AddOwnersAsync(IEnumerable<Subscription> subscriptions, CancellationToken cancellationToken) =>
        tables.Followers.PutAllAsync(subscriptions.Select(one => Row(TableKeys.IdPartition(one.Id), one.Id.Value, one)), cancellationToken);

    /// <summary>Writes down that these may follow from now on; before they do.</summary>
    public async Task AddAsync(IReadOnlyCollection<Subscription> living, CancellationToken cancellationToken)
    {
        await tables.Followers.PutAllAsync(living.Select(one => Row(CourtOf(one), TableKeys.Follower(one.Docket, one.Id), one)), cancellationToken);
        await tables.Followers.PutAllAsync(
            living.Select(CourtOf).Distinct(StringComparer.Ordinal).Select(court => TableCalls.NewRow(TableKeys.Courts, court)), cancellationToken);
    }

    /// <summary>Takes those away that follow no more; after they have ended.</summary>
    public async Task RemoveAsync(IReadOnlyList<Subscription> ended, CancellationToken cancellationToken)
    {
        await Bounded.RunAsync(ended, async one =>
        {
            var row = await tables.Followers.FindAsync(CourtOf(one), TableKeys.Follower(one.Docket, one.Id), cancellationToken);
            return row is not null && row.GetInt64("Version") <= one.Version && await tables.Followers.TryDeleteAsync(row, cancellationToken);
        });
        await RemoveEmptyAsync(ended, cancellationToken);
    }

    /// <summary>The rows that lead to a subscription, as they stand.</summary>
    public async Task<IReadOnlyList<TableEntity>> LeadingToAsync(Subscription one, CancellationToken cancellationToken)
    {
        var follower = await tables.Followers.FindAsync(CourtOf(one), TableKeys.Follower(one.Docket, one.Id), cancellationToken);
        var owner = await tables.Followers.FindAsync(TableKeys.IdPartition(one.Id), one.Id.Value, cancellationToken);
        return [.. new[] { follower, owner }.OfType<TableEntity>()];
    }

    /// <summary>Takes the courts of these away that have no rows left.</summary>
    public async Task RemoveEmptyAsync(IEnumerable<Subscription> gone, CancellationToken cancellationToken)
    {
        foreach (var court in gone.Select(CourtOf).Distinct(StringComparer.Ordinal))
        {
            await RemoveIfEmptyAsync(court, cancellationToken);
        }
    }

    /// <summary>Takes a court, or <see cref="TableKeys.EveryCourt"/>, away that has no rows left.</summary>
    public async Task RemoveIfEmptyAsync(string court, CancellationToken cancellationToken)
    {
        var listed = await tables.Followers.FindAsync(TableKeys.Courts, court, cancellationToken);
        if (listed is not null && (await tables.Followers.ListAsync(OfCourt(court), cancellationToken, max: 1)).Count == 0)
        {
            await tables.Followers.TryDeleteAsync(listed, cancellationToken);
        }
    }

    /// <summary>All rows of a court, or of <see cref="TableKeys.EveryCourt"/>, as they stand.</summary>
    public Task<List<TableEntity>> RowsAsync(string court, CancellationToken cancellationToken) => tables.Followers.ListAsync(OfCourt(court), cancellationToken);

    /// <summary>Takes a row away, if it is as it was read.</summary>
    public Task<bool> TryRemoveAsync(TableEntity row, CancellationToken cancellationToken) => tables.Followers.TryDeleteAsync(row, cancellationToken);

    /// <summary>What a row of a court points to.</summary>
    public static (SubscriberId Subscriber, SubscriptionId Id) Read(TableEntity row) =>
        (SubscriberId.Parse(row.GetString("Subscriber")), SubscriptionId.Parse(row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..]));

    /// <summary>The courts that may be followed.</summary>
    public async Task<FollowedCourts> CourtsAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Courts}");
        var courts = (await tables.Followers.ListAsync(filter, cancellationToken)).ConvertAll(row => row.RowKey);
        return new FollowedCourts([.. courts.Where(court => court != TableKeys.EveryCourt).Select(court => CourtId.Parse(court))], courts.Contains(TableKeys.EveryCourt));
    }

    /// <summary>The subscriptions that may follow any of these dockets, their court, or words there or in every court.</summary>
    public async Task<IReadOnlyList<(SubscriberId Subscriber, SubscriptionId Id)>> FindAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, CancellationToken cancellationToken)
    {
        var ranges = dockets.Distinct().Select(docket => KeyRange.Of(TableKeys.Follower(docket))).Append(KeyRange.Of(TableKeys.Follower(docket: null)))
            .OrderBy(range => range.From, StringComparer.Ordinal).ToList();
        var asked = ranges.Count <= ManyDockets ? ranges.Chunk(DocketsPerQuery).ToList() : [[new(ranges[0].From, ranges[^1].Before)]];
        var filters = asked.ConvertAll(some => Filter(court.Value, some)).Append(Filter(TableKeys.EveryCourt, [KeyRange.Of(TableKeys.Follower(docket: null))]));
        var rows = await Bounded.RunAsync([.. filters], filter => tables.Followers.ListAsync(filter, cancellationToken));
        var wanted = ranges.Select(range => range.From).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. rows.SelectMany(some => some).Where(row => wanted.Contains(row.RowKey[..(row.RowKey.LastIndexOf('|') + 1)])).Select(Read),
        ];
    }

    private static string CourtOf(Subscription subscription) => subscription.Court?.Value ?? TableKeys.EveryCourt;

    private static string OfCourt(string court) => TableClient.CreateQueryFilter($"PartitionKey eq {court}");

    private static string Filter(string court, IEnumerable<KeyRange> ranges)
    {
        var either = ranges.Select(range => TableClient.CreateQueryFilter($"(RowKey ge {range.From} and RowKey lt {range.Before})"));
        return $"{OfCourt(court)} and ({string.Join(" or ", either)})";
    }

    private static TableEntity Row(string partition, string key, Subscription subscription)
    {
        var row = TableCalls.NewRow(partition, key);
        row["Subscriber"] = subscription.Subscriber.Value;
        row["Version"] = subscription.Version;
        return row;
    }
}

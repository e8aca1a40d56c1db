using Azure;
using Azure.Data.Tables;
using Tipstaff.Alerts;
using Tipstaff.Digests;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>The digests in tables, in their subscribers' partitions.</summary>
/// <remarks>
/// All alerts of a digest are due at one moment: each is a row of its own, so that none waits for another. A part's row is written when it
/// is closed, in one transaction with the rows of its alerts. An alert that came at that moment either is in it, or sees its row, or is
/// seen by who closed it, who looks once more behind it.
/// </remarks>
internal sealed class TableDigests(TableSet tables) : IDigests
{
    // Of two who close a part one does it, and the other finds it done.
    private const int MaxRaces = 20;
    private const string Told = "Told";

    private static readonly string[] Light = ["PartitionKey", "RowKey", "Part", "Weight", "Court", "Docket", "Created"];

    /// <inheritdoc/>
    public async Task<DigestPart> FoldAsync(Alert alert, int weight, CancellationToken cancellationToken)
    {
        var slot = alert.Digest ?? throw new ArgumentException($"Alert {alert.Id} names no digest.", nameof(alert));
        var (partition, digest) = (alert.Subscriber.Value, new DigestPart(alert.Subscriber, slot, 1).Key);
        var member = TableCalls.NewRow(partition, TableKeys.DigestAlert(digest, alert.Id));
        member["Weight"] = weight;
        member["Court"] = alert.Court.Value;
        member["Docket"] = alert.Docket.Value;
        member["Created"] = alert.CreatedAt.UtcTicks;
        PackedText.Write(member, "Json", StoredJson.Write(alert));
        await tables.Subscribers.TryAddAsync(member, cancellationToken);

        // Only now: a part that is closed behind this look has the alert, or whoever closes it sees that it waits.
        var parts = await tables.Subscribers.ListAsync(partition, KeyRange.Of(TableKeys.DigestParts(digest)), cancellationToken, select: Light);
        var known = parts.Count == 0 ? null : await tables.Subscribers.FindAsync(partition, member.RowKey, cancellationToken, ["Part"]);
        return new DigestPart(alert.Subscriber, slot, known?.GetInt32("Part") ?? (parts.Max(row => row.GetInt32("Part")) ?? 0) + 1);
    }

    /// <inheritdoc/>
    public async Task<ClosedPart> CloseAsync(DigestPart part, int capacity, CancellationToken cancellationToken)
    {
        var (partition, key) = (part.Subscriber.Value, TableKeys.DigestPart(part.Key, part.Number));
        for (var race = 0; race < MaxRaces; race++)
        {
            var members = await MembersAsync(part, cancellationToken);
            var header = await tables.Subscribers.FindAsync(partition, key, cancellationToken, ["RowKey", Told]);
            if (header is null && !await TryCloseAsync(part, members, capacity, cancellationToken))
            {
                continue;
            }

            // Behind the closing: what came meanwhile, and saw the part still open, waits for the next.
            members = await MembersAsync(part, cancellationToken);
            var own = members.FindAll(row => row.GetInt32("Part") == part.Number);
            var dockets = own.Select(DocketOf).ToHashSet();
            var before = members.FindAll(row => row.GetInt32("Part") < part.Number && dockets.Contains(DocketOf(row)));
            var told = before.Count == 0 ? [] : await ToldAsync(part, cancellationToken);
            return ClosedPart.Of(
                (await AlertsAsync(partition, own, cancellationToken)).Select(one => one.Alert),
                header?.GetString(Told) is { } ids ? DigestOrder.ReadIds(ids) : null,
                await AlertsAsync(partition, before, cancellationToken),
                told,
                members.Exists(row => row.GetInt32("Part") is null));
        }

        throw new InvalidOperationException($"Part {part.Number} of the digest {part.Key} lost {MaxRaces} races in a row; it is tried again.");
    }

    /// <inheritdoc/>
    public async Task TellAsync(DigestPart part, IReadOnlyCollection<AlertId> told, CancellationToken cancellationToken)
    {
        var header = TableCalls.PartOfRow(part.Subscriber.Value, TableKeys.DigestPart(part.Key, part.Number));
        header[Told] = DigestOrder.WriteIds(told);
        await tables.Subscribers.TryMergeAsync(header, ETag.All, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<SubscriptionId>> SubscriptionsAsync(
        SubscriberId subscriber, DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (from, before) = KeyRange.Of("g|");
        var (made, madeUpTo) = ((after - DigestSlot.LongestWait).UtcTicks, until.UtcTicks);
        var rows = await tables.Subscribers.ListAsync(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {subscriber.Value} and RowKey ge {from} and RowKey lt {before} and Created ge {made} and Created le {madeUpTo}"),
            cancellationToken);
        return rows.Select(Read).Where(alert => alert.Digest is { } slot && slot.At > after && slot.At <= until).Select(alert => alert.Subscription).ToHashSet();
    }

    /// <summary>An alert as its row has it.</summary>
    public static Alert Read(TableEntity member) => StoredJson.Read<Alert>(PackedText.Read(member, "Json") ?? "null", $"{member.PartitionKey} {member.RowKey}");

    private static (string Court, string Docket) DocketOf(TableEntity member) => (member.GetString("Court"), member.GetString("Docket"));

    private async Task<IReadOnlyList<(int Part, Alert Alert)>> AlertsAsync(string partition, List<TableEntity> members, CancellationToken cancellationToken)
    {
        var rows = await tables.Subscribers.FindAllAsync(partition, members.ConvertAll(row => row.RowKey), cancellationToken);
        return [.. rows.OfType<TableEntity>().Select(row => (row.GetInt32("Part") ?? 0, Read(row)))];
    }

    private async Task<Dictionary<int, IReadOnlyList<AlertId>>> ToldAsync(DigestPart part, CancellationToken cancellationToken)
    {
        var parts = await tables.Subscribers.ListAsync(
            part.Subscriber.Value, KeyRange.Of(TableKeys.DigestParts(part.Key)), cancellationToken, select: ["PartitionKey", "RowKey", "Part", Told]);
        return parts.Where(row => row.GetString(Told) is not null).ToDictionary(row => row.GetInt32("Part") ?? 0, row => DigestOrder.ReadIds(row.GetString(Told)));
    }

    private Task<List<TableEntity>> MembersAsync(DigestPart part, CancellationToken cancellationToken) =>
        tables.Subscribers.ListAsync(part.Subscriber.Value, KeyRange.Of(TableKeys.DigestAlerts(part.Key)), cancellationToken, select: Light);

    private async Task<bool> TryCloseAsync(DigestPart part, List<TableEntity> members, int capacity, CancellationToken cancellationToken)
    {
        var waiting = members.FindAll(row => row.GetInt32("Part") is null).ToDictionary(PlaceOf);
        var next = DigestOrder.NextPart(waiting.Select(one => (one.Key, one.Value.GetInt32("Weight") ?? 0)), capacity);
        if (next.Count == 0)
        {
            return true;
        }

        var header = TableCalls.NewRow(part.Subscriber.Value, TableKeys.DigestPart(part.Key, part.Number));
        header["Part"] = part.Number;
        var written = await tables.Subscribers.TrySubmitAsync(
            [new(TableTransactionActionType.Add, header), .. next.Select(place => Into(part, waiting[place]))], cancellationToken);
        return written.IsDone;
    }

    private static TableTransactionAction Into(DigestPart part, TableEntity member) => new(
        TableTransactionActionType.UpdateMerge, new TableEntity(member.PartitionKey, member.RowKey) { ["Part"] = part.Number }, member.ETag);

    private static DigestPlace PlaceOf(TableEntity row) =>
        new(row.GetString("Court"), row.GetString("Docket"), row.GetInt64("Created") ?? 0, row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..]);
}

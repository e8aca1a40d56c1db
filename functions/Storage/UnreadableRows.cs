using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Feeds;

namespace Tipstaff.Functions.Storage;

/// <summary>What a court sent that could not be read: a row each, cut in age and number whenever there is something to add.</summary>
internal sealed class UnreadableRows(TableSet tables, WriteMarks marks)
{
    private static readonly KeyRange All = KeyRange.Of("u|");

    /// <summary>The writes that add items and cut what is kept; reads which texts are known.</summary>
    public async Task<IReadOnlyList<RowUnit>> PlanAsync(
        CourtId court, IReadOnlyList<UnreadableItem> items, DateTimeOffset seenAt, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
        {
            return [];
        }

        var kept = (await tables.Dockets.ListAsync(court.Value, All, cancellationToken, select: ["Seen", "Added"]))
            .ConvertAll(row => (row.RowKey, Seen: row.GetInt64("Seen") ?? 0, Added: row.GetInt64("Added") ?? 0));
        var known = kept.Select(row => row.RowKey).ToHashSet(StringComparer.Ordinal);
        var oldest = (seenAt - CourtStep.UnreadableKeptFor).UtcTicks;
        var added = items.DistinctBy(item => TableKeys.Unreadable(item.Text)).Where(item => !known.Contains(TableKeys.Unreadable(item.Text))).ToList();
        var gone = kept.OrderByDescending(row => row.Added)
            .Where((row, at) => row.Seen < oldest || at + added.Count >= CourtStep.MaxUnreadableKept);
        return
        [
            .. gone.Select(row => new RowUnit(RowWriteKind.Delete, new(court.Value, row.RowKey))),
            .. added.TakeLast(CourtStep.MaxUnreadableKept).Select(item => ToUnit(court, item, seenAt)),
        ];
    }

    /// <summary>The newest of all courts, newest first.</summary>
    public async Task<IReadOnlyList<StoredUnreadable>> NewestAsync(IReadOnlyList<CourtId> courts, int max, CancellationToken cancellationToken)
    {
        var rows = await Bounded.RunAsync(courts, court => tables.Dockets.ListAsync(court.Value, All, cancellationToken, select: ["Added"]));
        var newest = rows.SelectMany(rows => rows).OrderByDescending(row => row.GetInt64("Added")).Take(max).ToList();
        var items = await Bounded.RunAsync(newest, row => tables.Dockets.FindAsync(row.PartitionKey, row.RowKey, cancellationToken));
        return
        [
            .. items.Where(row => row is not null).Select(row => new StoredUnreadable(
                CourtId.Parse(row!.PartitionKey), MessageRow.Instant(row.GetInt64("Seen") ?? 0), VersionedRows.Read<UnreadableItem>(row))),
        ];
    }

    private RowUnit ToUnit(CourtId court, UnreadableItem item, DateTimeOffset seenAt)
    {
        var row = VersionedRows.Row(court.Value, TableKeys.Unreadable(item.Text), 1, item);
        row["Seen"] = seenAt.UtcTicks;
        row["Added"] = marks.NextMoment();
        return new RowUnit(RowWriteKind.Add, row);
    }
}

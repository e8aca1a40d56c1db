using Azure.Data.Tables;
using Tipstaff.StoredData;

namespace Tipstaff.Functions.Storage;

/// <summary>Rewrites messages of the version before in tables, partition by partition in the order of their names.</summary>
/// <remarks>
/// A piece is one page of a partition: one operation, one more for each row of the version before, and one for the checkpoint. Each row is written on
/// condition that nobody changed it since; a crash leaves some of a page rewritten, which the next run passes over. One whose body is damaged
/// gets no kind: then its body is looked at, and the message given up.
/// </remarks>
internal sealed class TableBackfills(TableSet tables, OutboxPartitions partitions, TimeProvider time) : IBackfills
{
    /// <summary>How many rows are looked at in a piece: bodies come along, and a page of them is at most 4 MiB.</summary>
    public const int RowsInAPiece = 200;

    private static readonly KeyRange Messages = KeyRange.Of("o|");

    /// <inheritdoc/>
    public IReadOnlyList<StoredKind> Kinds { get; } = [StoredKinds.Message];

    /// <inheritdoc/>
    /// <remarks>Goes through all rows, 1,000 an operation.</remarks>
    public async Task<RowCounts> CountAsync(StoredKind kind, CancellationToken cancellationToken)
    {
        var counts = await Bounded.RunAsync(
            await partitions.ListAsync(cancellationToken),
            async partition =>
            {
                var rows = await tables.OfMessages(partition).ListAsync(partition, Messages, cancellationToken, select: ["RowKey"], newer: _ => { });
                return (Rows: (long)rows.Count, Old: rows.LongCount(row => IsOld(row, kind.Writes)));
            });
        return new RowCounts(counts.Sum(one => one.Rows), counts.Sum(one => one.Old), counts.Sum(one => (one.Rows / RowsInAPiece) + 1));
    }

    /// <inheritdoc/>
    /// <remarks>Of the first partitions as much as a piece has; one or two rows would take as long as a piece does.</remarks>
    public async Task<BackfillSample> MeasureAsync(StoredKind kind, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var all = await SortedAsync(cancellationToken);
        // Reading the checkpoint takes about as long as writing it, which an estimate does not.
        _ = await FindAsync(kind, cancellationToken);
        var (beside, page, sample) = (time.GetElapsedTime(begun), (Rows: -1, Took: TimeSpan.Zero), new List<TableEntity>());
        for (var at = 0; at < all.Count && sample.Count < RowsInAPiece; at++)
        {
            begun = time.GetTimestamp();
            var rows = await PageAsync(all[at], Messages.From, RowsInAPiece - sample.Count, cancellationToken);
            page = rows.Count > page.Rows ? (rows.Count, time.GetElapsedTime(begun)) : page;
            sample.AddRange(rows);
        }

        // Whoever has read one of them in between finds it changed, and reads it again.
        begun = time.GetTimestamp();
        await Bounded.RunAsync(sample, row => tables.OfMessages(row.PartitionKey).TryMergeAsync(TableCalls.AsItStands(row), row.ETag, cancellationToken));
        return new BackfillSample(sample.Count, time.GetElapsedTime(begun), beside + page.Took);
    }

    /// <inheritdoc/>
    public async Task<BackfillCheckpoint?> FindAsync(StoredKind kind, CancellationToken cancellationToken) =>
        await tables.Operators.FindAsync(TableKeys.Migrations, kind.Name, cancellationToken) is { } row ? VersionedRows.Read<BackfillCheckpoint>(row) : null;

    /// <inheritdoc/>
    public async Task<BackfillCheckpoint> RunPieceAsync(BackfillCheckpoint from, CancellationToken cancellationToken)
    {
        var all = await SortedAsync(cancellationToken);
        var (at, after) = from.After?.Split(' ', 2) is [var partition, var key] ? (partition, $"{key}!") : (all[0], Messages.From);
        var left = all.SkipWhile(one => string.CompareOrdinal(one, at) < 0).ToList();
        var page = left is [] ? [] : await PageAsync(left[0], left[0] == at ? after : Messages.From, RowsInAPiece, cancellationToken);
        var written = await Bounded.RunAsync([.. page.Where(row => IsOld(row, from.To))], row => TryUpgradeAsync(row, cancellationToken));

        // The next piece begins behind this one's last row, or in the next partition.
        var isOver = page.Count < RowsInAPiece;
        var place = !isOver ? $"{page[^1].PartitionKey} {page[^1].RowKey}" : left.Count > 1 ? $"{left[1]} {Messages.From}" : from.After;
        var next = from.With(place, page.Count, written.Count(isDone => isDone), isLast: isOver && left.Count <= 1);
        await tables.Operators.UpsertEntityAsync(VersionedRows.Row(TableKeys.Migrations, next.Kind, 1, next), TableUpdateMode.Replace, cancellationToken);
        return next;
    }

    private async Task<bool> TryUpgradeAsync(TableEntity row, CancellationToken cancellationToken) =>
        await tables.OfMessages(row.PartitionKey).TryMergeAsync(MessageRow.Upgrade(row), row.ETag, cancellationToken) is not null;

    private Task<List<TableEntity>> PageAsync(string partition, string from, int max, CancellationToken cancellationToken) =>
        tables.OfMessages(partition).ListAsync(partition, new KeyRange(from, Messages.Before), cancellationToken, max, newer: _ => { });

    private async Task<List<string>> SortedAsync(CancellationToken cancellationToken) =>
        [.. (await partitions.ListAsync(cancellationToken)).Order(StringComparer.Ordinal)];

    private static bool IsOld(TableEntity row, int version) => TableCalls.VersionOf(row) < version;
}

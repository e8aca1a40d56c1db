using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Tipstaff.Courts;

namespace Tipstaff.Functions.Storage;

/// <summary>Steps that are too large for one transaction.</summary>
/// <remarks>
/// First all writes of the step are written down in journal rows, with a row under <c>~</c> that makes them known to the sweep. Then
/// the head row names the journal: that is the step's one moment. Then the writes are done piece by piece, each piece a transaction
/// that also moves the head's count of pieces done, so that of two instances at it one does each piece, once. Whoever reads the head
/// finishes what it finds pending. A crash before the head names the journal leaves rows that nobody reads; the sweep clears them
/// away, and the row that it deletes is one that naming the journal needs.
/// </remarks>
internal sealed class StepJournal(TableSet tables, ILogger<StepJournal> logger)
{
    /// <summary>The most writes of one transaction.</summary>
    public const int MaxWrites = 100;

    /// <summary>The most bytes of one transaction, of 4 MiB.</summary>
    public const int MaxBytes = 3_500_000;

    private const int RowBytes = 600 * 1024;
    private const int PartBytes = 60 * 1024;
    private const int RowsAtOnce = 4;

    /// <summary>Writes a journal down; nothing reads it yet.</summary>
    public async Task WriteAsync(CourtId court, string mark, IReadOnlyList<RowUnit> units, CancellationToken cancellationToken)
    {
        await tables.Dockets.UpsertEntityAsync(TableCalls.NewRow(court.Value, TableKeys.JournalOpen(mark)), TableUpdateMode.Replace, cancellationToken);
        var rows = PackedText.Compress(StoredJson.Write(units.Select(JournalUnit.Of))).Chunk(RowBytes)
            .Select((bytes, at) => Row(court, mark, at, bytes));
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            await tables.Dockets.SubmitTransactionAsync([.. some.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))], cancellationToken);
        }
    }

    /// <summary>What the transaction that names a journal needs besides the head: that the sweep has not cleared it away.</summary>
    public static TableTransactionAction Named(CourtId court, string mark) =>
        new(TableTransactionActionType.UpdateMerge, TableCalls.PartOfRow(court.Value, TableKeys.JournalOpen(mark)), ETag.All);

    /// <summary>Does what is left of the pending journal of a court; nothing when none is.</summary>
    public async Task FinishAsync(CourtId court, CancellationToken cancellationToken)
    {
        while (await tables.Dockets.FindAsync(court.Value, TableKeys.Head, cancellationToken, HeadRow.StateNames) is { } row
            && HeadRow.Of(row) is { Pending: { Length: > 0 } mark } head)
        {
            if (await TryFinishAsync(court, mark, head, cancellationToken))
            {
                await ClearAsync(court, mark, cancellationToken);
                logger.JournalFinished(court.Value);
                return;
            }
        }
    }

    /// <summary>Clears away the rows of a journal that is done, or that no head will name any more.</summary>
    public async Task ClearAsync(CourtId court, string mark, CancellationToken cancellationToken)
    {
        var rows = await tables.Dockets.ListAsync(court.Value, KeyRange.Of(TableKeys.Journal(mark)), cancellationToken, select: ["RowKey"]);
        foreach (var row in rows)
        {
            await tables.Dockets.DeleteEntityAsync(court.Value, row.RowKey, ETag.All, cancellationToken);
        }

        await tables.Dockets.DeleteEntityAsync(court.Value, TableKeys.JournalOpen(mark), ETag.All, cancellationToken);
    }

    private async Task<bool> TryFinishAsync(CourtId court, string mark, HeadRow head, CancellationToken cancellationToken)
    {
        var tag = head.ETag;
        if (await TryReadAsync(court, mark, head, cancellationToken) is not { } pieces)
        {
            return false;
        }

        for (var applied = head.Applied; applied < pieces.Count; applied++)
        {
            if (await TryApplyAsync(court, HeadRow.Progress(court, mark, applied + 1), tag, pieces[applied], cancellationToken) is not { } next)
            {
                return false;
            }

            tag = next;
        }

        return await tables.Dockets.TryMergeAsync(HeadRow.Progress(court, "", 0), tag, cancellationToken) is not null;
    }

    // Rows that are missing were cleared by whoever finished it meanwhile; only under the same head they are damaged.
    private async Task<List<List<RowUnit>>?> TryReadAsync(CourtId court, string mark, HeadRow head, CancellationToken cancellationToken)
    {
        try
        {
            return [.. Pieces(await ReadAsync(court, mark, cancellationToken))];
        }
        catch (StorageException)
        {
            if (await tables.Dockets.FindAsync(court.Value, TableKeys.Head, cancellationToken, select: ["Mark"]) is { } row && row.ETag == head.ETag)
            {
                throw;
            }

            return null;
        }
    }

    private async Task<ETag?> TryApplyAsync(CourtId court, TableEntity progress, ETag tag, List<RowUnit> piece, CancellationToken cancellationToken)
    {
        while (true)
        {
            var written = await tables.Dockets.TrySubmitAsync(
                [new(TableTransactionActionType.UpdateMerge, progress, tag), .. piece.SelectMany(unit => unit.Writes).Select(write => write.Action)],
                cancellationToken);
            if (written.Status != 409)
            {
                return written.IsDone ? written.ETagOf(0) : null;
            }

            // Something was added by other ways since the journal was written: an alert by its own message.
            var leads = piece.Select(unit => unit.Lead).OfType<string>().ToList();
            var there = (await tables.Dockets.FindAllAsync(court.Value, leads, cancellationToken, ["RowKey"])).Select(row => row?.RowKey).ToHashSet();
            piece = piece.FindAll(unit => unit.Lead is null || !there.Contains(unit.Lead));
        }
    }

    // The same pieces each time, as they are counted.
    private static IEnumerable<List<RowUnit>> Pieces(IReadOnlyList<RowUnit> units)
    {
        var (piece, writes, bytes) = (new List<RowUnit>(), 1, 0);
        foreach (var unit in units)
        {
            var size = unit.Writes.Sum(write => write.Bytes);
            if (piece.Count > 0 && (writes + unit.Writes.Count > MaxWrites || bytes + size > MaxBytes))
            {
                yield return piece;
                (piece, writes, bytes) = ([], 1, 0);
            }

            piece.Add(unit);
            (writes, bytes) = (writes + unit.Writes.Count, bytes + size);
        }

        yield return piece;
    }

    private async Task<IReadOnlyList<RowUnit>> ReadAsync(CourtId court, string mark, CancellationToken cancellationToken)
    {
        var rows = await tables.Dockets.ListAsync(court.Value, KeyRange.Of(TableKeys.Journal(mark)), cancellationToken);
        var place = $"{court} {TableKeys.Journal(mark)}";
        var json = PackedText.Expand([.. rows.SelectMany(row => Enumerable.Range(0, row.GetInt32("Parts") ?? 0).SelectMany(part => row.GetBinary($"Part{part}") ?? []))], place);
        return [.. StoredJson.Read<List<JournalUnit>>(json, place).Select(unit => unit.ToUnit(court))];
    }

    private static TableEntity Row(CourtId court, string mark, int at, byte[] bytes)
    {
        var row = TableCalls.NewRow(court.Value, $"{TableKeys.Journal(mark)}{at:D4}");
        var parts = bytes.Chunk(PartBytes).ToList();
        row["Parts"] = parts.Count;
        for (var part = 0; part < parts.Count; part++)
        {
            row[$"Part{part}"] = parts[part];
        }

        return row;
    }
}

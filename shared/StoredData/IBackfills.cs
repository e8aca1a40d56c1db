namespace Tipstaff.StoredData;

/// <summary>Rewrites rows of the version before, a piece at a time, beside a service that is running.</summary>
/// <remarks>
/// A piece is a conditional write of each row: what the service changes meanwhile stays as the service wrote it, and is found again by the next pass.
/// Doing a piece twice, or half of it, does no harm; the checkpoint is stored behind it.
/// </remarks>
public interface IBackfills
{
    /// <summary>The kinds whose rows of the version before can be rewritten.</summary>
    IReadOnlyList<StoredKind> Kinds { get; }

    /// <summary>How many rows of a kind there are, and how many of them are of an older version than the one written.</summary>
    Task<RowCounts> CountAsync(StoredKind kind, CancellationToken cancellationToken);

    /// <summary>Reads some rows and writes them back as they stand, to see how fast that goes. There is at least one.</summary>
    Task<BackfillSample> MeasureAsync(StoredKind kind, CancellationToken cancellationToken);

    /// <summary>How far the backfill of a kind has come; null where none was begun.</summary>
    Task<BackfillCheckpoint?> FindAsync(StoredKind kind, CancellationToken cancellationToken);

    /// <summary>Rewrites the next rows, and stores how far it came.</summary>
    Task<BackfillCheckpoint> RunPieceAsync(BackfillCheckpoint from, CancellationToken cancellationToken);
}

/// <summary>How many rows there are of a kind.</summary>
/// <param name="Rows">In all.</param>
/// <param name="Old">Of an older version than the one written.</param>
/// <param name="Pieces">In how many pieces a pass goes through them; a store that has to may look at all rows for a few old ones.</param>
public readonly record struct RowCounts(long Rows, long Old, long Pieces);

/// <summary>How fast rows were rewritten.</summary>
/// <param name="Rows">How many; 0 where there are none.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Piece">How long a piece takes beside that, however few of its rows are rewritten.</param>
public readonly record struct BackfillSample(int Rows, TimeSpan Took, TimeSpan Piece = default);

namespace Tipstaff.StoredData;

/// <summary>How far a backfill has come: stored after each piece, so that it goes on from there whoever does it next.</summary>
/// <param name="Kind">The kind whose rows are rewritten.</param>
/// <param name="To">The version that they get.</param>
/// <param name="After">The last row that was looked at, as the store names it; null before the first.</param>
/// <param name="Looked">How many rows were looked at in this pass.</param>
/// <param name="Rewritten">How many were rewritten, in all passes.</param>
/// <param name="IsDone">Whether the pass has come to its end.</param>
public sealed record BackfillCheckpoint(string Kind, int To, string? After = null, long Looked = 0, long Rewritten = 0, bool IsDone = false)
{
    /// <summary>Where a backfill begins, or goes on after a pass that others overtook.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="stored">What is stored; null for nothing.</param>
    public static BackfillCheckpoint Of(StoredKind kind, BackfillCheckpoint? stored) =>
        stored is null || stored.To != kind.Writes ? new(kind.Name, kind.Writes)
        : stored.IsDone ? new(kind.Name, kind.Writes, Rewritten: stored.Rewritten)
        : stored;

    /// <summary>After a piece.</summary>
    /// <param name="after">The last row of the piece; null where there was none.</param>
    /// <param name="looked">How many rows it had.</param>
    /// <param name="rewritten">How many of them were rewritten; a row that somebody else changed meanwhile was not.</param>
    /// <param name="isLast">Whether no row is behind it.</param>
    public BackfillCheckpoint With(string? after, int looked, int rewritten, bool isLast) =>
        this with { After = after ?? After, Looked = Looked + looked, Rewritten = Rewritten + rewritten, IsDone = isLast };
}

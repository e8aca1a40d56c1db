using System.Globalization;

namespace Tipstaff.StoredData;

/// <summary>How long a backfill will take, by what there is and how fast a sample of it went.</summary>
/// <param name="Kind">The kind of rows.</param>
/// <param name="Counts">What there is.</param>
/// <param name="Sample">How fast some of it was rewritten.</param>
public sealed record BackfillEstimate(StoredKind Kind, RowCounts Counts, BackfillSample Sample)
{
    /// <summary>The longest that a deploy waits for.</summary>
    public static readonly TimeSpan MostInsideDeploy = TimeSpan.FromMinutes(30);

    /// <summary>Rows rewritten a second; 0 where nothing could be measured.</summary>
    public double RowsPerSecond => Sample.Rows == 0 ? 0 : Sample.Rows / Math.Max(Sample.Took.TotalSeconds, 1e-6);

    /// <summary>How long it takes; zero where there is nothing to do.</summary>
    public TimeSpan Time =>
        Counts.Old == 0 ? TimeSpan.Zero
        : RowsPerSecond == 0 ? TimeSpan.MaxValue
        : TimeSpan.FromSeconds(Math.Min((Counts.Old / RowsPerSecond) + (Counts.Pieces * Sample.Piece.TotalSeconds), TimeSpan.MaxValue.TotalSeconds / 2));

    /// <summary>Why a deploy must not wait for these backfills.</summary>
    /// <returns>One sentence that says what to do; null when it may.</returns>
    public static string? RefusalInsideDeploy(IReadOnlyCollection<BackfillEstimate> all)
    {
        var minutes = all.Sum(one => one.Time.TotalMinutes);
        return minutes <= MostInsideDeploy.TotalMinutes
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The backfill would take about {minutes:N0} minutes, and a deploy waits for {MostInsideDeploy.TotalMinutes:N0} at most: deploy code that still reads the old version, and run the backfill beside it.");
    }

    /// <summary>Why code that does not read the older versions any more may not take over.</summary>
    /// <param name="all">What there is of each kind.</param>
    /// <returns>One sentence that says what to do; null when no row would be left behind.</returns>
    public static string? RefusalToContract(IEnumerable<(StoredKind Kind, RowCounts Counts)> all) =>
        all.Where(one => one.Counts.Old > 0 && one.Kind.Oldest >= one.Kind.Writes).Select(one => (one.Kind.Name, one.Counts.Old)).ToList() is [var (kind, old), ..]
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{old:N0} rows of the kind '{kind}' are of a version that this Tipstaff reads no more: run tipstaff migrate of the version before to its end, then start this one again.")
            : null;
}

using Tipstaff.Deploys;

namespace Tipstaff.Preflights;

/// <summary>Looks whether what runs now can be measured: a deployment that nobody can watch is not to begin.</summary>
/// <remarks>
/// That the measures answer at all is asked for, and not that they tell well: a deployment may be what mends a program that stands still.
/// </remarks>
public static class MeasureCheck
{
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(15);

    /// <summary>Looks at the measures as they are before the deployment.</summary>
    /// <param name="points">The vital signs.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static IEnumerable<Finding> Run(IReadOnlyList<MetricPoint> points, DateTimeOffset now)
    {
        if (!points.Any(point => point.At > now - Lately))
        {
            yield return new Finding.NeedsAttention(
                $"Nothing was heard of what runs now for {Lately.TotalMinutes:N0} minutes, if ever: it may stand still, and what is watched afterwards is compared with nothing.");
        }
    }
}

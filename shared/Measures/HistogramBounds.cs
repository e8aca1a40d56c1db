using System.Diagnostics.Metrics;

namespace Tipstaff.Measures;

/// <summary>Where the buckets of histograms end: those that exporters take by themselves are made for milliseconds.</summary>
internal static class HistogramBounds
{
    /// <summary>Of checks, in seconds: from an unchanged feed to all retries with their waits.</summary>
    public static InstrumentAdvice<double> Checks { get; } = Of<double>(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120);

    /// <summary>Of an entry's way, in seconds: a court shows it a minute to an hour after it was entered.</summary>
    public static InstrumentAdvice<double> Delays { get; } = Of<double>(1, 5, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400);

    /// <summary>Of feeds, in bytes.</summary>
    public static InstrumentAdvice<long> Sizes { get; } = Of<long>(1_000, 10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000);

    /// <summary>Of feeds, in items.</summary>
    public static InstrumentAdvice<long> Items { get; } = Of<long>(0, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

    private static InstrumentAdvice<T> Of<T>(params T[] bounds)
        where T : struct => new() { HistogramBucketBoundaries = bounds };
}

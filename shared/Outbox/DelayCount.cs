namespace Tipstaff.Outbox;

/// <summary>How many alerts took how long from being written down until a provider had them.</summary>
/// <param name="Delay">The delay, rounded up to one of <see cref="DelaySteps"/>.</param>
/// <param name="Alerts">How many, at least 1.</param>
public readonly record struct DelayCount(TimeSpan Delay, long Alerts);

/// <summary>
/// The delays that are told apart: 25 in each power of ten, from a tenth of a second up to eleven days. So a day of any number of alerts
/// is counted in little room, and what a delay is rounded up by is at most a seventh of it.
/// </summary>
/// <remarks>A step for each bound of the chart on <c>/status</c>, so that rounding moves nothing from one bar to the next.</remarks>
public static class DelaySteps
{
    /// <summary>The finest that is told; all below counts as this.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    /// <summary>The coarsest; all beyond counts as this.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMilliseconds(1_000_000_000);

    private static readonly int[] InAPowerOfTen = [10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 26, 28, 30, 33, 36, 40, 45, 50, 55, 60, 65, 70, 80, 90];

    private static readonly TimeSpan[] All =
    [
        .. Enumerable.Range(1, 7).SelectMany(power => InAPowerOfTen.Select(step => TimeSpan.FromMilliseconds(step * Math.Pow(10, power)))), Most,
    ];

    /// <summary>The least step that a delay does not exceed; a negative delay, of clocks that differ, counts as none.</summary>
    public static TimeSpan Of(TimeSpan delay)
    {
        var place = Array.BinarySearch(All, delay);
        return All[Math.Min(place < 0 ? ~place : place, All.Length - 1)];
    }

    /// <summary>The hour to which a delivery counts, in hours since the year 1, UTC.</summary>
    public static long HourOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerHour;
}

using System.Globalization;

namespace Tipstaff.Deploys;

/// <summary>When a level is too high, leaps, or keeps rising.</summary>
internal static class LevelBounds
{
    // Fewer values show no trend.
    private const int LeastForTrend = 7;

    // Of the pairs of minutes, three quarters more rise than fall: noise does that once in some thousand series of seven.
    private const double Rising = 0.75;

    // Minutes beside each other show no level: four in a row do, or two values of a sign that is measured each five minutes.
    private static readonly TimeSpan LeastToJudge = TimeSpan.FromMinutes(3);

    public static IEnumerable<VitalTrouble> Judge(VitalSign sign, WatchedSpan span, WatchOptions options)
    {
        var before = span.Before.Select(point => point.Value).ToList();
        var settled = span.After.Where(point => point.At >= span.DeployedAt + options.Settling).ToList();
        var usual = Quantile.Of(before, 0.95);
        var bound = Math.Max(sign.Harmless, usual * sign.Factor);
        if (settled.Count > 0 && settled[^1].At - settled[0].At >= LeastToJudge && settled.Count(point => point.Value > bound) * 2 > settled.Count)
        {
            var median = Quantile.Of(settled.Select(point => point.Value), 0.5);
            yield return new(
                sign.Name, VitalFault.High, $"{sign.Title}: {Text(sign, median)} in the middle, where up to {Text(sign, usual)} is usual.");
            yield break;
        }

        var highest = before.DefaultIfEmpty().Max();
        var worst = settled.MaxBy(point => point.Value);
        if (worst is not null && worst.Value > Math.Max(sign.Harmless, highest * sign.SpikeFactor))
        {
            yield return new(
                sign.Name, VitalFault.Spike, $"{sign.Title}: {Text(sign, worst.Value)} at {worst.At:HH:mm} UTC, where {Text(sign, highest)} was the most before.");
            yield break;
        }

        if (Leaks(settled, before, bound, options, out var slope))
        {
            yield return new(
                sign.Name,
                VitalFault.Leak,
                $"{sign.Title}: rose by {Text(sign, slope)} a minute to {Text(sign, settled[^1].Value)} without pause, where up to {Text(sign, usual)} is usual.");
        }
    }

    private static bool Leaks(List<MetricPoint> settled, List<double> before, double bound, WatchOptions options, out double slope)
    {
        var trend = Trend.Of(settled);
        slope = trend.SlopePerMinute;
        if (settled.Count < LeastForTrend || trend.Agreement < Rising || slope <= 0)
        {
            return false;
        }

        // What also went up and down like this before is no leak.
        var swing = Quantile.Of(before, 0.95) - Quantile.Of(before, 0.05);
        var rise = slope * (settled[^1].At - settled[0].At).TotalMinutes;
        return rise > swing && settled[^1].Value + (slope * options.LeakAhead.TotalMinutes) > bound;
    }

    private static string Text(VitalSign sign, double value) => $"{value.ToString("0.#", CultureInfo.InvariantCulture)} {sign.Unit}".TrimEnd();
}

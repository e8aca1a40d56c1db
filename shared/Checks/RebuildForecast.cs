namespace Tipstaff.Checks;

/// <summary>When a court's next rebuild is to be expected, by its own clock.</summary>
/// <param name="At">The middle of the time in which it is expected.</param>
/// <param name="Spread">How much earlier or later it may well be.</param>
/// <param name="Period">The usual time between two rebuilds.</param>
internal sealed record RebuildForecast(DateTimeOffset At, TimeSpan Spread, TimeSpan Period)
{
    private const int FewestSteps = 4;
    private const int FewestTrials = 4;
    private const int FewestOnLine = 3;

    // Over more than this nobody can tell how many rebuilds there were.
    private const int MostMissed = 6;

    // A court that strays further than this keeps no rhythm.
    private const double LargestSpread = 1.0 / 3;

    /// <summary>Foretells the next rebuild from the last ones.</summary>
    /// <param name="built">When they were, the oldest first; some in between may have been missed.</param>
    /// <returns>Null when they are too few or keep no rhythm.</returns>
    public static RebuildForecast? Of(IReadOnlyList<DateTimeOffset> built)
    {
        if (built.Count <= FewestSteps)
        {
            return null;
        }

        var times = built.Select(at => (at - built[0]).TotalSeconds).ToList();
        var gaps = times.Zip(times.Skip(1), (one, other) => other - one).ToList();
        var step = gaps.Order().ElementAt(gaps.Count / 4);
        var counts = gaps.ConvertAll(gap => Math.Max(1, Math.Round(gap / step)));
        var usable = Enumerable.Range(0, gaps.Count).Where(i => counts[i] <= MostMissed).ToList();
        if (usable.Count < FewestSteps || usable.Count(i => counts[i] == 1) * 2 < usable.Count)
        {
            return null;
        }

        var period = Median([.. usable.Select(i => gaps[i] / counts[i])]);
        var strays = usable.ConvertAll(i => gaps[i] - (counts[i] * period));
        var (at, spread) = (times[^1] + period, Widest(strays));
        if (OnLine(times, counts, Trials(strays)) is { } line)
        {
            (at, spread) = line;
        }

        return spread > period * LargestSpread ? null : new(built[0].AddSeconds(at), TimeSpan.FromSeconds(spread), TimeSpan.FromSeconds(period));
    }

    // Some courts rebuild so long after the last time, others by the clock whatever happened the last time: these stray from a line.
    private static (double At, double Spread)? OnLine(List<double> times, List<double> counts, double toBeat)
    {
        var start = counts.FindLastIndex(count => count > MostMissed) + 1;
        List<(double N, double At)> run = [(0, times[start])];
        for (var i = start; i < counts.Count; i++)
        {
            run.Add((run[^1].N + counts[i], times[i + 1]));
        }

        // What each prefix would have foretold is an honest test: a line through points always fits these points.
        var trials = Enumerable.Range(FewestOnLine, Math.Max(0, run.Count - FewestOnLine)).Select(i => run[i].At - Line.Through(run[..i]).At(run[i].N)).ToList();
        if (trials.Count < FewestTrials || Trials(trials) >= toBeat)
        {
            return null;
        }

        var line = Line.Through(run);
        return (line.At(run[^1].N + 1), Widest(run.ConvertAll(point => point.At - line.At(point.N))));
    }

    // The largest of few is less than the largest there can be.
    private static double Widest(List<double> strays) => strays.Max(Math.Abs) * (1 + (2.0 / strays.Count));

    private static double Trials(List<double> strays) => Math.Sqrt(strays.Average(stray => stray * stray));

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[values.Count / 2] + values[(values.Count - 1) / 2]) / 2;
    }

    private readonly record struct Line(double Start, double Slope)
    {
        /// <summary>By least squares.</summary>
        public static Line Through(List<(double N, double At)> points)
        {
            var (n, at) = (points.Average(point => point.N), points.Average(point => point.At));
            var slope = points.Sum(point => (point.N - n) * (point.At - at)) / points.Sum(point => (point.N - n) * (point.N - n));
            return new(at - (slope * n), slope);
        }

        public double At(double n) => Start + (Slope * n);
    }
}

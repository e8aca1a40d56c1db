namespace Tipstaff.Deploys;

/// <summary>Whether a series rises, told so that single outliers hardly count.</summary>
/// <param name="SlopePerMinute">The median of the slopes between all pairs of points (Theil and Sen), in units a minute.</param>
/// <param name="Agreement">Which share of the pairs rises, less the share that falls (Kendall's tau), -1 to 1; 0 where there are no pairs.</param>
internal readonly record struct Trend(double SlopePerMinute, double Agreement)
{
    /// <summary>The trend of a series. Takes quadratic time: it is for the minutes of an hour.</summary>
    public static Trend Of(IReadOnlyList<MetricPoint> points)
    {
        var slopes = new List<double>();
        var sign = 0;
        for (var first = 0; first < points.Count; first++)
        {
            for (var second = first + 1; second < points.Count; second++)
            {
                var minutes = (points[second].At - points[first].At).TotalMinutes;
                if (minutes <= 0)
                {
                    continue;
                }

                var rise = points[second].Value - points[first].Value;
                slopes.Add(rise / minutes);
                sign += Math.Sign(rise);
            }
        }

        return slopes.Count == 0 ? default : new(Quantile.Of(slopes, 0.5), (double)sign / slopes.Count);
    }
}

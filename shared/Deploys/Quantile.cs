namespace Tipstaff.Deploys;

/// <summary>Quantiles of a few values.</summary>
internal static class Quantile
{
    /// <summary>The value below which the share of the values lies, between two of them by proportion; 0 where there are none.</summary>
    /// <param name="values">The values, in any order.</param>
    /// <param name="share">0 to 1.</param>
    public static double Of(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            return 0;
        }

        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}

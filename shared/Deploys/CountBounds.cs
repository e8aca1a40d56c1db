using System.Globalization;

namespace Tipstaff.Deploys;

/// <summary>When bad things happen more often than before.</summary>
internal static class CountBounds
{
    // Counts of chance events vary by the root of what is expected; four times that comes about once in 30,000 looks.
    private const double Deviations = 4;

    // A minute so far above its hour needs no longer look.
    private const double SpikeShare = 0.5;

    public static IEnumerable<VitalTrouble> Judge(VitalSign sign, WatchedSpan span, WatchOptions options)
    {
        var minutes = Math.Max(1, (span.Until - span.DeployedAt).TotalMinutes);
        var seen = span.After.Sum(point => point.Value);
        var expected = span.Before.Sum(point => point.Value) / options.CompareWith.TotalMinutes * minutes;
        if (seen > sign.Harmless && seen > expected + (Deviations * Math.Sqrt(expected + 1)))
        {
            yield return new(sign.Name, VitalFault.High, $"{sign.Title}: {Text(seen)} in {Text(minutes)} minutes, where {Text(expected)} are usual.");
            yield break;
        }

        var worst = span.After.GroupBy(point => point.At).Select(group => group.Sum(point => point.Value)).DefaultIfEmpty().Max();
        var highest = span.Before.GroupBy(point => point.At).Select(group => group.Sum(point => point.Value)).DefaultIfEmpty().Max();
        if (worst > Math.Max(sign.Harmless, highest * sign.SpikeFactor) && worst > seen * SpikeShare)
        {
            yield return new(sign.Name, VitalFault.Spike, $"{sign.Title}: {Text(worst)} in one minute, where {Text(highest)} was the most before.");
        }
    }

    public static IEnumerable<VitalTrouble> NewKinds(VitalSign sign, WatchedSpan span, IReadOnlySet<string> known) =>
        from point in span.After
        where point.Value > 0 && !known.Contains(point.Kind)
        group point by point.Kind into kind
        orderby kind.Key
        select new VitalTrouble(
            sign.Name, VitalFault.NewKind, $"{sign.Title}: {Named(kind.Key)} came {Text(kind.Sum(point => point.Value))} times and never before.");

    private static string Named(string kind) => kind.Length == 0 ? "one without a name" : kind;

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

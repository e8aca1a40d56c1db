using System.Diagnostics;

namespace Tipstaff.Deploys;

/// <summary>Compares the vital signs after a deployment with those of the time before it.</summary>
/// <remarks>
/// What is usual is taken from the time before alone, so that a court's bad morning or a busy hour is not the deployment's fault.
/// A sign that cannot be judged counts against the deployment: silence is the worst of all signs.
/// </remarks>
public static class JudgeDeploy
{
    /// <summary>The verdict at one moment.</summary>
    /// <param name="points">All that was measured, in any order; what lies outside both spans is left out.</param>
    /// <param name="deployedAt">When the new program took over, UTC; it may have run from the begin of that minute on.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="options">Spans.</param>
    public static DeployVerdict Run(IEnumerable<MetricPoint> points, DateTimeOffset deployedAt, DateTimeOffset now, WatchOptions options)
    {
        var end = deployedAt + options.WatchFor;
        // A value stands for a whole minute: what began with the new program stands in the minute in which that took over.
        var takeover = deployedAt.AddTicks(-(deployedAt.Ticks % TimeSpan.TicksPerMinute));
        var byVital = points.ToLookup(point => point.Vital, StringComparer.Ordinal);
        List<VitalTrouble> troubles = [];
        foreach (var sign in VitalSigns.All.Where(sign => options.HasCanary || !sign.IsOfCanary))
        {
            var ordered = byVital[sign.Name].OrderBy(point => point.At).ToList();
            // A kind of an hour ago is as well known as one of last week: the longer the query looks back, the better.
            var known = ordered.Where(point => point.At < takeover && point.Value > 0).Select(point => point.Kind).ToHashSet(StringComparer.Ordinal);
            var span = new WatchedSpan(
                [.. ordered.Where(point => point.At >= takeover - options.CompareWith && point.At < takeover)],
                [.. ordered.Where(point => point.At >= takeover && point.At <= now && point.At < end && !(sign.IsWait && WaitedBefore(point, takeover)))],
                takeover,
                now < end ? now : end);
            troubles.AddRange(sign.Reading switch
            {
                VitalReading.Heartbeat => HeartbeatBounds.Judge(sign, span),
                VitalReading.Count => CountBounds.Judge(sign, span, options),
                VitalReading.CountByKind => [.. CountBounds.Judge(sign, span, options), .. CountBounds.NewKinds(sign, span, known)],
                VitalReading.Level => LevelBounds.Judge(sign, span, options),
                _ => throw new UnreachableException(),
            });
        }

        return troubles.Count > 0 ? new DeployVerdict.RollBack(troubles)
            : now < end ? new DeployVerdict.Watching(end)
            : new DeployVerdict.Good();
    }

    // What an outage left is sent by the deployment that ends it: its lateness is not that deployment's doing. Nothing that came
    // since can have waited for so long.
    private static bool WaitedBefore(MetricPoint point, DateTimeOffset takeover) =>
        point.Value > (point.At - takeover + TimeSpan.FromMinutes(1)).TotalSeconds;
}

/// <summary>The values of one vital sign on both sides of a deployment.</summary>
/// <param name="Before">Before it, by time.</param>
/// <param name="After">Since, by time.</param>
/// <param name="DeployedAt">The begin of the minute in which it was, UTC.</param>
/// <param name="Until">Up to when it is judged, UTC.</param>
internal sealed record WatchedSpan(IReadOnlyList<MetricPoint> Before, IReadOnlyList<MetricPoint> After, DateTimeOffset DeployedAt, DateTimeOffset Until);

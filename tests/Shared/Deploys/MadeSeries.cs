using Tipstaff.Deploys;

namespace Tipstaff.Tests.Shared.Deploys;

/// <summary>An hour before a deployment and the minutes after it, as a busy installation measures them.</summary>
internal sealed class MadeSeries(int seed)
{
    public static readonly DateTimeOffset DeployedAt = new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private readonly List<MetricPoint> _points = [];

    public IReadOnlyList<MetricPoint> Points => _points;

    /// <summary>All that is usual, from an hour before until so many minutes after.</summary>
    public static MadeSeries Usual(int seed, int minutesAfter)
    {
        var series = new MadeSeries(seed);
        for (var minute = -60; minute < minutesAfter; minute++)
        {
            series.Add("ticks", minute, 1);
            series.Add("delay_p95", minute, 60 + (series._random.NextDouble() * 50));
            // The sweep and the canary tell of themselves each five minutes.
            if (minute % 5 == 0)
            {
                series.Add("queue_age", minute, series._random.NextDouble() * 8);
                series.Add("canary", minute, 1);
                series.Add("canary_delay", minute, 30 + (series._random.NextDouble() * 40));
            }

            if (series._random.NextDouble() < 0.2)
            {
                series.Add("failures", minute, 1);
                series.Add("exceptions", minute, 1, "System.TimeoutException at CheckCourt");
            }
        }

        return series;
    }

    public MadeSeries Add(string vital, int minute, double value, string kind = "")
    {
        _points.Add(new(vital, DeployedAt.AddMinutes(minute), value, kind));
        return this;
    }

    /// <summary>From that minute on the sign has other values.</summary>
    public MadeSeries Instead(string vital, int fromMinute, Func<int, double> value)
    {
        for (var at = 0; at < _points.Count; at++)
        {
            var minute = (int)(_points[at].At - DeployedAt).TotalMinutes;
            if (_points[at].Vital == vital && minute >= fromMinute)
            {
                _points[at] = _points[at] with { Value = value(minute) };
            }
        }

        return this;
    }

    /// <summary>From that minute on nothing is heard of the sign, or of any.</summary>
    public MadeSeries Silent(int fromMinute, string? vital = null)
    {
        _points.RemoveAll(point => point.At >= DeployedAt.AddMinutes(fromMinute) && (vital is null || point.Vital == vital));
        return this;
    }

    public DeployVerdict Judge(double minutesAfter) =>
        JudgeDeploy.Run(_points, DeployedAt, DeployedAt.AddMinutes(minutesAfter), WatchOptions.Default);
}

using Tipstaff.Courthouse;
using Tipstaff.Courts;

namespace Tipstaff.Tests.Shared.Checks;

/// <summary>The learnt rhythm against a courthouse that rebuilds each court's feed every 15 to 25 min, give or take 90 s.</summary>
public sealed class AdaptiveScheduleTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Day_CourtsThatKeepTheirRhythm_AreAskedSeldomAndSoonAfterEachRebuild(int seed)
    {
        var (delays, requests) = await RunAsync(Courthouse(seed));

        Assert.True(Quantile(delays, 0.5) < TimeSpan.FromSeconds(45));
        Assert.All(requests, count => Assert.True(count < 320));
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(-10)]
    [InlineData(30)]
    [InlineData(3600)]
    public async Task Day_CourtsClockIsNotOurs_IsLearnt(int secondsAhead)
    {
        var (delays, requests) = await RunAsync(Courthouse(seed: 6), TimeSpan.FromSeconds(secondsAhead));

        Assert.True(Quantile(delays, 0.5) < TimeSpan.FromSeconds(45));
        Assert.All(requests, count => Assert.True(count < 320));
    }

    [Fact]
    public async Task Day_QuietNight_IsSleptThrough()
    {
        var day = new CourthouseDay(Courthouse(seed: 7, quietNights: true), Minute);

        var checks = await day.CheckAsync(day.Courts[0], Day);

        var delays = day.Delays(day.Courts[0], checks);
        var rests = checks.Where(check => check.Report.State.DueAt - check.At == TimeSpan.FromMinutes(30)).ToList();
        Say(day.Courts[0], delays, checks.Count);
        Assert.InRange(rests.Count, 6, 16);
        Assert.All(rests, check => Assert.InRange(check.At.Hour, 5, 12));
    }

    private static CourthouseOptions Courthouse(int seed, bool quietNights = false) => new()
    {
        Courts = 3,
        Seed = seed,
        QuietNights = quietNights,
        EntriesPerMinute = quietNights ? 0.2 : 1,
        RebuildEvery = TimeSpan.FromMinutes(20),
        RebuildJitter = TimeSpan.FromSeconds(90),
    };

    private async Task<(List<TimeSpan> Delays, List<int> Requests)> RunAsync(CourthouseOptions options, TimeSpan clockAhead = default)
    {
        List<TimeSpan> delays = [];
        List<int> requests = [];
        foreach (var index in Enumerable.Range(0, options.Courts))
        {
            var day = new CourthouseDay(options, Minute, clockAhead);
            var court = day.Courts[index];
            var checks = await day.CheckAsync(court, Day);
            var ofCourt = day.Delays(court, checks);
            delays.AddRange(ofCourt);
            requests.Add(checks.Count);
            Say(court, ofCourt, checks.Count);
        }

        return (delays, requests);
    }

    private void Say(CourtId court, IReadOnlyList<TimeSpan> delays, int requests) => output.WriteLine(
        $"{court}: {delays.Count} rebuilds, seen after {Quantile(delays, 0.5).TotalSeconds:F0} s (median), {Quantile(delays, 0.95).TotalSeconds:F0} s (p95), {delays.Max().TotalSeconds:F0} s (most); {requests} requests");

    private static TimeSpan Quantile(IReadOnlyList<TimeSpan> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));
}

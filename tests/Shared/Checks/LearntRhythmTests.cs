using FsCheck;
using FsCheck.Fluent;
using Tipstaff.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class LearntRhythmTests
{
    private static readonly DateTimeOffset Start = Some.Monday9Am;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void NextAsk_FewerThanFourIntervalsSeen_IsTheShortestInterval() =>
        Assert.All(Watch(Each(20, 4), until: 100), check => Assert.Equal(Minute, check.Wait));

    [Fact]
    public void NextAsk_ExactRhythm_IsOnceRightAfterEachRebuild()
    {
        var rebuilds = Each(20, 20);

        var learnt = Watch(rebuilds, until: 400).Where(check => check.At > Start.AddMinutes(121)).ToList();

        Assert.InRange(learnt.Count, 14, 18);
        Assert.All(rebuilds.Where(built => built > Start.AddMinutes(121)), built => Assert.InRange(learnt.Find(check => check.At >= built).At - built, TimeSpan.Zero, TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-90)]
    [InlineData(25)]
    [InlineData(7200)]
    public void NextAsk_CourtsClockIsNotOurs_IsSoonAfterEachRebuild(int secondsAhead)
    {
        var rebuilds = Each(21, 20);

        var learnt = Watch(rebuilds, until: 400, TimeSpan.FromSeconds(secondsAhead)).Where(check => check.At > Start.AddMinutes(130)).ToList();

        Assert.InRange(learnt.Count, 12, 27);
        Assert.All(rebuilds.Where(built => built > Start.AddMinutes(130)), built => Assert.True(learnt.Find(check => check.At >= built).At - built <= Minute));
    }

    [Fact]
    public void NextAsk_NoBuildDates_IsTheShortestInterval()
    {
        var rhythm = LearntRhythm.New.AfterCheck(new(Start, null, null, HasNews: true, IsOnTime: true), Minute);

        Assert.Equal(Start + Minute, rhythm.NextAsk(Start, Minute));
    }

    [Fact]
    public void NextAsk_NoRhythm_IsTheShortestIntervalButForChance()
    {
        List<DateTimeOffset> rebuilds = [.. new[] { 0, 9, 50, 58, 90, 101, 160, 166, 200, 241, 249, 290, 293, 350, 366, 377, 420 }.Select(minute => Start.AddMinutes(minute))];

        var checks = Watch(rebuilds, until: 430);

        Assert.InRange(checks.Count(check => check.Wait > Minute), 0, 3);
    }

    [Fact]
    public void NextAsk_RebuildsTwiceAsOften_AreLearntAnew()
    {
        List<DateTimeOffset> rebuilds = [.. Each(20, 10), .. Enumerable.Range(1, 20).Select(i => Start.AddMinutes(180 + (i * 10)))];

        var checks = Watch(rebuilds, until: 370);

        Assert.All(rebuilds.Where(built => built > Start.AddMinutes(260)), built => Assert.True(checks.Find(check => check.At >= built).At - built <= Minute));
    }

    [Fact]
    public void NextAsk_RebuildOverdue_IsLessAndLessOften()
    {
        var checks = Watch(Each(20, 10), until: 300);

        var overdue = checks.Where(check => check.At > Start.AddMinutes(202)).ToList();
        Assert.Equal(overdue.Select(check => check.Wait).Order(), overdue.Select(check => check.Wait));
        Assert.InRange(overdue[0].Wait, Minute, Minute * 1.5);
        Assert.Equal(TimeSpan.FromMinutes(5), overdue[^1].Wait);
    }

    [Fact]
    public void NextAsk_SlowRhythm_IsAtLeastHourly() =>
        Assert.Equal(TimeSpan.FromHours(1), Watch(Each(180, 8), until: 1400).Max(check => check.Wait));

    [Fact]
    public void AfterCheck_RebuildSeenLateAfterAnOutage_KeepsTheRhythm()
    {
        var rhythm = Watched(Each(20, 8));
        var at = Start.AddMinutes(175);

        var after = rhythm.AfterCheck(new(at, Start.AddMinutes(160), Start.AddMinutes(141), HasNews: true, IsOnTime: false), Minute);

        Assert.InRange(after.NextAsk(at, Minute) - Start.AddMinutes(180), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void AfterCheck_OlderBuildFromAnotherServer_ChangesNothing()
    {
        var rhythm = Watched(Each(20, 8));

        var after = rhythm.AfterCheck(new(Start.AddMinutes(142), Start.AddMinutes(138), Start.AddMinutes(141), HasNews: false, IsOnTime: true), Minute);

        Assert.Equal(rhythm, after);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void AfterCheck_BuildDateThatCannotBe_TeachesNothing(string builtAt)
    {
        var rhythm = LearntRhythm.New.AfterCheck(new(Start, DateTimeOffset.Parse(builtAt, null), null, HasNews: false, IsOnTime: true), Minute);

        Assert.Empty(rhythm.Sightings);
    }

    [Fact]
    public void NextAsk_AnySightings_IsNeverSoonerThanTheShortestIntervalNorLaterThanAnHour()
    {
        var gaps = Gen.Choose(1, 8_000).ArrayOf(LearntRhythm.MaxSightings).ToArbitrary();
        var ages = Gen.Choose(-4_000, 4_000).ArrayOf(LearntRhythm.MaxSightings).ToArbitrary();
        var asks = Gen.Choose(1, 7_200).Select(seconds => TimeSpan.FromSeconds(seconds)).Zip(Gen.Choose(-9_000, 90_000)).ToArbitrary();

        Prop.ForAll(gaps, ages, asks, (between, age, ask) =>
        {
            var (every, sinceLast) = ask;
            var built = between.Select((_, i) => Start.AddSeconds(between.Take(i).Sum())).ToList();
            var rhythm = new LearntRhythm { Sightings = [.. built.Select((at, i) => new RebuildSighting(at, at.AddSeconds(age[i]), at.AddSeconds(age[^(i + 1)])))] };
            var now = built[^1].AddSeconds(sinceLast);

            var next = rhythm.NextAsk(now, every);

            Assert.InRange(next - now, every, every > TimeSpan.FromHours(1) ? every : TimeSpan.FromHours(1));
        }).QuickCheckThrowOnFailure();
    }

    private static List<DateTimeOffset> Each(int minutes, int count) => [.. Enumerable.Range(0, count).Select(i => Start.AddMinutes(i * minutes))];

    private static LearntRhythm Watched(List<DateTimeOffset> rebuilds) =>
        new() { Sightings = [.. rebuilds.Select(built => new RebuildSighting(built, built.AddSeconds(20), built.AddSeconds(-40)))], NewsAt = Start };

    /// <summary>Checks as the rhythm goes, from some seconds after the start; the feed is dated by the court's clock.</summary>
    private static List<(DateTimeOffset At, TimeSpan Wait)> Watch(List<DateTimeOffset> rebuilds, int until, TimeSpan clockAhead = default)
    {
        var checks = new List<(DateTimeOffset At, TimeSpan Wait)>();
        var rhythm = LearntRhythm.New;
        DateTimeOffset? before = null;
        for (var now = Start.AddSeconds(17); now < Start.AddMinutes(until); now += checks[^1].Wait)
        {
            rhythm = rhythm.AfterCheck(new(now, rebuilds.Last(built => built <= now) + clockAhead, before, HasNews: true, IsOnTime: true), Minute);
            checks.Add((now, rhythm.NextAsk(now, Minute) - now));
            before = now;
        }

        return checks;
    }
}

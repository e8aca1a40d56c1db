using Tipstaff.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CheckScheduleTests
{
    private static readonly CheckPace Minutely = new(TimeSpan.FromMinutes(1));

    private static readonly CourtState Checked = CourtState.New(Some.Nysd) with
    {
        CheckedAt = Some.Monday9Am,
        DueAt = Some.Monday9Am.AddMinutes(30),
    };

    // Seen 20 s after each rebuild, the next of which is in a quarter of an hour.
    private static readonly LearntRhythm Learnt = new()
    {
        Sightings = [.. Enumerable.Range(-5, 6).Select(i => Some.Monday9Am.AddMinutes((i * 20) - 5)).Select(built => new RebuildSighting(built, built.AddSeconds(20), built.AddSeconds(-40)))],
    };

    [Fact]
    public void DueAt_NeverAsked_IsAtOnce() =>
        Assert.All([null, CourtState.New(Some.Nysd)], state => Assert.True(CheckSchedule.DueAt(state, Minutely, Some.Monday9Am) < Some.Monday9Am));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 30)]
    public void DueAt_IntervalChangedSince_TheShorterCounts(int everyMinutes, int dueMinutes) =>
        Assert.Equal(Some.Monday9Am.AddMinutes(dueMinutes), CheckSchedule.DueAt(Checked, new CheckPace(TimeSpan.FromMinutes(everyMinutes)), Some.Monday9Am));

    [Theory]
    [InlineData(1, false, 902)]
    [InlineData(1, true, 60)]
    [InlineData(25, false, 1500)]
    public void DueAt_RhythmLearnt_FollowsItUnlessSteady(int everyMinutes, bool steady, int dueSeconds)
    {
        var due = CheckSchedule.DueAt(Checked with { Rhythm = Learnt }, new CheckPace(TimeSpan.FromMinutes(everyMinutes), steady), Some.Monday9Am);

        Assert.Equal(Some.Monday9Am.AddSeconds(dueSeconds), due);
    }

    [Fact]
    public void DueAt_AfterAFailure_KeepsTheWaitThatTheCourtAskedFor() =>
        Assert.Equal(Some.Monday9Am.AddMinutes(30), CheckSchedule.DueAt(Checked with { Failures = 1 }, Minutely, Some.Monday9Am));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void DueAt_OurClockWasSetBack_IsAtOnce(int failures)
    {
        var now = Some.Monday9Am.AddDays(-1);

        Assert.True(CheckSchedule.DueAt(Checked with { Failures = failures, Rhythm = Learnt }, Minutely, now) < now);
    }

    [Theory]
    [InlineData("2026-03-03T03:30:00Z", 180, 30)]
    [InlineData("2026-03-03T03:30:00Z", 60, 1)]
    [InlineData("2026-03-03T10:45:00Z", 180, 1)]
    [InlineData("2026-03-03T15:00:00Z", 180, 1)]
    public void Paced_NothingNewForHours_RestsAtNightByTheCourtsClock(string now, int minutesSinceNews, int waitMinutes)
    {
        var moment = DateTimeOffset.Parse(now, null);
        var before = Checked with { GoodAt = moment.AddMinutes(-1), DueAt = moment, Rhythm = new LearntRhythm { NewsAt = moment.AddMinutes(-minutesSinceNews) } };

        var after = before.AfterUnchanged(moment, Minutely.Every).Paced(before, Minutely, moment);

        Assert.Equal((moment.AddMinutes(waitMinutes), waitMinutes == 30), (after.DueAt, after.Rhythm.IsResting));
    }

    [Fact]
    public void Paced_Steady_IsExactlyTheInterval()
    {
        var before = Checked with { Rhythm = Learnt };

        var after = before.AfterUnchanged(Some.Monday9Am, Minutely.Every).Paced(before, Minutely with { IsSteady = true }, Some.Monday9Am);

        Assert.Equal(Some.Monday9Am.AddMinutes(1), after.DueAt);
    }
}

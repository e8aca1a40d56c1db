using Tipstaff.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CheckScheduleTests
{
    private static readonly CourtState Checked = CourtState.New(Some.Nysd) with
    {
        CheckedAt = Some.Monday9Am,
        DueAt = Some.Monday9Am.AddMinutes(30),
    };

    [Fact]
    public void DueAt_NeverAsked_IsAtOnce() =>
        Assert.All([null, CourtState.New(Some.Nysd)], state => Assert.True(CheckSchedule.DueAt(state, TimeSpan.FromMinutes(1), Some.Monday9Am) < Some.Monday9Am));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 30)]
    public void DueAt_IntervalChangedSince_TheShorterCounts(int everyMinutes, int dueMinutes) =>
        Assert.Equal(Some.Monday9Am.AddMinutes(dueMinutes), CheckSchedule.DueAt(Checked, TimeSpan.FromMinutes(everyMinutes), Some.Monday9Am));

    [Fact]
    public void DueAt_AfterAFailure_KeepsTheWaitThatTheCourtAskedFor() =>
        Assert.Equal(Some.Monday9Am.AddMinutes(30), CheckSchedule.DueAt(Checked with { Failures = 1 }, TimeSpan.FromMinutes(1), Some.Monday9Am));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void DueAt_ClockSetBackSince_IsAtOnce(int failures) =>
        Assert.True(CheckSchedule.DueAt(Checked with { Failures = failures }, TimeSpan.FromHours(1), Some.Monday9Am.AddDays(-1)) < Some.Monday9Am.AddDays(-1));

    [Fact]
    public void DueAt_ClocksOfTwoMachinesApart_StaysAsItIs() =>
        Assert.Equal(Some.Monday9Am.AddMinutes(30), CheckSchedule.DueAt(Checked, TimeSpan.FromHours(1), Some.Monday9Am.AddSeconds(-30)));
}

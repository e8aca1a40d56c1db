using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CheckRetriesTests
{
    private static readonly AnswerTrouble Down = new(CheckResult.Unavailable, "HTTP 503");
    private readonly CheckOptions _options = new();

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 9)]
    [InlineData(3, 27)]
    public void WaitAfter_EachAttempt_IsThePlanGiveOrTakeAFifth(int attempt, double seconds)
    {
        var waits = CourtDirectory.Default.All.Select(court => WaitAfter(Down, attempt, court.Id)!.Value.TotalSeconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, seconds * 0.8, seconds * 1.2));
        Assert.True(waits.Max() - waits.Min() > seconds * 0.3);
    }

    [Fact]
    public void WaitAfter_TheSameOnceMore_IsTheSame() => Assert.Equal(WaitAfter(Down, 1), WaitAfter(Down, 1));

    [Fact]
    public void WaitAfter_TheLastAttempt_IsNone() => Assert.Null(WaitAfter(Down, 4));

    [Fact]
    public void WaitAfter_NothingWrong_IsNone() => Assert.Null(WaitAfter(trouble: null, 1));

    [Fact]
    public void WaitAfter_WhatDoesNotPass_IsNone() => Assert.Null(WaitAfter(Down with { MayPass = false }, 1));

    [Theory]
    [InlineData(20, 20)]
    [InlineData(30, 30)]
    [InlineData(31, null)]
    public void WaitAfter_AskedToStayAway_ObeysOrLeavesItToTheNextCheck(int asked, int? seconds) =>
        Assert.Equal(seconds, WaitAfter(Down with { RetryAfter = TimeSpan.FromSeconds(asked) }, 1)?.TotalSeconds);

    [Fact]
    public void WaitAfter_AskedForLessThanThePlan_IsThePlan() => Assert.Equal(WaitAfter(Down, 2), WaitAfter(Down with { RetryAfter = TimeSpan.FromSeconds(1) }, 2));

    private TimeSpan? WaitAfter(AnswerTrouble? trouble, int attempt, CourtId? court = null) =>
        CheckRetries.WaitAfter(court ?? Some.Nysd, trouble, attempt, Some.Monday9Am, _options);
}

using System.Globalization;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Worker;

public sealed class NcronScheduleTests
{
    [Theory]
    [InlineData("0 * * * * *", "2026-03-02T09:00:00Z", "2026-03-02T09:01:00Z")]
    [InlineData("0 * * * * *", "2026-03-02T09:00:00.001Z", "2026-03-02T09:01:00Z")]
    [InlineData("30 */5 * * * *", "2026-03-02T09:04:59Z", "2026-03-02T09:05:30Z")]
    [InlineData("*/20 * * * * *", "2026-03-02T09:00:20Z", "2026-03-02T09:00:40Z")]
    [InlineData("0 0 5-7/2 * * *", "2026-03-02T05:00:00Z", "2026-03-02T07:00:00Z")]
    [InlineData("0 0 5-7/2 * * *", "2026-03-02T07:00:00Z", "2026-03-03T05:00:00Z")]
    [InlineData("0 15,45 12 * * *", "2026-03-02T12:15:00Z", "2026-03-02T12:45:00Z")]
    [InlineData("0 30 9 * * Mon-Fri", "2026-03-06T09:30:00Z", "2026-03-09T09:30:00Z")]
    [InlineData("0 30 9 * Jan Mon", "2026-03-02T00:00:00Z", "2027-01-04T09:30:00Z")]
    [InlineData("0 0 0 13 * 5", "2026-03-13T00:00:00Z", "2026-11-13T00:00:00Z")]
    [InlineData("0 0 0 29 2 *", "2026-03-02T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("59 59 23 31 12 *", "2026-03-02T00:00:00Z", "2026-12-31T23:59:59Z")]
    [InlineData("0 5/20 * * * *", "2026-03-02T09:05:00Z", "2026-03-02T09:25:00Z")]
    public void After_AMoment_IsTheFirstThatFitsAllFields(string schedule, string moment, string next)
    {
        var found = NcronSchedule.Parse(schedule).After(At(moment));

        Assert.Equal(At(next), found);
    }

    [Theory]
    [InlineData("* * * * *")]
    [InlineData("00:01:00")]
    [InlineData("60 * * * * *")]
    [InlineData("0 0 24 * * *")]
    [InlineData("0 0 0 0 * *")]
    [InlineData("0 0 0 1 13 *")]
    [InlineData("0 0 0 1 1 7")]
    [InlineData("0 5-1 * * * *")]
    [InlineData("0 */0 * * * *")]
    [InlineData("0 1//2 * * * *")]
    [InlineData("0 x * * * *")]
    [InlineData("0 1,, * * * *")]
    public void Parse_WhatTheHostRefuses_Throws(string schedule)
    {
        var reading = () => NcronSchedule.Parse(schedule);

        Assert.Throws<FormatException>(reading);
    }

    [Fact]
    public void After_ThirtiethOfFebruary_Throws()
    {
        var schedule = NcronSchedule.Parse("0 0 0 30 2 *");

        Assert.Throws<InvalidOperationException>(() => schedule.After(At("2026-03-02T00:00:00Z")));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

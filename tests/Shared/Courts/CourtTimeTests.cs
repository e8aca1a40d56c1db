using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Courts;

public sealed class CourtTimeTests
{
    [Theory]
    [InlineData("nysd", "2026-03-02T14:05:59Z", "Mar 2, 2026, 9:05 AM EST")]
    [InlineData("nysd", "2026-03-08T06:59:00Z", "Mar 8, 2026, 1:59 AM EST")]
    [InlineData("nysd", "2026-03-08T07:00:00Z", "Mar 8, 2026, 3:00 AM EDT")]
    [InlineData("nysd", "2026-11-01T05:30:00Z", "Nov 1, 2026, 1:30 AM EDT")]
    [InlineData("nysd", "2026-11-01T06:30:00Z", "Nov 1, 2026, 1:30 AM EST")]
    [InlineData("mied", "2026-07-01T16:00:00Z", "Jul 1, 2026, 12:00 PM EDT")]
    [InlineData("ilnd", "2026-07-01T05:00:00Z", "Jul 1, 2026, 12:00 AM CDT")]
    [InlineData("idd", "2026-01-01T06:00:00Z", "Dec 31, 2025, 11:00 PM MST")]
    [InlineData("azd", "2026-07-01T16:00:00Z", "Jul 1, 2026, 9:00 AM MST")]
    [InlineData("cand", "2026-07-01T16:00:00Z", "Jul 1, 2026, 9:00 AM PDT")]
    [InlineData("akd", "2026-01-01T18:00:00Z", "Jan 1, 2026, 9:00 AM AKST")]
    [InlineData("akd", "2026-07-01T17:00:00Z", "Jul 1, 2026, 9:00 AM AKDT")]
    [InlineData("hid", "2026-07-01T19:00:00Z", "Jul 1, 2026, 9:00 AM HST")]
    [InlineData("prd", "2026-07-01T13:00:00Z", "Jul 1, 2026, 9:00 AM AST")]
    [InlineData("vid", "2026-01-01T13:00:00Z", "Jan 1, 2026, 9:00 AM AST")]
    [InlineData("gud", "2026-06-30T23:00:00Z", "Jul 1, 2026, 9:00 AM ChST")]
    [InlineData("nmid", "2026-06-30T23:00:00Z", "Jul 1, 2026, 9:00 AM ChST")]
    public void Write_InAZoneOfACourt_IsThatCourtsClock(string court, string moment, string expected)
    {
        var zone = CourtDirectory.Default[CourtId.Parse(court)].TimeZone;

        Assert.Equal(expected, CourtTime.Write(DateTimeOffset.Parse(moment), zone));
    }

    [Fact]
    public void Write_InTheZoneOfAnyCourt_NamesTheZone() =>
        Assert.All(CourtDirectory.Default.All, court => Assert.Matches("[AP]M [A-Z][A-Za-z]?[A-Z]{1,2}T$|[AP]M EST$", CourtTime.Write(Some.Monday9Am, court.TimeZone)));

    [Fact]
    public void Write_ZoneWithoutAnAbbreviation_ShowsItsOffset()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("Elsewhere", TimeSpan.FromMinutes(-150), "Elsewhere", "Elsewhere");

        Assert.Equal("Mar 2, 2026, 11:30 AM UTC-02:30", CourtTime.Write(Some.Monday9Am, zone));
    }
}

using Tipstaff.Digests;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Shared.Digests;

public sealed class DigestTimeTests
{
    [Theory]
    [InlineData("2026-03-02T13:59:59Z", "2026-03-02T14:00:00Z")]
    [InlineData("2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z")]
    [InlineData("2026-12-31T23:30:00Z", "2027-01-01T00:00:00Z")]
    public void After_Hourly_IsTheNextFullHour(string moment, string at) =>
        Assert.Equal(DateTimeOffset.Parse(at), DigestTime.Usual.After(Cadence.Hourly, DateTimeOffset.Parse(moment)));

    [Theory]
    // Eight in New York: 13:00 UTC in winter, 12:00 UTC in summer.
    [InlineData("2026-03-06T13:00:00Z", 8, "2026-03-07T13:00:00Z")]
    [InlineData("2026-03-07T13:00:00Z", 8, "2026-03-08T12:00:00Z")]
    [InlineData("2026-10-31T12:00:00Z", 8, "2026-11-01T13:00:00Z")]
    // At 2:00 on March 8 clocks are put forward to 3:00: the digest goes out at that moment.
    [InlineData("2026-03-07T12:00:00Z", 2, "2026-03-08T07:00:00Z")]
    [InlineData("2026-03-08T07:00:00Z", 2, "2026-03-09T06:00:00Z")]
    // At 2:00 on November 1 clocks are put back to 1:00: one digest, at the first one o'clock.
    [InlineData("2026-10-31T12:00:00Z", 1, "2026-11-01T05:00:00Z")]
    [InlineData("2026-11-01T05:00:00Z", 1, "2026-11-02T06:00:00Z")]
    [InlineData("2026-11-01T05:30:00Z", 1, "2026-11-02T06:00:00Z")]
    public void After_Daily_IsTheHourByTheClockOfTheZone(string moment, int hour, string at) =>
        Assert.Equal(
            DateTimeOffset.Parse(at), new DigestTime(hour, "America/New_York").After(Cadence.Daily, DateTimeOffset.Parse(moment)));

    [Theory]
    [InlineData("2026-03-02T14:00:00Z", "2026-03-06T23:00:00Z")]
    [InlineData("2026-03-06T23:00:00Z", "2026-03-13T22:00:00Z")]
    public void After_Weekly_IsTheDay(string moment, string at) =>
        Assert.Equal(
            DateTimeOffset.Parse(at), new DigestTime(17, "America/Chicago", DayOfWeek.Friday).After(Cadence.Weekly, DateTimeOffset.Parse(moment)));

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Apia")]
    [InlineData("Europe/London")]
    public void After_DailyThroughYears_IsOneADay(string zone)
    {
        var time = new DigestTime(2, zone);
        var moment = new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var days = new List<DateTimeOffset>();
        while (moment.Year < 2014)
        {
            moment = time.After(Cadence.Daily, moment);
            days.Add(moment);
        }

        var local = days.ConvertAll(at => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime));
        Assert.Equal(local.Count, local.Distinct().Count());
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromHours(22.5), TimeSpan.FromHours(25.5)));
    }

    [Theory]
    [InlineData("America/Chicago", true)]
    [InlineData("UTC", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("Eastern Standard Time", false)]
    public void IsTimeZone_Names_AreThoseOfIana(string? id, bool isOne) => Assert.Equal(isOne, DigestTime.IsTimeZone(id));
}

using Tipstaff.Courts;

namespace Tipstaff.Tests.Shared.Courts;

public sealed class OutageWindowTests
{
    private static readonly OutageWindow Nightly = new([], new TimeOnly(1, 0), new TimeOnly(5, 0), CourtTime.Eastern);

    [Theory]
    [InlineData("2026-03-02T06:30:00Z", "2026-03-02T10:00:00Z")]
    [InlineData("2026-07-02T05:30:00Z", "2026-07-02T09:00:00Z")]
    [InlineData("2026-03-08T06:30:00Z", "2026-03-08T09:00:00Z")]
    [InlineData("2026-11-01T05:30:00Z", "2026-11-01T10:00:00Z")]
    public void EndsAt_AnyDay_IsItsEndByTheClockOfTheCourt(string moment, string end)
    {
        var within = DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(Nightly.Contains(within));
        Assert.Equal(DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture), Nightly.EndsAt(within));
        Assert.False(Nightly.Contains(Nightly.EndsAt(within)));
    }
}

using Tipstaff.Checks;
using Tipstaff.Gaps;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CourtStateTransitionsTests
{
    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(13, 0, true)]
    [InlineData(25, 0, false)]
    [InlineData(3, 12, true)]
    [InlineData(13, 12, false)]
    [InlineData(13, 100, true)]
    [InlineData(25, 100, false)]
    public void CannotBeEmpty_NewestEntryOfSomeHoursAgo_DependsOnHowFarTheFeedReaches(int hoursAgo, int reachHours, bool expected)
    {
        var window = new FeedWindow { LongestBefore = TimeSpan.FromHours(reachHours), Longest = TimeSpan.FromHours(Math.Min(reachHours, 1)) };
        var state = CourtState.New(Some.Nysd) with { NewestEntryAt = Some.Monday9Am.AddHours(-hoursAgo), Window = window };

        Assert.Equal(expected, state.CannotBeEmpty(Some.Monday9Am));
    }
}

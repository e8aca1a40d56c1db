using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Alerts;

public sealed class UntimedEntriesTests
{
    private static readonly EntryIdentity Untimed = Some.Entry().Identity;

    // The last good feed was built at 0 and reached back to -60; all in minutes.
    [Theory]
    [InlineData(30, 10, 10)]
    [InlineData(30, -10, 0)]
    [InlineData(-10, -20, 0)]
    [InlineData(-70, -90, -90)]
    [InlineData(-70, null, null)]
    [InlineData(-30, null, 0)]
    [InlineData(null, 10, 0)]
    [InlineData(10, 30, 0)]
    [InlineData(null, null, 0)]
    public void Earliest_BetweenTimedEntries_IsWhatTheirTimesAllow(int? above, int? below, int? earliest)
    {
        var court = CourtState.New(Some.Nysd) with
        {
            GoodAt = Some.Monday9Am,
            BuiltAt = Some.Monday9Am,
            Window = FeedWindow.New with { OldestAt = Minute(-60) },
        };

        Assert.Equal(Minute(earliest), Placed(court, above, below).Earliest(Untimed));
    }

    [Theory]
    [InlineData(30, 10, 10)]
    [InlineData(null, 10, null)]
    [InlineData(30, null, null)]
    [InlineData(10, 30, null)]
    public void Earliest_InTheFirstFeed_IsTheTimeOfTheEntryBelow(int? above, int? below, int? earliest) =>
        Assert.Equal(Minute(earliest), Placed(CourtState.New(Some.Nysd), above, below).Earliest(Untimed));

    [Theory]
    [InlineData(-10, -20, -20)]
    [InlineData(10, -20, 0)]
    public void Earliest_AfterAFeedThatShowedNoTime_IsNotWhenThatOneWasBuiltIfItWasThereBefore(int above, int below, int earliest)
    {
        var court = CourtState.New(Some.Nysd) with { GoodAt = Some.Monday9Am, BuiltAt = Some.Monday9Am };

        Assert.Equal(Minute(earliest), Placed(court, above, below).Earliest(Untimed));
    }

    [Fact]
    public void Earliest_SeveralInARow_HaveTheSameNeighbours()
    {
        var another = Some.Entry("11").Identity;
        var untimed = new UntimedEntries(CourtState.New(Some.Nysd));
        untimed.Add(Some.Monday9Am);
        untimed.Add(Untimed);
        untimed.Add(another);
        untimed.Add(Minute(-5)!.Value);
        untimed.Add(Minute(-15)!.Value);

        Assert.Equal((Minute(-5), Minute(-5)), (untimed.Earliest(Untimed), untimed.Earliest(another)));
    }

    private static UntimedEntries Placed(CourtState court, int? above, int? below)
    {
        var untimed = new UntimedEntries(court);
        if (Minute(above) is { } newer)
        {
            untimed.Add(newer);
        }

        untimed.Add(Untimed);
        if (Minute(below) is { } older)
        {
            untimed.Add(older);
        }

        return untimed;
    }

    private static DateTimeOffset? Minute(int? minutes) => minutes is { } some ? Some.Monday9Am.AddMinutes(some) : null;
}

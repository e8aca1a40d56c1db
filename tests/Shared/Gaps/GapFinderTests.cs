using Tipstaff.Checks;
using Tipstaff.Feeds;
using Tipstaff.Gaps;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Gaps;

public sealed class GapFinderTests
{
    private static readonly DateTimeOffset Nine = Some.Monday9Am;

    private CourtState _court = CourtState.New(Some.Nysd);

    [Fact]
    public void Find_FirstFeedOfACourt_IsNone() => Assert.Null(Read(Nine, At(0)));

    [Fact]
    public void Find_FeedThatStillShowsWhatTheLastOneShowed_IsNone()
    {
        Read(Nine, At(-1440), At(-5));

        Assert.Null(Read(At(20), At(-1420), At(-5), At(12)));
    }

    [Fact]
    public void Find_OurClockSetBackSinceTheGapBefore_IsFoundLaterAllTheSame()
    {
        var gap = new Gap(Some.Nysd, At(-900), At(-800), At(600));
        var before = CourtState.New(Some.Nysd) with { GoodAt = At(-600), BuiltAt = At(-600), NewestEntryAt = At(-601), Window = new FeedWindow { Gaps = [gap], Longest = TimeSpan.FromHours(24) } };

        var found = GapFinder.Find(before, new FeedSpan(At(500), At(490), At(499)), At(500));

        Assert.True(found!.FoundAt > gap.FoundAt);
    }

    [Fact]
    public void Find_QuietCourtWithItsFirstItemOfTheDay_IsNone()
    {
        Read(At(-3000), At(-4440), At(-3010));
        Read(Nine);

        Assert.Null(Read(At(20), At(10)));
    }

    [Fact]
    public void Find_FirstItemEverOfAQuietCourt_IsNone()
    {
        Read(Nine);

        Assert.Null(Read(At(20), At(10)));
    }

    [Theory]
    [InlineData(1430, false)]
    [InlineData(1460, true)]
    [InlineData(3000, true)]
    public void Find_OutageOfABusyCourtWithAFeedOfADay_IsAGapWhenItLastedLonger(int minutes, bool isGap)
    {
        Read(Nine, At(-1440), At(-5));

        var gap = Read(At(minutes), At(minutes - 1439), At(minutes - 3));

        Assert.Equal(isGap ? new Gap(Some.Nysd, Nine, At(minutes - 1439), At(minutes)) : null, gap);
    }

    [Theory]
    [InlineData(1400, false)]
    [InlineData(1500, true)]
    public void Find_OutageOfAQuietCourt_IsAGapWhenItLastedLongerThanItsFeedIsKnownToReach(int minutes, bool isGap)
    {
        Read(At(-3000), At(-4440));
        Read(Nine);

        Assert.Equal(isGap, Read(At(minutes), At(minutes - 2)) is not null);
    }

    [Fact]
    public void Find_EmptyFeedAfterALongOutage_IsAGapUpToWhereItIsKnownToReach()
    {
        Read(At(-3000), At(-4440));
        Read(Nine);

        Assert.Equal(new Gap(Some.Nysd, Nine, At(560), At(2000)), Read(At(2000)));
    }

    [Fact]
    public void Find_NothingKnownOfItsReachAndHoursAway_IsAGap()
    {
        Read(Nine, At(-2));

        Assert.Equal((Nine, At(125)), Span(Read(At(130), At(125))));
    }

    [Fact]
    public void Find_EmptyFeedRebuiltHourlyGiveOrTakeAMinute_IsNone()
    {
        Read(Nine);

        Assert.Null(Read(At(61)));
        Assert.Null(Read(At(121), At(115)));
    }

    [Fact]
    public void Find_EmptyFeedWithoutBuildDate_IsNoneAtEachCheck()
    {
        Read(Nine, ahead: null);

        Assert.Null(Read(At(1), ahead: null));
        Assert.Null(Read(At(61), ahead: null, At(60)));
    }

    [Fact]
    public void Find_FeedThatShrankToItsNewestItem_IsAGapUntilAWholeOneHealsIt()
    {
        Read(Nine, At(-1440), At(-5));

        var gap = Read(At(20), At(15));
        var told = _court.Window.Gaps;
        var after = Read(At(40), At(-1400), At(-5), At(15), At(30));

        Assert.Equal((Nine, At(15)), Span(gap));
        Assert.Equal([gap!], told);
        Assert.Null(after);
        Assert.Empty(_court.Window.Gaps);
    }

    [Fact]
    public void After_FeedThatReachesBackOverTheEndOfAGap_LeavesTheRest()
    {
        Read(Nine, At(-1440), At(-5));
        Read(At(2000), At(1990));

        Read(At(2020), At(600), At(2010));

        Assert.Equal((Nine, At(600)), Span(Assert.Single(_court.Window.Gaps)));
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(10)]
    public void Find_CourtWithAnotherClock_SeesTheSameByItsOwn(int ahead)
    {
        Read(Nine, ahead, At(-1440), At(-5));

        Assert.Null(Read(At(20), ahead, At(-1420), At(19)));
        Assert.Null(Read(At(1400), ahead, At(-40), At(1399)));
        Assert.Equal((At(1400 + ahead), At(3560 + ahead)), Span(Read(At(5000), ahead, At(3560), At(4990))));
    }

    [Fact]
    public void Find_BuildDateFromTheFuture_IsNotBelieved()
    {
        Read(Nine, ahead: 3000, At(-3000 - 1440), At(-3000 - 5));

        Assert.Equal((At(-5), At(2000)), Span(Read(At(3400), At(2000), At(3399))));
    }

    [Fact]
    public void Find_NoBuildDate_CountsFromTheNewestItemOrAnHourBefore()
    {
        Read(Nine, null, At(-1440), At(-90));

        Assert.Null(Read(At(20), null, At(-1425), At(19)));
        Assert.Equal((At(19), At(1561)), Span(Read(At(3000), null, At(1561), At(2999))));
    }

    [Fact]
    public void Find_OlderFeedThanTheLast_IsNone()
    {
        Read(Nine, At(-1440), At(-5));

        Assert.Null(Read(At(5), ahead: -30, At(20)));
    }

    [Theory]
    [InlineData(-20_000)]
    [InlineData(5_000)]
    public void Find_ItemWithADateThatCannotBe_HidesNoGap(int minutes)
    {
        Read(Nine, At(-1440), At(-5), At(minutes));

        Assert.Equal((Nine, At(1561)), Span(Read(At(3000), At(minutes), At(1561), At(2999))));
    }

    [Fact]
    public void After_ManyGaps_KeepsTheNewestAndForgetsOldOnes()
    {
        for (var day = 0; day < 60; day += 2)
        {
            Read(Nine.AddDays(day), Nine.AddDays(day - 0.9), Nine.AddDays(day - 0.1));
        }

        var (count, since) = (_court.Window.Gaps.Count, _court.Window.Since);
        Read(Nine.AddDays(200), Nine.AddDays(199.5));

        Assert.Equal((FeedWindow.MaxGaps, Nine.AddDays(18 - 0.9)), (count, since));
        Assert.Single(_court.Window.Gaps);
    }

    [Fact]
    public void Reach_LongFeedOfLongAgo_IsForgottenAfterTwoWeeks()
    {
        Read(Nine, At(-3000));
        var reach = new List<double>();
        for (var day = 1; day < 16; day++)
        {
            Read(Nine.AddDays(day), Nine.AddDays(day - 1));
            reach.Add(_court.Window.Reach.TotalMinutes);
        }

        Assert.Equal([.. Enumerable.Repeat(3000.0, 13), 1440, 1440], reach);
    }

    [Fact]
    public void At_FeedAtAnotherAddress_IsNotKnownToReachBack()
    {
        Read(Nine, At(-1440), At(-5));

        var moved = _court.At(new Uri("https://ecf.nysd.uscourts.gov/cgi-bin/rss_other.pl"));

        Assert.Equal(TimeSpan.Zero, moved.Window.Reach);
    }

    private static DateTimeOffset At(int minutes) => Nine.AddMinutes(minutes);

    private static (DateTimeOffset From, DateTimeOffset Until)? Span(Gap? gap) => gap is null ? null : (gap.From, gap.Until);

    private Gap? Read(DateTimeOffset now, params DateTimeOffset[] items) => Read(now, 0, items);

    /// <summary>Reads a feed of a court whose clock is so many minutes ahead; null for one without build date.</summary>
    private Gap? Read(DateTimeOffset now, int? ahead, params DateTimeOffset[] items)
    {
        var builtAt = now.AddMinutes(ahead ?? 0);
        var span = items.Aggregate(
            FeedSpan.Of(new FeedChannel(null, ahead is null ? null : builtAt, "all"), now), (feed, item) => feed.With(item.AddMinutes(ahead ?? 0)));
        var gap = GapFinder.Find(_court, span, now);
        _court = _court with
        {
            GoodAt = now,
            BuiltAt = ahead is null ? null : builtAt,
            Window = _court.Window.After(span, gap, now),
            NewestEntryAt = items is [] ? null : items.Max().AddMinutes(ahead ?? 0),
        };
        return gap;
    }
}

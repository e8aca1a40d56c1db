using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Gaps;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

/// <summary>What alerts say of what may have been missed, from the feed to the outbox.</summary>
public sealed class CheckCourtGapTests
{
    private static readonly Uri Feed = new("https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl");

    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedFeedSource _source = new();
    private readonly InMemoryStore _store;
    private readonly RecordedSteps _dockets;
    private readonly CheckCourt _check;

    public CheckCourtGapTests()
    {
        _store = new InMemoryStore(_clock);
        _dockets = new RecordedSteps(_store.Dockets);
        _check = SomeChecks.Of(_source, _dockets, _store.Subscriptions, _clock);
    }

    private static DateTimeOffset Nine => Some.Monday9Am;

    [Fact]
    public async Task RunAsync_FeedSlidPastTheLastGoodCheck_StoresTheGapAndTellsOperatorsAndWhoGetsAnAlert()
    {
        await FollowAsync();
        await ReadAsync(0, (1, -1430), (2, -5));

        await ReadAsync(2000, (7, 570), (8, 1990));

        var gap = new Gap(Some.Nysd, Nine, Nine.AddMinutes(570), Nine.AddMinutes(2000));
        var notice = Assert.Single(_dockets.Steps[^1].Notices);
        Assert.Equal([gap], (await _store.Dockets.FindCourtAsync(Some.Nysd, default))!.Window.Gaps);
        Assert.Equal([gap], (await AlertsAsync())[^1].Gaps);
        Assert.Equal((NoticeKind.Gap, Some.Nysd), (notice.Kind, notice.Court));
        Assert.Contains("between Mar 2, 2026, 9:00 AM and 6:30 PM EST", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_GapThatWasTold_IsNotToldAgainAndTellsTheNextOneAlone()
    {
        await FollowAsync();
        await ReadAsync(0, (1, -5));
        await ReadAsync(2000, (2, 1990));
        await ReadAsync(2010, (2, 1990), (3, 2005));

        await ReadAsync(5000, (4, 4990));

        Assert.Equal([[], [2000], [], [5000]], (await AlertsAsync()).Select(alert => alert.Gaps.Select(gap => (int)(gap.FoundAt - Nine).TotalMinutes).ToArray()));
    }

    [Fact]
    public async Task RunAsync_GapWithoutNewsForASubscription_IsToldWithItsNextAlert()
    {
        await FollowAsync("1:26-cv-09999");
        await ReadAsync(0, (1, -5));
        await ReadAsync(2000, (2, 1990));

        _clock.Advance(TimeSpan.FromMinutes(20));
        _source.Gives(SomeFeed.Of(Nine.AddMinutes(2020), SomeFeed.Item(2, Nine.AddMinutes(1990)), SomeFeed.Item(5, Nine.AddMinutes(2010), docket: "1:26-cv-09999", caseId: "700000")));
        await _check.RunAsync(Some.Nysd, Feed, default);

        Assert.Equal((Nine, Nine.AddMinutes(1990)), Assert.Single(Assert.Single(await AlertsAsync()).Gaps.Select(gap => (gap.From, gap.Until))));
    }

    [Fact]
    public async Task RunAsync_SubscribedWithinAGap_IsToldOfItFromThenOn()
    {
        await FollowAsync(confirmedAt: Nine.AddMinutes(300));
        await ReadAsync(0, (1, -5));

        await ReadAsync(2000, (7, 570), (8, 1990));

        Assert.Equal(Nine.AddMinutes(300), Assert.Single(Assert.Single(await AlertsAsync()).Gaps).From);
    }

    [Fact]
    public async Task RunAsync_SubscribedAfterAGap_IsNotToldOfIt()
    {
        await FollowAsync(confirmedAt: Nine.AddMinutes(600));
        await ReadAsync(0, (1, -5));

        await ReadAsync(2000, (7, 570), (8, 1990));

        Assert.Empty(Assert.Single(await AlertsAsync()).Gaps);
    }

    [Fact]
    public async Task RunAsync_GapThatALaterFeedHeals_IsToldToNobodyMore()
    {
        await FollowAsync("1:26-cv-09999");
        await ReadAsync(0, (1, -1430), (2, -5));
        await ReadAsync(20, (4, 15));
        await ReadAsync(40, (1, -1430), (2, -5), (3, 10), (4, 15));
        await FollowAsync();

        await ReadAsync(60, (2, -5), (3, 10), (4, 15), (5, 50));

        Assert.Single(_dockets.Steps.SelectMany(step => step.Notices));
        Assert.Empty(Assert.Single(await AlertsAsync()).Gaps);
    }

    [Fact]
    public async Task RunAsync_FeedCutShort_IsNoReasonForAGapNorForQuietEntries()
    {
        await FollowAsync();
        await ReadAsync(0, (1, -1430), (2, -5));
        _clock.Advance(TimeSpan.FromMinutes(20));
        var whole = SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(6, Nine.AddMinutes(15)), SomeFeed.Item(5, Nine.AddMinutes(12)));
        _source.Gives(whole[..(whole.LastIndexOf("<pubDate>", StringComparison.Ordinal) + 4)]);

        await _check.RunAsync(Some.Nysd, Feed, default);
        await ReadAsync(40, (2, -5), (5, 12), (6, 15));

        var alerts = await AlertsAsync();
        Assert.Equal([6, 5], alerts.Skip(1).Select(alert => int.Parse(alert.Entries[0].Number!)));
        Assert.All(alerts, alert => Assert.Empty(alert.Gaps));
        Assert.Equal([null, null, new NumberRange(3, 4)], alerts.Select(alert => alert.Quiet?.Ranges.Single()));
    }

    [Fact]
    public async Task RunAsync_EmptyFeedBeforeAndAfterALongOutage_IsAGap()
    {
        await ReadAsync(0);
        await ReadAsync(20);

        await ReadAsync(3000);

        Assert.Equal([0, 0, 1], _dockets.Steps.Select(step => step.State.Window.Gaps.Count));
        Assert.Equal([NoticeKind.Gap], _dockets.Steps[^1].Notices.Select(notice => notice.Kind));
    }

    [Theory]
    [InlineData("https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl")]
    [InlineData("https://feeds.example.org/nysd.xml")]
    public async Task RunAsync_FeedThatSaysNoMoreWhenItWasBuilt_IsNoGapAtEachCheck(string address)
    {
        await ReadAsync(0, (1, -5));

        for (var minute = 3000; minute < 3010; minute++)
        {
            _clock.Advance(Nine.AddMinutes(minute) - _clock.GetUtcNow());
            _source.Gives(WithoutBuildDate(SomeFeed.Of(_clock.GetUtcNow())));
            await _check.RunAsync(Some.Nysd, new Uri(address), default);
        }

        Assert.Equal([NoticeKind.Gap], _dockets.Steps.SelectMany(step => step.Notices).Select(notice => notice.Kind));

        static string WithoutBuildDate(string feed) =>
            string.Join('\n', feed.Split('\n').Where(line => !line.Contains("lastBuildDate", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RunAsync_FeedThatStaysTheSameForHours_IsKnownToReachBackSoFar()
    {
        await ReadAsync(0, (1, -5));

        await ReadAsync(300, (1, -5));

        Assert.Equal(CheckResult.Unchanged, _dockets.Steps[^1].State.Result);
        Assert.Equal(TimeSpan.FromMinutes(305), _dockets.Steps[^1].State.Window.Reach);
    }

    [Fact]
    public async Task RunAsync_NumbersThatTheFeedSkips_AreToldOnceAndVanishWhenTheyTurnUp()
    {
        await FollowAsync();
        await ReadAsync(0, (1, -1430), (2, -5));
        await ReadAsync(20, (1, -1430), (2, -5), (6, 15));
        await ReadAsync(40, (2, -5), (4, 14), (6, 15), (7, 30));

        await ReadAsync(60, (2, -5), (4, 14), (6, 15), (7, 30), (9, 55));

        var alerts = await AlertsAsync();
        Assert.Equal(["", "3-5", "", "8-8"], alerts.Select(alert => string.Join(' ', alert.Quiet?.Ranges.Select(range => $"{range.From}-{range.To}") ?? [])));
        Assert.Equal(["4", "7"], alerts[2].Entries.Select(entry => entry.Number));
        Assert.All(alerts, alert => Assert.False(alert.Quiet?.IsOurs ?? false));
    }

    [Fact]
    public async Task RunAsync_NumbersSkippedInAGap_AreNotBlamedOnTheFeed()
    {
        await FollowAsync();
        await ReadAsync(0, (1, -5));

        await ReadAsync(2000, (5, 1990));

        Assert.True((await AlertsAsync())[^1].Quiet!.IsOurs);
    }

    [Fact]
    public async Task RunAsync_MoreNewsThanOneAlertHolds_SaysWhatMayBeMissedInTheFirst()
    {
        await FollowAsync();
        await ReadAsync(0, (1, -5));

        await ReadAsync(2000, [.. Enumerable.Range(3, MatchEntries.MaxEntriesPerAlert + 1).Select(i => (i, 1000 + i))]);

        Assert.Equal([(1, true), (0, false)], (await AlertsAsync()).Skip(1).Select(alert => (alert.Gaps.Count, alert.Quiet is not null)));
    }

    [Fact]
    public async Task RunAsync_NobodyAlerted_ReadsNeitherNumbersNorNotes()
    {
        await ReadAsync(0, (1, -5));

        await ReadAsync(2000, (5, 1990));

        Assert.Equal(0, _dockets.NoteReads);
    }

    private async Task ReadAsync(int minute, params (int Number, int Minute)[] items)
    {
        _clock.Advance(Nine.AddMinutes(minute) - _clock.GetUtcNow());
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), [.. items.Select(item => SomeFeed.Item(item.Number, Nine.AddMinutes(item.Minute)))]));
        await _check.RunAsync(Some.Nysd, Feed, default);
    }

    private async Task FollowAsync(string docket = "1:26-cv-01234", DateTimeOffset? confirmedAt = null) =>
        Assert.True(await _store.Subscriptions.TryWriteAsync(
            [Some.Subscription(docket: docket, confirmedAt: confirmedAt ?? Nine.AddMinutes(-6))], message: null, default));

    private async Task<List<Alert>> AlertsAsync() =>
        [.. (await _store.Outbox.NewestAsync(100, default)).Select(row => ((OutboxMessage.AlertMessage)row.Message).Alert)
            .OrderBy(alert => alert.CreatedAt).ThenBy(alert => alert.Entries[0].EnteredAt)];
}

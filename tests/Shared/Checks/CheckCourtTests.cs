using Tipstaff.Checks;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CheckCourtTests : IDisposable
{
    private readonly CheckBench _bench = new();
    private readonly ManualTimeProvider _clock;
    private readonly ScriptedFeedSource _source;
    private readonly RecordingQueue _queue;
    private readonly InMemoryStore _store;

    public CheckCourtTests() => (_clock, _source, _queue, _store) = (_bench.Clock, _bench.Source, _bench.Queue, _bench.Store);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_FirstCheck_SetsTheBaselineWithoutMail()
    {
        await FollowAsync(confirmedAt: Some.Monday9Am.AddMinutes(1));
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3), SomeFeed.Item(2)));

        var report = await RunAsync();

        Assert.Equal((2, 0), (report.NewEntries, report.Alerts));
        Assert.Empty(_queue.Keys);
    }

    [Fact]
    public async Task RunAsync_EntryAfterTheBaseline_IsOneAlertQueuedByItsId()
    {
        await FollowAsync();
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(2, Some.Monday9Am.AddDays(-2))));
        await RunAsync();
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow().AddMinutes(20), SomeFeed.Item(3, Some.Monday9Am.AddMinutes(10)), SomeFeed.Item(2, Some.Monday9Am.AddDays(-2))));

        var report = await RunAsync();

        var message = Assert.IsType<OutboxMessage.AlertMessage>(Assert.Single(await _store.Outbox.NewestAsync(10, default)).Message);
        Assert.Equal((1, 1), (report.NewEntries, report.Alerts));
        Assert.Equal("nysd|612345|3", Assert.Single(message.Alert.Entries).Identity.Value);
        Assert.Equal([message.Key], _queue.Keys);
    }

    [Fact]
    public async Task RunAsync_SameFeedAgain_AddsNothing()
    {
        await FollowAsync();
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3)));
        await RunAsync();

        var again = await RunAsync();

        Assert.Equal(CheckResult.Unchanged, again.State.Result);
        Assert.Single(await _store.Outbox.NewestAsync(10, default));
    }

    [Fact]
    public async Task RunAsync_NothingButTheBuildDateDiffers_IsUnchanged()
    {
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3)));
        await RunAsync();
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow().AddMinutes(20), SomeFeed.Item(3)));

        var again = await RunAsync();

        Assert.Equal(CheckResult.Unchanged, again.State.Result);
        Assert.Equal(Some.Monday9Am.AddMinutes(20), again.State.BuiltAt);
    }

    [Fact]
    public async Task RunAsync_LabelThatComesLater_RevisesTheEntryAndAlertsNobody()
    {
        await FollowAsync();
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3, label: "Motion to Dismiss")));
        await RunAsync();
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3, label: "Motion to Dismiss"), SomeFeed.Item(3, label: "Memorandum of Law")));

        var report = await RunAsync();

        var entry = Assert.Single(await _store.Dockets.OfDocketAsync(Some.Nysd, Some.DoeVRoe, default));
        Assert.Equal((0, 1, 0), (report.NewEntries, report.RevisedEntries, report.Alerts));
        Assert.Equal(["Motion to Dismiss", "Memorandum of Law"], entry.Labels);
    }

    [Theory]
    [InlineData("", CheckResult.Garbled)]
    [InlineData("<html><body>Down for maintenance</body></html>", CheckResult.Garbled)]
    public async Task RunAsync_AnswerThatIsNoFeed_IsAFailureAndLeavesTheBaseline(string body, CheckResult result)
    {
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3)), eTag: "\"a\"");
        await RunAsync();
        _source.Gives(body);

        var report = await RunAsync();

        Assert.Equal(result, report.State.Result);
        Assert.Equal((1, "\"a\""), (report.State.Failures, report.State.ETag));
        Assert.Equal(body.Length == 0 ? 0 : 1, (await _store.Dockets.UnreadableAsync(10, default)).Count);
    }

    [Fact]
    public async Task RunAsync_FeedCutShort_KeepsItsWholeItemsAndReadsTheNextWholeOne()
    {
        await FollowAsync();
        var whole = SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(4), SomeFeed.Item(3));
        _source.Gives(whole[..(whole.LastIndexOf("<pubDate>", StringComparison.Ordinal) + 4)]);
        var cut = await RunAsync();
        _source.Gives(whole);

        var report = await RunAsync();

        Assert.Equal((CheckResult.CutShort, 1), (cut.State.Result, cut.NewEntries));
        Assert.Equal((CheckResult.NewEntries, 1, 0), (report.State.Result, report.NewEntries, report.State.Failures));
    }

    [Fact]
    public async Task RunAsync_FeedThatShrinksToNothing_IsAFailureAsLongAsItsEntriesAreOfTheLastDay()
    {
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3)));
        await RunAsync();
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow()));

        var atOnce = await RunAsync();
        _clock.Advance(TimeSpan.FromHours(24));
        var onTheNextDay = await RunAsync();

        Assert.Equal(CheckResult.Garbled, atOnce.State.Result);
        Assert.Equal(CheckResult.NothingNew, onTheNextDay.State.Result);
    }

    [Fact]
    public async Task RunAsync_EntryWithADateOfYearsAhead_DoesNotForbidAnEmptyFeedTillThen()
    {
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3, _clock.GetUtcNow().AddYears(70))));
        await RunAsync();
        _clock.Advance(TimeSpan.FromHours(25));
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow()));

        var report = await RunAsync();

        Assert.Equal(CheckResult.NothingNew, report.State.Result);
    }

    [Fact]
    public async Task RunAsync_Gap_IsLoggedOnce()
    {
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3)));
        await RunAsync();
        _clock.Advance(TimeSpan.FromDays(2));
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(9, _clock.GetUtcNow().AddHours(-1))));
        await RunAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));

        await RunAsync();

        Assert.Single(_bench.Log.Lines, line => line.StartsWith("Warning Gap in nysd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_MaintenancePageWithAClock_IsKeptOnce()
    {
        for (var minute = 0; minute < 5; minute++)
        {
            _source.Gives($"<html><body>Down for maintenance at 9:0{minute}</body></html>");
            await RunAsync();
        }

        Assert.Single(await _store.Dockets.UnreadableAsync(10, default));
    }

    [Fact]
    public async Task RunAsync_FeedAtAnotherAddress_IsAskedWithoutTheOldOnesTag()
    {
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3)), eTag: "\"a\"");
        await RunAsync();

        _bench.Feed = new Uri("https://ecf.nysd.uscourts.gov/cgi-bin/rss_other.pl");
        await RunAsync();

        Assert.Null(_source.Asked[^1].ETag);
    }

    [Fact]
    public async Task RunAsync_CourtDown_IsAskedAgainWhenItAsksFor()
    {
        _source.Answer = new FeedFetch.Unavailable("HTTP 503", TimeSpan.FromMinutes(7));

        var report = await RunAsync();

        Assert.Equal(CheckResult.Unavailable, report.State.Result);
        Assert.Equal(_clock.GetUtcNow().AddMinutes(7), report.State.DueAt);
        Assert.Equal("HTTP 503", report.State.Trouble);
    }

    [Fact]
    public async Task RunAsync_AfterAnAnswerWithETag_AsksConditionally()
    {
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(3)), eTag: "\"a\"");
        await RunAsync();
        _source.Answer = new FeedFetch.NotModified();

        var report = await RunAsync();

        Assert.Equal("\"a\"", _source.Asked[^1].ETag);
        Assert.Equal(CheckResult.Unchanged, report.State.Result);
    }

    [Fact]
    public async Task RunAsync_UnreadableItem_IsKeptAndItsNeighboursRead()
    {
        _source.Gives(SomeFeed.Of(_clock.GetUtcNow(), SomeFeed.Item(4), "<item><title>nonsense</title></item>", SomeFeed.Item(3)));

        var report = await RunAsync();

        Assert.Equal((2, 1), (report.NewEntries, report.State.UnreadableItems));
        Assert.Contains("nonsense", Assert.Single(await _store.Dockets.UnreadableAsync(10, default)).Item.Text, StringComparison.Ordinal);
    }

    private Task<CheckReport> RunAsync() => _bench.RunAsync();

    private async Task FollowAsync(DateTimeOffset? confirmedAt = null) =>
        Assert.True(await _store.Subscriptions.TryWriteAsync([Some.Subscription(confirmedAt: confirmedAt)], message: null, default));
}

using Tipstaff.Checks;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

/// <summary>What is measured of checks, and what is not.</summary>
public sealed class CheckMeasuresTests : IDisposable
{
    private static readonly FeedFetch.Unavailable Down = new("HTTP 503", RetryAfter: null);

    private readonly CheckBench _bench = new();

    private static DateTimeOffset Nine => Some.Monday9Am;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_EachOutcome_IsCountedByItsName()
    {
        _bench.Options.Retries = 0;
        var filed = SomeFeed.Of(Nine, SomeFeed.Item(2));
        FeedFetch[] answers =
        [
            ScriptedFeedSource.Fetched(filed),
            ScriptedFeedSource.Fetched(filed),
            new FeedFetch.NotModified(),
            ScriptedFeedSource.Fetched(SomeFeed.Of(Nine, SomeFeed.Item(2), "<item><title>?</title></item>")),
            Down,
            ScriptedFeedSource.Fetched("<html><body>Down for maintenance</body></html>"),
            ScriptedFeedSource.Fetched(SomeFeed.Of(Nine, SomeFeed.Item(3)).Replace("</channel></rss>", "", StringComparison.Ordinal)) with { IsWhole = false },
        ];

        foreach (var answer in answers)
        {
            _bench.Source.Answer = answer;
            await _bench.RunAsync(times: 1);
        }

        Assert.Equal(
            [.. new[] { "new_entries", "unchanged", "unchanged", "nothing_new", "unavailable", "garbled", "cut_short" }.Select(outcome => $"1 court=nysd outcome={outcome}")],
            _bench.Taken.Of("tipstaff.checks"));
        Assert.Equal(4, _bench.Taken.Of("tipstaff.feed.items").Count);
    }

    [Fact]
    public async Task RunAsync_CourtThatAnswersAtTheThirdRequest_TookAsLongAsItsWaits()
    {
        _bench.Source.Then(Down).Then(Down).Gives(SomeFeed.Of(Nine, SomeFeed.Item(2)));

        await _bench.RunAsync();

        var took = Assert.Single(_bench.Taken.All, measure => measure.Name == "tipstaff.check.duration");
        Assert.Equal("new_entries", took.Tags["outcome"]);
        Assert.InRange(took.Value, 9.6, 14.7);
        Assert.Equal(["1 what=check", "1 what=check"], _bench.Taken.Of("tipstaff.retries"));
        Assert.Single(_bench.Taken.Of("tipstaff.checks"));
    }

    [Fact]
    public async Task RunAsync_FeedThatWasRead_IsMeasuredWithWhatCouldNotBeRead()
    {
        var body = SomeFeed.Of(Nine, SomeFeed.Item(2), "<item><title>?</title></item>");
        _bench.Source.Gives(body);

        await _bench.RunAsync();

        Assert.Equal([$"{body.Length} court=nysd"], _bench.Taken.Of("tipstaff.feed.size"));
        Assert.Equal(["2 court=nysd"], _bench.Taken.Of("tipstaff.feed.items"));
    }

    [Fact]
    public async Task RunAsync_NewEntry_IsSeenMatchedAndQueuedSoLongAfterTheCourtsOwnTime()
    {
        await FollowAsync(Some.Subscription(confirmedAt: Nine.AddMinutes(-30)));
        await BeginAsync();

        _bench.Source.Gives(SomeFeed.Of(Nine.AddMinutes(8), SomeFeed.Item(3, Nine.AddMinutes(4)), SomeFeed.Item(2, Nine.AddHours(-1))));
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        await _bench.RunAsync();

        Assert.Equal(["360 stage=seen", "360 stage=matched", "360 stage=queued"], _bench.Taken.Of("tipstaff.delay"));
    }

    [Fact]
    public async Task RunAsync_FirstFeedOfACourt_MeasuresNoDelay()
    {
        await BeginAsync();

        Assert.Empty(_bench.Taken.Of("tipstaff.delay"));
    }

    [Fact]
    public async Task RunAsync_EntryForADigest_IsSeenAndNoMore()
    {
        await FollowAsync(Some.Subscription(confirmedAt: Nine.AddMinutes(-30)) with { Cadence = Cadence.Hourly });
        await BeginAsync();

        await FileAsync(SomeFeed.Item(3, Nine));

        Assert.Equal(["60 stage=seen"], _bench.Taken.Of("tipstaff.delay"));
    }

    [Fact]
    public async Task RunAsync_EntryWithoutATime_MeasuresNoDelay()
    {
        await FollowAsync(Some.Subscription(confirmedAt: Nine.AddMinutes(-30)));
        await BeginAsync();

        await FileAsync(SomeFeed.Item(3, timed: false));

        Assert.Single(_bench.Store.Messages);
        Assert.Empty(_bench.Taken.Of("tipstaff.delay"));
    }

    [Fact]
    public async Task RunAsync_RaceLostOnce_CountsTheCheckAndItsEntriesOnce()
    {
        await BeginAsync();
        var races = 0;
        _bench.Dockets = Around.Member<IDockets>(_bench.Store.Dockets, nameof(IDockets.TryRecordAsync), (args, next) => races++ == 0 ? Task.FromResult(false) : next(args));
        _bench.Restart();

        await FileAsync(SomeFeed.Item(3, Nine));

        Assert.Equal(2, races);
        Assert.Equal(2, _bench.Taken.Of("tipstaff.checks").Count);
        Assert.Equal(["60 stage=seen"], _bench.Taken.Of("tipstaff.delay"));
    }

    [Fact]
    public async Task RunAsync_FeedSlidPastTheLastGoodCheck_CountsTheGapOnce()
    {
        await BeginAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(33));

        _bench.Source.Gives(SomeFeed.Of(Nine.AddHours(33), SomeFeed.Item(7, Nine.AddHours(32))));
        await _bench.RunAsync();
        await _bench.RunAsync(times: 1);

        Assert.Equal(["1 court=nysd"], _bench.Taken.Of("tipstaff.gaps"));
    }

    [Fact]
    public async Task RunAsync_BreakerOpensIsTriedTwiceAndCloses_CountsEachTurnAndTheTimeThatItWasOpen()
    {
        _bench.Options.Retries = 0;
        _bench.Source.Answer = Down;
        await _bench.RunAsync(times: 6);
        _bench.Source.Gives(SomeFeed.Of(Nine, SomeFeed.Item(2)));
        await _bench.RunAsync(times: 2);

        Assert.Equal(
            [.. new[] { "open", "half_open", "open", "half_open", "closed" }.Select(to => $"1 kind=court to={to}")], _bench.Taken.Of("tipstaff.breaker.changes"));
        Assert.Equal(["300 kind=court", "600 kind=court"], _bench.Taken.Of("tipstaff.breaker.open"));
    }

    private async Task FollowAsync(Subscription subscription) =>
        Assert.True(await _bench.Store.Subscriptions.TryWriteAsync([subscription], message: null, default));

    private async Task BeginAsync()
    {
        _bench.Source.Gives(SomeFeed.Of(Nine, SomeFeed.Item(2, Nine.AddHours(-1))));
        await _bench.RunAsync();
    }

    private async Task FileAsync(string item)
    {
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        _bench.Source.Gives(SomeFeed.Of(Nine.AddMinutes(1), item, SomeFeed.Item(2, Nine.AddHours(-1))));
        await _bench.RunAsync();
    }
}

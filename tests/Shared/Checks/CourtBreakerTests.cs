using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Operators;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CourtBreakerTests : IDisposable
{
    private readonly CheckBench _bench = new();

    public CourtBreakerTests()
    {
        _bench.Source.Answer = new FeedFetch.Unavailable("HTTP 503", RetryAfter: null);
        _bench.Options.Retries = 0;
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_FiveFailedChecks_HoldTheCourt()
    {
        var report = await _bench.RunAsync(times: 5);

        Assert.Equal(_bench.Clock.GetUtcNow() + _bench.Breakers.OpenFor, report.State.DueAt);
        Assert.Equal(CircuitState.Open, _bench.Stored.Breaker.At(_bench.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task RunAsync_HeldCourt_IsNeitherAskedNorWritten()
    {
        await _bench.RunAsync(times: 5);

        var report = await _bench.RunAsync();

        Assert.True(report.IsHeld);
        Assert.Equal((5, 0, 5), (_bench.Source.Asked.Count, _bench.Source.Upchecks, _bench.Stored.Version));
        Assert.Equal(_bench.Stored.Breaker.OpenUntil, report.State.DueAt);
    }

    [Fact]
    public async Task RunAsync_AfterARestart_IsHeldStill()
    {
        await _bench.RunAsync(times: 5);
        _bench.Restart();

        Assert.True((await _bench.RunAsync()).IsHeld);
    }

    [Fact]
    public async Task RunAsync_HalfOpen_MakesOneTrialAfterAnUpcheck()
    {
        await _bench.RunAsync(times: 5);
        _bench.Options.Retries = 3;

        var report = await _bench.RunAsync(times: 1);

        Assert.Equal((6, 1), (_bench.Source.Asked.Count, _bench.Source.Upchecks));
        Assert.Equal(_bench.Clock.GetUtcNow() + (2 * _bench.Breakers.OpenFor), report.State.DueAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_FailedUpcheck_IsAFailedTrialWithoutARequest(bool stalls)
    {
        await _bench.RunAsync(times: 5);
        (_bench.Source.IsUp, _bench.Source.IsStalling) = (false, stalls);
        await _bench.ToDueAsync();
        var begun = _bench.Clock.GetUtcNow();

        var report = await _bench.RunAsync();

        Assert.Equal((5, "no answer to an upcheck", 6), (_bench.Source.Asked.Count, report.State.Trouble, report.State.Failures));
        Assert.Equal(_bench.Clock.GetUtcNow() + (2 * _bench.Breakers.OpenFor), report.State.DueAt);
        Assert.Equal(stalls ? 1 : 0, Math.Round((_bench.Clock.GetUtcNow() - begun).TotalSeconds));
    }

    [Fact]
    public async Task RunAsync_GoodTrial_ClosesItAndForgetsThePast()
    {
        await _bench.RunAsync(times: 5);
        _bench.Source.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(3)));

        var report = await _bench.RunAsync(times: 1);

        Assert.Equal(CircuitBreaker.New, report.State.Breaker);
        Assert.Equal(_bench.Clock.GetUtcNow() + _bench.Options.Every, report.State.DueAt);
    }

    [Fact]
    public async Task RunAsync_EachOtherCheckFails_TellsOperatorsOfHowManyOfTheLast()
    {
        for (var pair = 0; pair < 10; pair++)
        {
            _bench.Source.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(3)));
            await _bench.RunAsync(times: 1);
            _bench.Source.Answer = new FeedFetch.Unavailable("HTTP 404", RetryAfter: null, MayPass: false);
            await _bench.RunAsync(times: 1);
        }

        Assert.Contains(", 10 of its last 20 checks failed; ", Assert.Single(_bench.Notices).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_LastingTrouble_TellsOperatorsOnceAndWhenItIsOver()
    {
        await _bench.RunAsync(times: 4);
        Assert.Empty(_bench.Notices);
        await _bench.RunAsync(times: 5);
        var trouble = Assert.Single(_bench.Notices);
        _bench.Source.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(3)));

        await _bench.RunAsync(times: 3);

        Assert.Equal((NoticeKind.CourtInTrouble, Some.Nysd), (trouble.Kind, trouble.Court));
        Assert.Equal(
            "nysd has been in trouble since 2026-03-02 14:04 UTC, 5 failed checks in a row; its feed was never read. The last answer: HTTP 503. "
            + "It is asked again at 2026-03-02 14:09 UTC, and its followers then get what is new. If this lasts, look at its feed in a browser: "
            + "the court may be down, or its feed may have moved.",
            trouble.Text);
        Assert.Equal([NoticeKind.CourtInTrouble, NoticeKind.CourtIsBack], _bench.Notices.Select(notice => notice.Kind));
        Assert.Contains("after trouble since 2026-03-02 14:04 UTC", _bench.Notices[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_TroubleAgain_IsToldAgain()
    {
        await _bench.RunAsync(times: 5);
        var down = _bench.Source.Answer;
        _bench.Source.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(3)));
        await _bench.RunAsync(times: 1);
        _bench.Source.Answer = down;

        await _bench.RunAsync(times: 5);

        Assert.Equal(2, _bench.Notices.Count(notice => notice.Kind is NoticeKind.CourtInTrouble));
    }

    [Fact]
    public async Task RunAsync_OpensAndCloses_LogsAWarningAndThatItIsOver()
    {
        await _bench.RunAsync(times: 6);
        _bench.Source.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(3)));

        await _bench.RunAsync(times: 2);

        var opened = Assert.Single(_bench.Log.Lines, line => line.Contains("Circuit breaker of nysd opened", StringComparison.Ordinal));
        Assert.StartsWith("Warning Circuit breaker of nysd opened until 2026-03-02T14:09", opened, StringComparison.Ordinal);
        Assert.Single(_bench.Log.Lines, line => line.StartsWith("Information Circuit breaker of nysd closed", StringComparison.Ordinal));
        Assert.Equal(6, _bench.Log.Lines.Count(line => line.StartsWith("Warning Check of nysd failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RunAsync_FeedMoved_IsAskedThereAtOnce()
    {
        await _bench.RunAsync(times: 5);
        _bench.Feed = new Uri("https://ecf.nysd.uscourts.gov/cgi-bin/rss_other.pl");
        _bench.Source.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(3)));

        var report = await _bench.RunAsync();

        Assert.Equal((false, CheckResult.NewEntries), (report.IsHeld, report.State.Result));
        Assert.Equal(NoticeKind.CourtIsBack, _bench.Notices[^1].Kind);
    }

    [Fact]
    public async Task RunAsync_ClockSetBack_IsNotHeld()
    {
        await _bench.RunAsync(times: 5);

        _bench.Clock.Advance(TimeSpan.FromDays(-1));

        Assert.False((await _bench.RunAsync()).IsHeld);
    }

    [Fact]
    public async Task RunAsync_AskedToStayAwayWhenItOpens_IsHeldThatLong()
    {
        await _bench.RunAsync(times: 4);
        _bench.Source.Answer = new FeedFetch.Unavailable("HTTP 503", TimeSpan.FromMinutes(40));

        var report = await _bench.RunAsync(times: 1);

        Assert.Equal(_bench.Clock.GetUtcNow().AddMinutes(40), report.State.DueAt);
    }
}

using System.Text.Json;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CheckRetryTests : IDisposable
{
    private static readonly FeedFetch.Unavailable Down = new("HTTP 503", RetryAfter: null);
    private readonly CheckBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_CourtDown_AsksAgainThreeTimesEachLater()
    {
        _bench.Source.Answer = Down;

        await _bench.RunAsync();

        var waits = _bench.AskedAfter.Zip(_bench.AskedAfter.Skip(1), (one, next) => next - one).ToList();
        Assert.Equal(0, _bench.AskedAfter[0]);
        Assert.Collection(
            waits, wait => Assert.InRange(wait, 2.4, 3.7), wait => Assert.InRange(wait, 7.2, 10.9), wait => Assert.InRange(wait, 21.6, 32.5));
    }

    [Fact]
    public async Task RunAsync_EachAttemptFails_IsOneFailedCheck()
    {
        _bench.Source.Answer = Down;

        var report = await _bench.RunAsync();

        Assert.Equal((1, 1, 1), (report.State.Failures, report.State.Breaker.FailuresInARow, report.State.Breaker.Remembered));
        Assert.Equal(1, _bench.Stored.Version);
        Assert.Equal(_bench.Clock.GetUtcNow() + _bench.Options.Every, report.State.DueAt);
    }

    [Fact]
    public async Task RunAsync_WhatDoesNotPass_IsAskedOnce()
    {
        _bench.Source.Answer = Down with { Reason = "HTTP 403", MayPass = false };

        await _bench.RunAsync();

        Assert.Equal([0], _bench.AskedAfter);
    }

    [Fact]
    public async Task RunAsync_BackAtTheSecondAttempt_IsAGoodCheck()
    {
        _bench.Source.Then(Down).Gives(Whole());

        var report = await _bench.RunAsync();

        Assert.Equal((CheckResult.NewEntries, 2, 0), (report.State.Result, report.NewEntries, report.State.Failures));
        Assert.Equal(2, _bench.AskedAfter.Count);
        Assert.Null(report.Unfinished);
    }

    [Fact]
    public async Task RunAsync_NoAnswer_EndsEachRequestAfterItsTime()
    {
        _bench.Source.IsStalling = true;
        _bench.Options.Retries = 1;

        var report = await _bench.RunAsync();

        Assert.Equal("no answer within 10 s", report.State.Trouble);
        Assert.InRange(_bench.AskedAfter[1], 12.4, 13.8);
    }

    [Fact]
    public async Task RunAsync_AskedToStayAwayAMoment_WaitsThatLong()
    {
        _bench.Source.Then(Down with { RetryAfter = TimeSpan.FromSeconds(20) }).Gives(Whole());

        await _bench.RunAsync();

        Assert.Equal([0, 20], _bench.AskedAfter);
    }

    [Fact]
    public async Task RunAsync_AskedToStayAwayForLong_LeavesItToTheNextCheck()
    {
        _bench.Source.Answer = Down with { RetryAfter = TimeSpan.FromMinutes(7) };

        var report = await _bench.RunAsync();

        Assert.Equal([0], _bench.AskedAfter);
        Assert.Equal(Some.Monday9Am.AddMinutes(7), report.State.DueAt);
    }

    [Fact]
    public async Task RunAsync_FeedCutShort_GivesItsWholeItemsBeforeItAsksAgain()
    {
        await FollowAsync();
        _bench.Source.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddDays(-2))));
        await _bench.RunAsync();
        _bench.Source.Then(ScriptedFeedSource.Fetched(Cut())).Gives(Whole());

        var check = _bench.Check.RunAsync(_bench.Court, _bench.Feed, CancellationToken.None);

        Assert.False(check.IsCompleted);
        Assert.Single(_bench.Queue.Keys);
        Assert.Equal((0, 0, CheckResult.NewEntries), (_bench.Stored.Failures, _bench.Stored.Breaker.FailuresInARow, _bench.Stored.Result));
        _bench.Clock.Advance(TimeSpan.FromSeconds(4));
        var report = await check;
        Assert.Equal((2, 2, CheckResult.NewEntries), (report.NewEntries, report.Alerts, report.State.Result));
        Assert.Equal(2, _bench.Queue.Keys.Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_FeedCutShortEachTime_IsOneFailureWithItsWholeItems()
    {
        _bench.Source.Gives(Cut());

        var report = await _bench.RunAsync();

        Assert.Equal((CheckResult.CutShort, 1, 1), (report.State.Result, report.State.Failures, report.NewEntries));
        Assert.Equal(4, _bench.AskedAfter.Count);
    }

    [Fact]
    public async Task RunAsync_GarbledThenGood_KeepsTheAnswerAndIsAGoodCheck()
    {
        _bench.Source.Then(ScriptedFeedSource.Fetched("<html>9:00</html>")).Then(ScriptedFeedSource.Fetched("<html>9:01</html>")).Gives(Whole());

        var report = await _bench.RunAsync();

        Assert.Equal((CheckResult.NewEntries, 0), (report.State.Result, report.State.Failures));
        Assert.Equal("<html>9:00</html>", Assert.Single(await _bench.Store.Dockets.UnreadableAsync(10, default)).Item.Text);
    }

    [Fact]
    public async Task RunAsync_WhileAnotherCourtsCheckWaits_IsNotHeldUp()
    {
        _bench.Options.Concurrency = 1;
        _bench.Source.Then(Down).Gives(Whole());
        var waiting = _bench.Check.RunAsync(CourtId.Parse("nysb"), _bench.Feed, CancellationToken.None);

        var report = await _bench.RunAsync();

        Assert.Equal((false, CheckResult.NewEntries), (waiting.IsCompleted, report.State.Result));
        Assert.Equal([0], _bench.AskedAfter);
    }

    [Fact]
    public async Task RunAsync_EndedWhileItWaits_WritesNothing()
    {
        using var end = new CancellationTokenSource();
        _bench.Source.Answer = Down;
        var check = _bench.Check.RunAsync(_bench.Court, _bench.Feed, end.Token);

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
        Assert.Empty(_bench.Store.Courts);
    }

    [Fact]
    public async Task TryOnceAsync_UntilTheLast_SaysWhenToAskAgain()
    {
        _bench.Source.Answer = Down;
        var progress = CheckProgress.Begun;

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var report = await _bench.Check.TryOnceAsync(_bench.Court, _bench.Feed, _bench.Options.Pace, progress, CancellationToken.None);
            progress = JsonSerializer.Deserialize<CheckProgress>(JsonSerializer.Serialize(report.Unfinished))!;
            Assert.Equal(attempt, progress.Attempts);
            Assert.True(progress.Wait > TimeSpan.Zero);
        }

        var last = await _bench.Check.TryOnceAsync(_bench.Court, _bench.Feed, _bench.Options.Pace, progress, CancellationToken.None);
        Assert.Null(last.Unfinished);
        Assert.Equal(1, last.State.Failures);
    }

    private static string Whole() =>
        SomeFeed.Of(Some.Monday9Am.AddMinutes(20), SomeFeed.Item(4, Some.Monday9Am.AddMinutes(10)), SomeFeed.Item(3, Some.Monday9Am.AddMinutes(10)));

    private static string Cut() => Whole()[..(Whole().LastIndexOf("<pubDate>", StringComparison.Ordinal) + 4)];

    private async Task FollowAsync() =>
        Assert.True(await _bench.Store.Subscriptions.TryWriteAsync([Some.Subscription()], message: null, CancellationToken.None));
}

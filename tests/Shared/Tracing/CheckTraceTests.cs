using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Tracing;

namespace Tipstaff.Tests.Shared.Tracing;

public sealed class CheckTraceTests : IDisposable
{
    private readonly CheckBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_NewEntry_KeepsThePlaceOfItsCheckWithTheAlert()
    {
        using var heard = new HeardSpans();
        await ReadOnceAsync();

        var trace = await FileAsync();

        var check = heard.One(trace, "check");
        Assert.Equal((default, "attempt=1 court=nysd outcome=new_entries"), (check.ParentSpanId, HeardSpans.Tags(check)));
        Assert.Equal(["fetch", "read", "match", "record", "queue", "check"], heard.Of(trace).Select(span => span.OperationName));
        Assert.All(heard.Of(trace).SkipLast(1), part => Assert.Equal(check.SpanId, part.ParentSpanId));
        Assert.Equal($"00-{check.TraceId}-{check.SpanId}-01", Kept().ToString());
    }

    [Fact]
    public async Task RunAsync_AsksAgain_IsOneTraceFromTheFirstRequestOn()
    {
        using var heard = new HeardSpans();
        await ReadOnceAsync();
        _bench.Source.Then(new FeedFetch.Unavailable("HTTP 503", RetryAfter: null));

        var trace = await FileAsync();

        var checks = heard.Of(trace).Where(span => span.OperationName == "check").ToList();
        Assert.Equal(["attempt=1 court=nysd outcome=asks_again", "attempt=2 court=nysd outcome=new_entries"], checks.Select(HeardSpans.Tags));
        Assert.Equal(checks[0].SpanId, checks[1].ParentSpanId);
    }

    [Fact]
    public async Task RunAsync_WithinAnothersSpan_BeginsATraceOfItsOwnAndComesBack()
    {
        using var function = new Activity("function").Start();
        await ReadOnceAsync();

        var trace = await FileAsync();

        Assert.NotEqual(function.TraceId.ToHexString(), trace);
        Assert.Same(function, Activity.Current);
    }

    [Fact]
    public async Task RunAsync_EachCheck_IsATraceOfItsOwn()
    {
        await ReadOnceAsync();

        var (one, other) = (await FileAsync(), await FileAsync(sequence: 4));

        Assert.Matches("^[0-9a-f]{32}$", one);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task TryOnceAsync_WorkThrows_TheSpanFailedAndItsTraceTellsSo()
    {
        using var heard = new HeardSpans();
        using var lines = new TracedLines();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(lines));
        using var first = new Activity("first").Start();
        var store = _bench.Store;
        var check = SomeChecks.Of(new BrokenSource(), store.Dockets, store.Subscriptions, _bench.Clock, logger: logging.CreateLogger<CheckCourt>());

        await Assert.ThrowsAsync<InvalidDataException>(() => check.TryOnceAsync(
            _bench.Court, _bench.Feed, _bench.Options.Pace, CheckProgress.Begun with { Trace = TraceContext.Of(first) }, default));

        var trace = first.TraceId.ToHexString();
        Assert.Equal(ActivityStatusCode.Error, heard.One(trace, "check").Status);
        Assert.Equal((trace, "InvalidDataException"), (Assert.Single(lines.Of(7904)).Trace, lines.Of(7904)[0].Text.Split(' ', ',')[4]));
    }

    private async Task ReadOnceAsync()
    {
        Assert.True(await _bench.Store.Subscriptions.TryWriteAsync([Some.Subscription(confirmedAt: Some.Monday9Am.AddMinutes(-1))], message: null, default));
        _bench.Source.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        await _bench.RunAsync();
    }

    private async Task<string> FileAsync(int sequence = 3)
    {
        await _bench.ToDueAsync();
        var now = _bench.Clock.GetUtcNow();
        _bench.Source.Gives(SomeFeed.Of(now, SomeFeed.Item(sequence, now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        Assert.Equal(1, (await _bench.RunAsync()).Alerts);
        return Kept().TraceId;
    }

    private TraceContext Kept() => Assert.IsType<OutboxMessage.AlertMessage>(_bench.Store.Messages[^1].Message).Alert.Trace!;

    private sealed class BrokenSource : IFeedSource
    {
        public Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken) =>
            throw new InvalidDataException("broken");

        public Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken) => throw new InvalidDataException("broken");
    }
}

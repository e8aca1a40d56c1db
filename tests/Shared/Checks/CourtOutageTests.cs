using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Operators;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

/// <summary>The District of Oregon is away each day from 4 to 5, its time; in March that is 12:00 to 13:00 UTC before the clocks change.</summary>
public sealed class CourtOutageTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Begin.AddHours(1);

    private readonly CheckBench _bench = new() { Court = CourtId.Parse("ord") };

    public CourtOutageTests()
    {
        _bench.Source.Answer = new FeedFetch.Unavailable("HTTP 503", RetryAfter: null);
        _bench.Options.Retries = 0;
        _bench.Clock.Advance(Begin - _bench.Clock.GetUtcNow());
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("<html><body>Down for maintenance</body></html>")]
    public async Task RunAsync_CourtAwayAsAnnounced_AlarmsNobody(string? page)
    {
        _bench.Source.Answer = page is null ? _bench.Source.Answer : ScriptedFeedSource.Fetched(page);

        await RunUntilAsync(End);

        Assert.True(_bench.Source.Asked.Count > 5);
        Assert.Empty(_bench.Notices);
        Assert.DoesNotContain(_bench.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_CourtAwayAsAnnounced_IsAskedAtTheEnd()
    {
        await RunUntilAsync(End);

        Assert.Equal(End, _bench.Stored.DueAt);
    }

    [Fact]
    public async Task RunAsync_BackAtTheEnd_TellsNothing()
    {
        await RunUntilAsync(End);
        _bench.Source.Gives(SomeFeed.Of(End, SomeFeed.Item(3)));

        await _bench.RunAsync(times: 1);

        Assert.Equal((0, CheckResult.NewEntries), (_bench.Notices.Count, _bench.Stored.Result));
        Assert.DoesNotContain(_bench.Log.Lines, line => line.Contains("Information Circuit breaker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_StillAwayAfterTheEnd_IsToldThenAndWaitsFromAnew()
    {
        await RunUntilAsync(End);

        await _bench.RunAsync(times: 2);

        Assert.Equal(NoticeKind.CourtInTrouble, Assert.Single(_bench.Notices).Kind);
        Assert.Single(_bench.Log.Lines, line => line.StartsWith("Warning Circuit breaker of ord opened", StringComparison.Ordinal));
        Assert.Equal(End.AddMinutes(10 + 20), _bench.Stored.DueAt);
    }

    [Fact]
    public async Task RunAsync_AskedToStayAwayBeyondTheEnd_IsObeyed()
    {
        _bench.Source.Answer = new FeedFetch.Unavailable("HTTP 503", TimeSpan.FromHours(3));

        await _bench.RunAsync(times: 5);

        Assert.Equal(_bench.Clock.GetUtcNow().AddHours(3), _bench.Stored.DueAt);
    }

    private async Task RunUntilAsync(DateTimeOffset end)
    {
        do
        {
            await _bench.RunAsync();
            await _bench.ToDueAsync();
        }
        while (_bench.Clock.GetUtcNow() < end);
    }
}

using Tipstaff.Checks;
using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

/// <summary>A court of the made-up courthouse, checked as it is due for a simulated while.</summary>
internal sealed class CourthouseDay : IFeedSource
{
    private static readonly Uri Feed = new("https://courthouse.example/feed.xml");

    private readonly ManualTimeProvider _clock = new();
    private readonly MadeUpCourthouse _courthouse;
    private readonly TimeSpan _clockAhead;
    private readonly InMemoryStore _store;
    private readonly CheckCourt _check;

    /// <param name="options">The courthouse.</param>
    /// <param name="every">The shortest interval.</param>
    /// <param name="clockAhead">By how much the court's clock is ahead of ours.</param>
    public CourthouseDay(CourthouseOptions options, TimeSpan every, TimeSpan clockAhead = default)
    {
        _clockAhead = clockAhead;
        _courthouse = new MadeUpCourthouse(options, _clock.GetUtcNow() + clockAhead);
        _store = new InMemoryStore(_clock);
        _check = SomeChecks.Of(this, _store.Dockets, _store.Subscriptions, _clock, every);
    }

    public IReadOnlyList<CourtId> Courts => [.. _courthouse.Courts.Select(court => court.Id)];

    /// <summary>When the court was checked, and what came of it.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset At, CheckReport Report)>> CheckAsync(CourtId court, TimeSpan length)
    {
        var checks = new List<(DateTimeOffset, CheckReport)>();
        var end = _clock.GetUtcNow() + length;
        while (_clock.GetUtcNow() < end)
        {
            var report = await _check.RunAsync(court, Feed, CancellationToken.None);
            checks.Add((_clock.GetUtcNow(), report));
            _clock.Advance(report.State.DueAt!.Value - _clock.GetUtcNow());
        }

        return checks;
    }

    /// <summary>For each rebuild since a moment how long it stood before it was seen.</summary>
    public IReadOnlyList<TimeSpan> Delays(CourtId court, IReadOnlyList<(DateTimeOffset At, CheckReport Report)> checks)
    {
        var delays = new List<TimeSpan>();
        for (var built = Next(checks[0].At); built <= checks[^1].At; built = Next(built))
        {
            delays.Add(checks.First(check => check.At >= built).At - built);
        }

        return delays;

        DateTimeOffset Next(DateTimeOffset moment) => _courthouse.NextRebuild(court, moment + _clockAhead) - _clockAhead;
    }

    public Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
    {
        var answer = _courthouse.Answer(court, _clock.GetUtcNow() + _clockAhead, eTag, lastModified);
        return Task.FromResult<FeedFetch>(answer.Status switch
        {
            304 => new FeedFetch.NotModified(),
            200 => new FeedFetch.Fetched(answer.Body, answer.ETag, answer.LastModified),
            var status => new FeedFetch.Unavailable($"HTTP {status}", answer.RetryAfter),
        });
    }

    public Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken) => Task.FromResult(true);
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Local.Run;
using Tipstaff.Measures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

public sealed class CheckLoopTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryStore _store;
    private readonly StallingSource _source = new();
    private readonly CheckOptions _options = new();
    private readonly List<IDisposable> _owned = [];

    public CheckLoopTests() => _store = new InMemoryStore(_clock);

    public void Dispose() => _owned.ForEach(one => one.Dispose());

    [Fact]
    public async Task StartDueAsync_AtTheStart_SpreadsTheCourtsOverTheIntervalAndKeepsThemSo()
    {
        var loop = Loop(Courts(4));

        var started = await SecondsAsync(loop, 150);

        Assert.Equal(
            [0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150],
            started.Select(one => one.Second));
        Assert.Equal(4, started.Take(4).Select(one => one.Court).Distinct().Count());
    }

    [Fact]
    public async Task StartDueAsync_ASingleCourt_IsAskedAtOnce()
    {
        var loop = Loop(Courts(1));

        Assert.Single(await loop.StartDueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task StartDueAsync_AllCourtsButOneStall_ThatOneIsCheckedOnTime()
    {
        var courts = Courts(200);
        _source.Stalling = [.. courts.SkipLast(1)];
        var loop = Loop(courts);

        var started = await SecondsAsync(loop, 300, courts[^1]);

        Assert.Equal([60, 120, 180, 240, 300], started.Where(one => one.Court == courts[^1]).Select(one => one.Second));
    }

    [Fact]
    public async Task StartDueAsync_CourtStillBeingAsked_IsNotAskedAgain()
    {
        var courts = Courts(1);
        _source.Stalling = [.. courts];
        var loop = Loop(courts);
        await loop.StartDueAsync(CancellationToken.None);

        _clock.Advance(9 * Second);

        Assert.Empty(await loop.StartDueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task StartDueAsync_ClockSetBack_AsksAtOnce()
    {
        var loop = Loop(Courts(1));
        await SecondsAsync(loop, 1);

        _clock.Advance(TimeSpan.FromDays(-1));

        Assert.Single(await loop.StartDueAsync(CancellationToken.None));
    }

    // Each second a look, and each check that is not to stall is over before the next.
    private async Task<List<(int Second, CourtId Court)>> SecondsAsync(CheckLoop loop, int seconds, CourtId? only = null)
    {
        var all = new List<(int, CourtId)>();
        for (var second = 0; second <= seconds; second++)
        {
            var started = await loop.StartDueAsync(CancellationToken.None);
            all.AddRange(started.Select(court => (second, court)));
            foreach (var court in started.Where(court => only is null || court == only))
            {
                await loop.Checks[court];
            }

            _clock.Advance(Second);
        }

        return all;
    }

    private static List<CourtId> Courts(int count) => [.. CourtDirectory.Default.All.Take(count).Select(court => court.Id)];

    private CheckLoop Loop(List<CourtId> courts)
    {
        var (options, breakers) = (Options.Create(_options), Options.Create(new BreakerOptions()));
        var settings = new RunSettings { DataFolder = "", Feeds = courts.ToDictionary(court => court, court => new Uri($"http://127.0.0.1/{court}.xml")) };
        var pipeline = new CheckPipeline(_source, options, breakers, _clock);
        var check = new CheckCourt(
            pipeline,
            _store.Dockets,
            _store.Subscriptions,
            new RecordingQueue(),
            new CourtBreakers(CourtDirectory.Default, breakers),
            options,
            TipstaffMeter.Unheard,
            _clock,
            NullLogger<CheckCourt>.Instance);
        var watched = new WatchedCourts(settings, _store.Subscriptions, options, Options.Create(new CanaryOptions()), NullLogger<WatchedCourts>.Instance);
        var loop = new CheckLoop(check, _store.Dockets, watched, TipstaffMeter.Unheard, _clock, NullLogger<CheckLoop>.Instance);
        _owned.AddRange([loop, pipeline]);
        return loop;
    }

    private sealed class StallingSource : IFeedSource
    {
        public HashSet<CourtId> Stalling { get; set; } = [];

        public async Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
        {
            if (Stalling.Contains(court))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return ScriptedFeedSource.Fetched(SomeFeed.Of(Some.Monday9Am));
        }

        public Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken) => Task.FromResult(!Stalling.Contains(court));
    }
}

using System.Globalization;
using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Chaos;

/// <summary><c>tipstaff courthouse</c> in a process of its own, and the same courthouse in this process, which knows the truth.</summary>
internal sealed class ChaosCourthouse(int seed, double entriesPerMinute) : IAsyncDisposable
{
    private const int CourtCount = 6;

    private static readonly TimeSpan History = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RebuildEvery = TimeSpan.FromSeconds(1);

    private readonly Uri _url = new($"http://127.0.0.1:{TipstaffProcess.FreePort()}");
    private TipstaffProcess? _process;
    private DateTimeOffset _start;
    private MadeUpCourthouse? _truth;

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Its courts and dockets, before and while it files.</summary>
    public MadeUpCourthouse Truth => _truth ??= new MadeUpCourthouse(Options(0), Now);

    /// <summary><c>--feed</c> for each court.</summary>
    public IEnumerable<string> FeedArgs => Truth.Courts.SelectMany(court => new[] { "--feed", $"{court.Id}={_url}{court.Id}.xml" });

    /// <summary>Opens with feeds in which nothing is yet.</summary>
    public Task OpenAsync() => StartAsync(perMinute: 0, Now, faults: []);

    /// <summary>Begins to file, and to fail.</summary>
    public Task FileAsync(params string[] faults)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds());
        _truth = new MadeUpCourthouse(Options(entriesPerMinute), start);
        return StartAsync(entriesPerMinute, start, faults);
    }

    /// <summary>Goes on filing without any fault.</summary>
    public Task RecoverAsync() => StartAsync(entriesPerMinute, _start, faults: []);

    /// <summary>What the feeds show, as they were last rebuilt at this moment.</summary>
    public IReadOnlyList<FiledEntry> Shown(DateTimeOffset now)
    {
        Truth.AdvanceTo(now);
        return [.. Truth.Courts.SelectMany(court => Truth.ShownIn(court.Id, Truth.LastRebuild(court.Id, now)))];
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private CourthouseOptions Options(double perMinute) => new()
    {
        Courts = CourtCount,
        Seed = seed,
        EntriesPerMinute = perMinute,
        RebuildEvery = RebuildEvery,
        History = History,
    };

    private async Task StartAsync(double perMinute, DateTimeOffset start, string[] faults)
    {
        await DisposeAsync();
        _start = start;
        _process = await TipstaffProcess.StartServiceAsync(
            [
                "courthouse", "--courts", Text(CourtCount), "--seed", Text(seed), "--entries-per-minute", Text(perMinute),
                "--rebuild-every", "1s", "--history", "1s", "--start", start.ToString("O", CultureInfo.InvariantCulture), .. faults,
            ],
            [],
            _url);
    }
}

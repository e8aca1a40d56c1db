using Microsoft.Extensions.Logging;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Operators;

namespace Tipstaff.Tests.Support;

/// <summary>A court that answers as scripted, a store, and checks whose clock goes on by itself while they wait.</summary>
internal sealed class CheckBench : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly List<IDisposable> _owned = [];
    private CheckCourt? _check;

    public CheckBench() => Store = new InMemoryStore(Clock);

    public ManualTimeProvider Clock { get; } = new();

    public ScriptedFeedSource Source { get; } = new();

    public RecordingQueue Queue { get; } = new();

    public InMemoryStore Store { get; }

    /// <summary>What checks write to, where it is not the store itself.</summary>
    public IDockets? Dockets { get; set; }

    public LogLines Log { get; } = new();

    public MeasuresTaken Taken { get; } = new();

    public CheckOptions Options { get; } = new();

    public BreakerOptions Breakers { get; } = new();

    public CourtId Court { get; set; } = Some.Nysd;

    public Uri Feed { get; set; } = new("https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl");

    /// <summary>How many seconds after its begin the last check made each of its requests, to the tenth.</summary>
    public IReadOnlyList<double> AskedAfter { get; private set; } = [];

    public CheckCourt Check => _check ??= Build();

    public CourtState Stored => Store.Courts[Court.Value];

    public IReadOnlyList<OperatorNotice> Notices => [.. Store.Notices.Select(notice => notice.Notice)];

    /// <summary>A whole check.</summary>
    public async Task<CheckReport> RunAsync()
    {
        var (start, before) = (Clock.GetUtcNow(), Source.Asked.Count);
        var asked = new List<double>();
        var check = Check.RunAsync(Court, Feed, CancellationToken.None);
        for (var steps = 0; !check.IsCompleted; steps++)
        {
            Assert.True(steps < 10_000, "The check does not end.");
            Note();
            Clock.Advance(Step);
        }

        Note();
        AskedAfter = asked;
        return await check;

        void Note() => asked.AddRange(Enumerable.Repeat(Math.Round((Clock.GetUtcNow() - start).TotalSeconds, 1), Source.Asked.Count - before - asked.Count));
    }

    /// <summary>Whole checks, each when the court is due.</summary>
    public async Task<CheckReport> RunAsync(int times)
    {
        CheckReport? report = null;
        for (var i = 0; i < times; i++)
        {
            await ToDueAsync();
            report = await RunAsync();
        }

        return report!;
    }

    /// <summary>Sets the clock to when the court is due.</summary>
    public async Task ToDueAsync()
    {
        var due = (await Store.Dockets.FindCourtAsync(Court, CancellationToken.None))?.DueAt;
        Clock.Advance(due > Clock.GetUtcNow() ? due.Value - Clock.GetUtcNow() : TimeSpan.Zero);
    }

    /// <summary>The same store and clock in a new process.</summary>
    public void Restart() => _check = null;

    public void Dispose()
    {
        _owned.ForEach(one => one.Dispose());
        Log.Dispose();
        Taken.Dispose();
    }

    private CheckCourt Build()
    {
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var breakers = Microsoft.Extensions.Options.Options.Create(Breakers);
        var pipeline = new CheckPipeline(Source, options, breakers, Clock);
        _owned.AddRange([loggers, pipeline]);
        return new CheckCourt(
            pipeline,
            Dockets ?? Store.Dockets,
            Store.Subscriptions,
            Queue,
            new CourtBreakers(CourtDirectory.Default, breakers),
            options,
            Taken.Meter,
            Clock,
            loggers.CreateLogger<CheckCourt>());
    }
}

using Tipstaff.Courthouse;
using Tipstaff.Links;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Simulation.Truths;

namespace Tipstaff.Tests.Simulation.World;

/// <summary>One simulated day and the night after it: courts, people, one or two processes of the service, and what goes wrong.</summary>
internal sealed class SimulatedWorld : IDisposable
{
    private readonly Dictionary<string, ServiceProcess> _processes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly IHead _head;
    private int _generation;

    public SimulatedWorld(int seed, IReadOnlySet<string>? only, Func<SimulatedWorld, IHead> head, bool keepsTrace = false)
    {
        Seed = seed;
        Scenario = Scenario.Of(seed);
        Time = new VirtualTime(Scenario.Start);
        Nature = new VirtualContext(Time);
        Trace = new Trace(() => Time.Now) { All = keepsTrace ? [] : null };
        Courthouse = new MadeUpCourthouse(Scenario.Courthouse, Scenario.Start);
        var courts = Courthouse.Courts.Select(court => court.Id.Value).ToList();
        var weather = FaultWeather.Of(
            seed, Scenario.Start.AddMinutes(15), Scenario.CalmFrom, courts, [.. Enumerable.Range(0, Scenario.People).Select(People.AddressOf)]);
        Plan = new FaultPlan(seed, weather, only, fault => Trace.Add($"FAULT {fault.Kind} {fault.Id}"));
        Mailboxes = new Mailboxes(this);
        Truth = new Truth(this);
        People = new People(this, Nature);
        _head = head(this);
    }

    public int Seed { get; }

    public Scenario Scenario { get; }

    public VirtualTime Time { get; }

    public DateTimeOffset Now => Time.Now;

    public Trace Trace { get; }

    public MadeUpCourthouse Courthouse { get; }

    public FaultPlan Plan { get; }

    /// <summary>Where all goes on that is no process of the service.</summary>
    public VirtualContext Nature { get; }

    public bool IsInTheCloud => _head.IsInTheCloud;

    /// <summary>Reads the links in the service's mails.</summary>
    public LinkTokens Links => _head.Links;

    /// <summary>What the head promises besides, and did not keep.</summary>
    public IEnumerable<string> BrokenByHead => _head.CheckOwn();

    /// <summary>What the service has stored.</summary>
    public IStoredWorld Stored => _head.Stored;

    public Mailboxes Mailboxes { get; }

    public Truth Truth { get; }

    public People People { get; }

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Count(string what, long by = 1) => _counts[what] = _counts.GetValueOrDefault(what) + by;

    /// <summary>Lets the day pass, and the night after it.</summary>
    public void Run()
    {
        _head.Prepare();
        Start("0");
        foreach (var span in Plan.Spans)
        {
            switch (span.Kind)
            {
                case FaultKind.ProcessKilled:
                    At(span.From, () => Kill(span));
                    break;
                case FaultKind.Deployment when IsInTheCloud:
                    At(span.From, () => Deploy(span));
                    break;
                case FaultKind.ScaledOut when IsInTheCloud:
                case FaultKind.SecondInstance:
                    At(span.From, () => Begin(span));
                    At(span.To, () => End(span));
                    break;
            }
        }

        People.Begin();
        Time.RunUntil(Scenario.End);
        Courthouse.AdvanceTo(Scenario.End);
    }

    /// <summary>How far two clocks of the day can be apart.</summary>
    public TimeSpan ClockSpread
    {
        get
        {
            var offs = Plan.Spans.Where(span => span.Kind is FaultKind.ClockOff && IsInTheCloud).ToList();
            var farthest = Plan.Spans.Any(span => span.Kind is FaultKind.ClockStep) ? _head.FarthestClock : offs.Find(span => span.Target == FaultWeather.Instances)?.Size.Duration();
            var ofServices = offs.Where(span => span.Target != FaultWeather.Instances).Select(span => span.Size.Duration()).DefaultIfEmpty().Max();
            return !IsInTheCloud ? TimeSpan.Zero : 2 * (farthest > ofServices ? farthest.Value : ofServices);
        }
    }

    /// <summary>By how much a clock of the cloud is off all day.</summary>
    public TimeSpan ClockOff(string clock) => Plan.Current(FaultKind.ClockOff, clock, Now)?.Size ?? TimeSpan.Zero;

    /// <summary>How far off a machine's clock is.</summary>
    /// <param name="slot">The machine.</param>
    /// <param name="usual">By how much it is off all day.</param>
    public TimeSpan ClockOffset(string slot, TimeSpan usual)
    {
        var offset = usual + (Plan.Current(FaultKind.ClockStep, slot, Now)?.Size ?? TimeSpan.Zero);
        return offset > _head.FarthestClock ? _head.FarthestClock : offset < -_head.FarthestClock ? -_head.FarthestClock : offset;
    }

    /// <summary>A process that takes requests; null when none does.</summary>
    public ServiceProcess? Serving(string key)
    {
        var serving = _processes.Values.Where(process => process.IsServing).OrderBy(process => process.Slot, StringComparer.Ordinal).ToList();
        return serving is [] ? null : serving[(int)(serving.Count * Plan.Chance("balance", key))];
    }

    /// <summary>A process is no more; its machine starts another one soon.</summary>
    public void Crash(ServiceProcess process, string where)
    {
        Trace.Add($"{process.Name} dies {where}");
        Count("crashes");
        process.End();
        Mailboxes.Died(process);
        if (_processes[process.Slot] != process)
        {
            return;
        }

        if (process.Slot is "0" || (Plan.Current(FaultKind.SecondInstance, process.Slot, Now) ?? Plan.Current(FaultKind.ScaledOut, process.Slot, Now)) is not null)
        {
            Time.After(TimeSpan.FromSeconds(2 + (60 * Plan.Chance("restart", process.Slot))), Nature, () => Start(process.Slot));
        }
    }

    public void Dispose()
    {
        _head.Dispose();
        Trace.Dispose();
    }

    private void Start(string slot)
    {
        var process = _processes[slot] = _head.NewProcess(slot, ++_generation);
        Trace.Add($"{process.Name} starts");
        process.Begin();
    }

    private void At(DateTimeOffset moment, Action action) => Time.After(moment - Now, Nature, action);

    private void Kill(FaultSpan span)
    {
        if (_processes.GetValueOrDefault(span.Target) is { IsAlive: true } process)
        {
            Plan.Meet(span);
            Crash(process, "killed");
        }
    }

    private void Begin(FaultSpan span)
    {
        Plan.Meet(span);
        Start(span.Target);
    }

    private void End(FaultSpan span)
    {
        if (_processes.GetValueOrDefault(span.Target) is { IsAlive: true } process)
        {
            EndInOrder(process);
        }
    }

    // A new version: new instances start, and what runs is asked to end, or simply taken away.
    private void Deploy(FaultSpan span)
    {
        Plan.Meet(span);
        foreach (var process in _processes.Values.Where(process => process.IsAlive).OrderBy(process => process.Slot, StringComparer.Ordinal).ToList())
        {
            if (span.Manner is FaultKind.ProcessKilled)
            {
                Crash(process, "as a new version is deployed");
                continue;
            }

            Trace.Add($"{process.Name} gives way to a new version");
            Start(process.Slot);
            EndInOrder(process);
        }
    }

    private void EndInOrder(ServiceProcess process)
    {
        process.AskToEnd();
        Time.After(TimeSpan.FromSeconds(90), Nature, () =>
        {
            process.End();
            Mailboxes.Died(process);
        });
    }
}

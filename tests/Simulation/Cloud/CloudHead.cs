using Tipstaff.AzureHarness;
using Tipstaff.Functions.Storage;
using Tipstaff.Links;
using Tipstaff.Tests.Simulation.Cloud.Faults;
using Tipstaff.Tests.Simulation.Cloud.Mail;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.Promises;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>The Azure head: instances of the app, from its own Program.cs, in a cloud that fails.</summary>
internal sealed class CloudHead : IHead
{
    private readonly SimulatedWorld _world;
    private readonly CloudWiring _wiring;
    private readonly Dictionary<string, CloudProcess> _instances = new(StringComparer.Ordinal);
    private readonly StoredInTables _stored;
    private readonly BusTraffic _traffic;

    public CloudHead(SimulatedWorld world, CloudWiring wiring)
    {
        (_world, _wiring) = (world, wiring);
        Cloud = new AzureCloud(ClockOff(TimeSpan.Zero))
        {
            BusTime = ClockOff(world.ClockOff("bus")),
            HubTime = ClockOff(world.ClockOff("hub")),
            TablesTime = ClockOff(world.ClockOff("tables")),
        };
        foreach (var queue in new[] { "checks", "alerts" })
        {
            Cloud.Bus.CreateQueue(queue, new QueueSettings { RequiresDuplicateDetection = true });
        }

        Audit = new AuditTables(Cloud);
        _stored = new StoredInTables(Audit);
        _traffic = new BusTraffic(world);
        Watch = new TableWatch(world, Audit);
        EmailFaults = new EmailFaults(world);
        Email = new CommunicationEmail(world, this, EmailFaults);
    }

    public AzureCloud Cloud { get; }

    public IStoredWorld Stored => _stored;

    /// <summary>The tables as nobody but the simulation sees them.</summary>
    public AuditTables Audit { get; }

    /// <summary>Sees what is written, for the truth.</summary>
    public TableWatch Watch { get; }

    /// <summary>The mail service.</summary>
    public CommunicationEmail Email { get; }

    /// <summary>What goes wrong on the way to it.</summary>
    public EmailFaults EmailFaults { get; }

    public LinkTokens Links { get; } = SomeLinks.Tokens();

    public bool IsInTheCloud => true;

    /// <summary>The cloud keeps its machines' clocks; they differ by less than the margin of a lease.</summary>
    public TimeSpan FarthestClock => TimeSpan.FromSeconds(60);

    public void Prepare()
    {
        Audit.Run(() => new TableSet(Audit.Service).EnsureAsync(default));
        Cloud.Faults = new CloudFaults(_world, this, _wiring);
        Email.Arrange();
        Cloud.Timers.IsMissed = (function, _) => !_wiring.HasTimer(function)
            || (!_wiring.IsCalm && _world.Plan.Draw("timer", function, _world.Now, FaultKind.TimerMissed) is FaultKind.TimerMissed);
        if (_wiring.IsCalm)
        {
            return;
        }

        Cloud.Durable.Faults = new HubFaults(_world);
        BusTrouble.Arrange(_world, Cloud.Bus.Faults, _traffic);
    }

    public ServiceProcess NewProcess(string slot, int generation)
    {
        var process = new CloudProcess(_world, this, slot, generation, _wiring);
        return _instances[process.Instance] = process;
    }

    /// <summary>The instance of this name; null for whoever is none.</summary>
    public CloudProcess? Find(string instance) => _instances.GetValueOrDefault(instance);

    public IEnumerable<string> CheckOwn()
    {
        _world.Count("mails over the quota of acs", Cloud.Email.Quota.TurnedDown);
        return [.. WithinQuota.Check(_world, EmailFaults.Sends, Email.Account), .. _traffic.Check(), .. CanaryKept.Check(_world, CloudSettings.HasCanary(Email.Account))];
    }

    public void Dispose() => Cloud.Dispose();

    private MachineClock ClockOff(TimeSpan offset) => new(_world.Time, _world.Nature, () => offset);
}

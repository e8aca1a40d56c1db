using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud.Faults;

/// <summary>What goes wrong within the task hub: work late or handed out twice, signals late or twice.</summary>
internal sealed class HubFaults(SimulatedWorld world) : DurableFaults
{
    public override TimeSpan LateBy(DurableWork work) =>
        Is("hub", work.Id, FaultKind.HubLate) ? TimeSpan.FromSeconds(40 * world.Plan.Chance("hub late", work.Id)) : TimeSpan.Zero;

    public override TimeSpan? AgainAfter(DurableWork work) =>
        Is("hub again", work.Id, FaultKind.HubTwice) ? TimeSpan.FromSeconds(60 * world.Plan.Chance("hub again", work.Id)) : null;

    public override TimeSpan LateBy(EntitySignal signal) =>
        Is("signal", signal.Entity, FaultKind.SignalLate) ? TimeSpan.FromSeconds(90 * world.Plan.Chance("signal late", signal.Entity)) : TimeSpan.Zero;

    public override bool ArrivesTwice(EntitySignal signal) => Is("signal again", signal.Entity, FaultKind.SignalTwice);

    public override bool StartsRace(string instanceId) => Is("start", instanceId, FaultKind.StartsRace);

    private bool Is(string site, string key, FaultKind kind) => world.Plan.Draw(site, key, world.Now, kind) == kind;
}

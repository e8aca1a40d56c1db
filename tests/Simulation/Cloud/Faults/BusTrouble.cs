using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud.Faults;

/// <summary>What the broker does wrong by itself: locks lost, messages late or twice.</summary>
internal static class BusTrouble
{
    public static void Arrange(SimulatedWorld world, BusFaults faults, BusTraffic traffic)
    {
        // Most work is over within a second: what comes again while it is at work comes soon.
        faults.LockLostAfter = delivery => world.Plan.Draw("lock", delivery.Queue, world.Now, FaultKind.BusLockLost) is FaultKind.BusLockLost
            ? TimeSpan.FromSeconds(30 * Math.Pow(world.Plan.Chance("lock lost", delivery.Queue), 6))
            : null;
        faults.Late = arrival => world.Plan.Draw("arrival", arrival.Queue, world.Now, FaultKind.BusLate) is FaultKind.BusLate
            ? TimeSpan.FromSeconds(240 * world.Plan.Chance("arrival late", arrival.Queue))
            : TimeSpan.Zero;
        faults.Copies = arrival =>
        {
            traffic.Came(arrival.Queue, arrival.MessageId);
            return world.Plan.Draw("arrival again", arrival.Queue, world.Now, FaultKind.BusTwice) is FaultKind.BusTwice ? 2 : 1;
        };
    }
}

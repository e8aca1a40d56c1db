using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>The queue between writing down and sending: each hint goes to whichever process listens; it loses, doubles and delays some.</summary>
internal sealed class SimulatedQueue(SimulatedProcess process, SimulatedWorld world) : IDeliveryQueue
{
    public async Task EnqueueAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
        {
            await ServiceProcess.Never<bool>();
        }

        foreach (var key in keys)
        {
            var hop = TimeSpan.FromMilliseconds(5 + (40 * world.Plan.Chance("hop", key.Value)));
            var fault = world.Plan.Draw(
                "queue", key.Value, world.Now, FaultKind.CrashBefore, FaultKind.QueueLost, FaultKind.QueueTwice, FaultKind.QueueLate, FaultKind.QueueRefused);
            switch (fault)
            {
                case FaultKind.CrashBefore:
                    await process.CrashAsync<bool>($"before queueing {key}");
                    break;
                case FaultKind.QueueLost:
                    break;
                case FaultKind.QueueRefused:
                    throw new StoreFault("the queue is throttled");
                case FaultKind.QueueTwice:
                    process.Head.Hint(key, hop);
                    process.Head.Hint(key, hop * 3);
                    break;
                case FaultKind.QueueLate:
                    // Behind whatever is queued in the next minutes, and maybe after a sweep has found it.
                    process.Head.Hint(key, TimeSpan.FromSeconds(240 * world.Plan.Chance("late", key.Value)));
                    break;
                default:
                    process.Head.Hint(key, hop);
                    break;
            }
        }
    }
}

using Tipstaff.Links;
using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Simulation.Core;

/// <summary>The use cases of <c>shared/</c> with loops of the simulation's own, over a store in memory that fails.</summary>
internal sealed class CoreHead(SimulatedWorld world, Wiring wiring) : IHead
{
    public InMemoryStore Store { get; } = new(new MachineClock(world.Time, world.Nature, () => TimeSpan.Zero));

    public IStoredWorld Stored => field ??= new StoredInMemory(Store);

    public LinkTokens Links { get; } = SomeLinks.Tokens();

    public bool IsInTheCloud => false;

    public TimeSpan FarthestClock => TimeSpan.MaxValue;

    public ServiceProcess NewProcess(string slot, int generation) => new SimulatedProcess(world, this, slot, generation, wiring);

    public void Prepare()
    {
        // Nothing is there besides the processes.
    }

    /// <summary>A hint of the queue comes to whichever process is there; with none there, it is lost.</summary>
    public void Hint(IdempotencyKey key, TimeSpan wait) =>
        world.Time.After(wait, world.Nature, () => ((SimulatedProcess?)world.Serving(key.Value))?.Loops.Deliver(key));

    public void Dispose()
    {
        // Nothing is held.
    }
}

using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.Promises;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation;

/// <summary>What came of one simulated day.</summary>
/// <param name="Seed">Whose day it was.</param>
/// <param name="Broken">The promises that did not hold, in words; empty when all did.</param>
/// <param name="Injected">What went wrong on it.</param>
/// <param name="Counts">What happened how often.</param>
/// <param name="Hash">Of all that happened: the same for the same day.</param>
/// <param name="Lines">How many things happened.</param>
/// <param name="Trace">All of it, where asked for.</param>
internal sealed record SimulatedDay(
    int Seed,
    IReadOnlyList<string> Broken,
    IReadOnlyList<InjectedFault> Injected,
    IReadOnlyDictionary<string, long> Counts,
    string Hash,
    long Lines,
    IReadOnlyList<string> Trace)
{
    /// <summary>Simulates a day.</summary>
    /// <param name="seed">What it is made from.</param>
    /// <param name="wiring">How the service is put together; null: as it is.</param>
    /// <param name="only">The faults that take place; null: all that the seed draws.</param>
    /// <param name="keepsTrace">Whether all of the trace is wanted.</param>
    public static SimulatedDay Run(int seed, Wiring? wiring = null, IReadOnlySet<string>? only = null, bool keepsTrace = false) =>
        Run(seed, world => new CoreHead(world, wiring ?? Wiring.Right), only, keepsTrace);

    /// <summary>Simulates a day of a head.</summary>
    public static SimulatedDay Run(int seed, Func<SimulatedWorld, IHead> head, IReadOnlySet<string>? only = null, bool keepsTrace = false)
    {
        using var world = new SimulatedWorld(seed, only, head, keepsTrace);
        world.Run();
        var told = new Told(world);
        List<string> broken =
        [
            .. world.Truth.Bugs,
            .. SeenOnce.Check(world, told),
            .. ToldOnce.Check(world, told),
            .. OnlyWhatWasAskedFor.Check(world, told),
            .. OwnTrouble.Check(world),
            .. NothingVanishes.Check(world),
            .. BouncesHeeded.Check(world),
            .. GapsTold.Check(world, told),
            .. QuietEntriesTold.Check(world, told),
            .. world.BrokenByHead,
        ];
        world.Count("alerts that came", told.Alerts.Count);
        world.Count("entries stored", world.Stored.Entries.Count);
        world.Count("entries told", told.ByEntry.Count);
        return new SimulatedDay(seed, broken, [.. world.Plan.Injected], world.Counts, world.Trace.Hash(), world.Trace.Lines, world.Trace.All ?? [.. world.Trace.Last]);
    }
}

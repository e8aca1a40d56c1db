using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.PlantedBugs;

/// <summary>Mistakes in how courts are asked.</summary>
internal static class CheckingBugs
{
    public static IEnumerable<PlantedBug> All =>
    [
        new("one slow court holds up the others", "4", new Wiring { OneCheckAtATime = true }),
    ];
}

using Tipstaff.Tests.Simulation.Core;

namespace Tipstaff.Tests.Simulation.PlantedBugs;

/// <summary>A mistake that somebody could make, planted between the use cases and their ports.</summary>
/// <param name="Name">What is done wrong.</param>
/// <param name="Promises">The numbers of the promises that it breaks, any of which may show it.</param>
/// <param name="Wiring">The service with the mistake in it.</param>
internal sealed record PlantedBug(string Name, string Promises, Wiring Wiring)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } = [.. StoringBugs.All, .. SendingBugs.All, .. CheckingBugs.All];

    public override string ToString() => Name;
}

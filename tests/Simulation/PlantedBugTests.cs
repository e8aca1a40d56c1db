using Tipstaff.Tests.Simulation.PlantedBugs;

namespace Tipstaff.Tests.Simulation;

/// <summary>The simulation can fail: each planted bug is caught within a few days, by the promise that it breaks.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const int MostDays = 40;

    public static TheoryData<string> Bugs => [.. PlantedBug.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Run_PlantedBug_BreaksItsPromise(string name)
    {
        var bug = PlantedBug.All.Single(one => one.Name == name);

        var caught = Enumerable.Range(1, MostDays).Select(seed => SimulatedDay.Run(seed, bug.Wiring))
            .FirstOrDefault(day => day.Broken.Any(broken => bug.Promises.Contains(broken[0], StringComparison.Ordinal)));

        Assert.True(caught is not null, $"{MostDays} days do not show that {name}.");
        output.WriteLine($"Seed {caught.Seed}: {caught.Broken.First(broken => bug.Promises.Contains(broken[0], StringComparison.Ordinal))}");
    }
}

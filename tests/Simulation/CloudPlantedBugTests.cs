using Tipstaff.Tests.Simulation.Cloud;
using Tipstaff.Tests.Simulation.Cloud.PlantedBugs;

namespace Tipstaff.Tests.Simulation;

/// <summary>The simulation of the Azure head can fail: each planted bug is caught within a few days, by the promise that it breaks.</summary>
[Collection(nameof(SimulationTests))]
public sealed class CloudPlantedBugTests(ITestOutputHelper output)
{
    private const int MostDays = 20;

    public static TheoryData<string> Bugs => [.. CloudBug.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Run_PlantedBug_BreaksItsPromise(string name)
    {
        var bug = CloudBug.All.Single(one => one.Name == name);

        var (day, broken) = Enumerable.Range(1, MostDays).Select(seed => (Seed: seed, Broken: BrokenOn(seed, bug, bug.Wiring))).FirstOrDefault(day => day.Broken.Count > 0);

        Assert.True(broken is not null, $"{MostDays} days do not show that {name}.");
        Assert.Empty(BrokenOn(day, bug, CloudWiring.Right with { DiesBeforeQueueing = bug.Wiring.DiesBeforeQueueing }));
        output.WriteLine($"Seed {day}: {broken[0]}");
    }

    private static List<string> BrokenOn(int seed, CloudBug bug, CloudWiring wiring) =>
        [.. SimulatedDay.Run(seed, world => new CloudHead(world, wiring)).Broken.Where(broken => bug.Promises.Contains(broken[0], StringComparison.Ordinal))];
}

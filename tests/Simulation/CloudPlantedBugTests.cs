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

        var caught = SimulatedDays.FirstOf(MostDays, seed => Day(seed, bug.Wiring), day => Broken(day).Any());

        Assert.True(caught is not null, $"{MostDays} days do not show that {name}.");
        Assert.Empty(Broken(Day(caught.Seed, CloudWiring.Right with { DiesBeforeQueueing = bug.Wiring.DiesBeforeQueueing })));
        output.WriteLine($"Seed {caught.Seed}: {Broken(caught).First()}");

        IEnumerable<string> Broken(SimulatedDay day) => day.Broken.Where(broken => bug.Promises.Contains(broken[0], StringComparison.Ordinal));
    }

    private static SimulatedDay Day(int seed, CloudWiring wiring) => SimulatedDay.Run(seed, world => new CloudHead(world, wiring));
}

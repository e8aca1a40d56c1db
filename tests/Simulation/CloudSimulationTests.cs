using Tipstaff.Tests.Simulation.Cloud;
using Tipstaff.Tests.Simulation.Cloud.PlantedBugs;

namespace Tipstaff.Tests.Simulation;

/// <summary>The days of <see cref="SimulationTests"/> on the Azure head: the same seeds, truths and promises, with the cloud's faults added.</summary>
[Collection(nameof(SimulationTests))]
public sealed class CloudSimulationTests(ITestOutputHelper output)
{
    private const int MostExplained = 2;

    [Fact]
    public void Run_ManyDays_KeepsThePromises()
    {
        var days = SimulatedDays.Run(firstSeed: 1, SimulationSettings.CloudDays, seed => RunDay(seed));

        output.WriteLine(SimulatedDays.Sum(days));
        var broken = days.Where(day => day.Broken.Count > 0).ToList();
        Assert.True(
            broken.Count == 0,
            $"{broken.Count} of {days.Count} days break a promise (seeds {string.Join(", ", broken.Select(day => day.Seed))}).\n\n"
            + string.Join('\n', broken.Take(MostExplained).Select(Explain)));
    }

    [Fact]
    public async Task Run_SameSeed_IsTheSameByteForByte()
    {
        var one = RunDay(seed: 3, keepsTrace: true);
        var other = await Task.Run(() => RunDay(seed: 3, keepsTrace: true));

        Assert.Equal(one.Trace, other.Trace);
        Assert.Equal(one.Hash, other.Hash);
    }

    [Fact]
    public void Run_SeedOfTheEnvironment_KeepsThePromises()
    {
        if (SimulationSettings.Seed is not { } seed)
        {
            return;
        }

        var wiring = SimulationSettings.Bug is { } bug ? CloudBug.All.Single(one => one.Name == bug).Wiring : CloudWiring.Right;
        var day = SimulatedDay.Run(seed, world => new CloudHead(world, wiring), SimulationSettings.Faults, keepsTrace: true);

        foreach (var line in day.Trace)
        {
            output.WriteLine(line);
        }

        Assert.True(day.Broken.Count == 0, string.Join('\n', day.Broken));
    }

    private static SimulatedDay RunDay(int seed, IReadOnlySet<string>? only = null, bool keepsTrace = false) =>
        SimulatedDay.Run(seed, world => new CloudHead(world, CloudWiring.Right), only, keepsTrace);

    private static string Explain(SimulatedDay day) =>
        SimulatedDays.Explain(day, only => RunDay(day.Seed, only), nameof(CloudSimulationTests), mostRuns: 20);
}

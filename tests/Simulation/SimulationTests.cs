using Tipstaff.Tests.Simulation.Promises;

namespace Tipstaff.Tests.Simulation;

/// <summary>Days by the hundred take all processors, so that they run when no other test does.</summary>
[CollectionDefinition(nameof(SimulationTests), DisableParallelization = true)]
[Collection(nameof(SimulationTests))]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int MostExplained = 2;

    [Fact]
    public void Run_ManyDays_KeepsThePromises()
    {
        var days = SimulatedDays.Run(firstSeed: 1, SimulationSettings.Days);

        output.WriteLine(SimulatedDays.Sum(days));
        // A gap that nobody needed to be told of is better than one too few, but many would make each of them worthless.
        var needless = days.Sum(day => day.Counts.GetValueOrDefault(GapsTold.Needless));
        Assert.True(needless <= Math.Max(3, days.Count / 5), $"{needless} gaps are stored that no window slid past.");
        var broken = days.Where(day => day.Broken.Count > 0).ToList();
        Assert.True(
            broken.Count == 0,
            $"{broken.Count} of {days.Count} days break a promise (seeds {string.Join(", ", broken.Select(day => day.Seed))}).\n\n"
            + string.Join('\n', broken.Take(MostExplained).Select(day => SimulatedDays.Explain(day))));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(14)]
    [InlineData(17)]
    public async Task Run_SameSeed_IsTheSameByteForByte(int seed)
    {
        var one = SimulatedDay.Run(seed, keepsTrace: true);
        var other = await Task.Run(() => SimulatedDay.Run(seed, keepsTrace: true));

        Assert.Equal(one.Trace, other.Trace);
        Assert.Equal(one.Hash, other.Hash);
    }

    [Fact]
    public void Run_OtherSeed_IsAnotherDay() =>
        Assert.NotEqual(SimulatedDay.Run(seed: 2).Hash, SimulatedDay.Run(seed: 6).Hash);

    [Fact]
    public void Run_OneFaultLeftOut_LeavesTheOthersWhereTheyWere()
    {
        var all = SimulatedDay.Run(seed: 6);
        var ids = all.Injected.Select(fault => fault.Id).ToList();

        var again = SimulatedDay.Run(seed: 6, only: ids.ToHashSet(StringComparer.Ordinal));
        var without = SimulatedDay.Run(seed: 6, only: ids.Skip(1).ToHashSet(StringComparer.Ordinal));

        Assert.Equal(all.Hash, again.Hash);
        Assert.Subset(ids.Skip(1).ToHashSet(StringComparer.Ordinal), without.Injected.Select(fault => fault.Id).ToHashSet(StringComparer.Ordinal));
        Assert.NotEmpty(without.Injected);
    }

    [Fact]
    public void Run_SeedOfTheEnvironment_KeepsThePromises()
    {
        if (SimulationSettings.Seed is not { } seed)
        {
            return;
        }

        var day = SimulatedDay.Run(seed, only: SimulationSettings.Faults, keepsTrace: true);

        foreach (var line in day.Trace)
        {
            output.WriteLine(line);
        }

        Assert.True(day.Broken.Count == 0, string.Join('\n', day.Broken));
    }
}

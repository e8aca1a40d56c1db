using System.Text;

namespace Tipstaff.Tests.Simulation;

/// <summary>Many days, on as many threads as asked for; each day has one thread to itself.</summary>
internal static class SimulatedDays
{
    private const int Threads = 2;
    private const int MostShown = 3;

    /// <summary>Simulates the days of these seeds, in their order.</summary>
    public static IReadOnlyList<SimulatedDay> Run(int firstSeed, int count, Func<int, SimulatedDay>? run = null)
    {
        var days = new SimulatedDay[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Threads }, n => days[n] = (run ?? (seed => SimulatedDay.Run(seed)))(firstSeed + n) with { Trace = [] });
        return days;
    }

    /// <summary>The first day, of those with a seed from 1 on, of which something is so; null when it is so of none.</summary>
    public static SimulatedDay? FirstOf(int most, Func<int, SimulatedDay> run, Func<SimulatedDay, bool> isMeant) =>
        Enumerable.Range(1, most).Chunk(Threads).SelectMany(seeds => seeds.AsParallel().AsOrdered().WithDegreeOfParallelism(Threads).Select(run).ToList()).FirstOrDefault(isMeant);

    /// <summary>What happened on all of them, summed up.</summary>
    public static string Sum(IReadOnlyList<SimulatedDay> days)
    {
        var text = new StringBuilder().AppendLine($"{days.Count} simulated days, {days.Sum(day => day.Lines):N0} steps, {days.Sum(day => day.Injected.Count):N0} faults");
        var counts = days.SelectMany(day => day.Counts).GroupBy(count => count.Key, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var count in counts)
        {
            text.AppendLine($"  {count.Sum(one => one.Value),12:N0} {count.Key}");
        }

        text.AppendLine($"  {days.SelectMany(day => day.Broken).Count(broken => broken.Contains("never told", StringComparison.Ordinal)),12:N0} lost");
        text.AppendLine($"  {days.SelectMany(day => day.Broken).Count(broken => broken.Contains("was told", StringComparison.Ordinal)),12:N0} twice");
        text.AppendLine("faults by kind:");
        foreach (var kind in days.SelectMany(day => day.Injected).GroupBy(fault => fault.Kind).OrderBy(group => group.Key))
        {
            text.AppendLine($"  {kind.Count(),12:N0} {kind.Key}");
        }

        return text.ToString();
    }

    /// <summary>What broke, by which faults, and how to see it again.</summary>
    /// <param name="day">The day.</param>
    /// <param name="run">Simulates it with some of its faults; null: on the core.</param>
    /// <param name="tests">Whose test shows it.</param>
    /// <param name="mostRuns">How many days may be simulated to find few faults that are enough.</param>
    public static string Explain(
        SimulatedDay day, Func<IReadOnlySet<string>, SimulatedDay>? run = null, string tests = nameof(SimulationTests), int mostRuns = 80)
    {
        var shortest = ShrinkFaults.Run(day, run ?? (only => SimulatedDay.Run(day.Seed, only: only)), mostRuns);
        var text = new StringBuilder().AppendLine($"Seed {day.Seed} breaks {day.Broken.Count} times:");
        foreach (var broken in shortest.Broken.Take(MostShown))
        {
            text.AppendLine($"  {broken}");
        }

        text.AppendLine($"The shortest schedule found has {shortest.Injected.Count} of {day.Injected.Count} faults:");
        foreach (var fault in shortest.Injected)
        {
            text.AppendLine($"  {fault}");
        }

        return text
            .AppendLine("Run it again, with its whole trace:")
            .AppendLine($"  {SimulationSettings.SeedVariable}={day.Seed} {SimulationSettings.FaultsVariable}='{string.Join(';', shortest.Injected.Select(fault => fault.Id))}' \\")
            .AppendLine($"  dotnet test Tipstaff.slnx --filter FullyQualifiedName~.{tests}.Run_SeedOfTheEnvironment --logger 'console;verbosity=detailed'")
            .ToString();
    }
}

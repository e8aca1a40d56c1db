using System.Globalization;

namespace Tipstaff.Tests.Simulation;

/// <summary>How much is simulated, by the environment.</summary>
internal static class SimulationSettings
{
    /// <summary>How many days; beats the two numbers below.</summary>
    public const string DaysVariable = "TIPSTAFF_SIMULATED_DAYS";

    /// <summary>One seed, to look at.</summary>
    public const string SeedVariable = "TIPSTAFF_SIMULATED_SEED";

    /// <summary>The faults of that seed that take place, parted by semicolons; all when not set.</summary>
    public const string FaultsVariable = "TIPSTAFF_SIMULATED_FAULTS";

    /// <summary>A bug that is planted on the day of that seed on the Azure head, by its name; none when not set.</summary>
    public const string BugVariable = "TIPSTAFF_SIMULATED_BUG";

    private const int DaysOfATestRun = 200;
    private const int DaysOfATestRunInTheCloud = 20;
    private const int DaysOfANight = 5_000;

    public static int Days =>
        int.TryParse(Environment.GetEnvironmentVariable(DaysVariable), CultureInfo.InvariantCulture, out var days) ? days
        : Environment.GetEnvironmentVariable("TIPSTAFF_NIGHTLY") is null ? DaysOfATestRun
        : DaysOfANight;

    /// <summary>How many of them on the Azure head, where a day takes some hundred times the work.</summary>
    public static int CloudDays => Math.Max(DaysOfATestRunInTheCloud, Days / (DaysOfATestRun / DaysOfATestRunInTheCloud));

    public static int? Seed =>
        int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var seed) ? seed : null;

    public static string? Bug => Environment.GetEnvironmentVariable(BugVariable);

    public static IReadOnlySet<string>? Faults =>
        Environment.GetEnvironmentVariable(FaultsVariable) is { } faults
            ? faults.Split(';', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal)
            : null;
}

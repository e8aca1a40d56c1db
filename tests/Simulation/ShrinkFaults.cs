using Tipstaff.Tests.Simulation.Faults;

namespace Tipstaff.Tests.Simulation;

/// <summary>Finds a short list of faults that breaks the same promise: leaves out parts, halves of them, and so on (delta debugging).</summary>
internal static class ShrinkFaults
{
    /// <summary>Shrinks a day that broke a promise.</summary>
    /// <param name="day">The day.</param>
    /// <param name="run">Simulates the day with these faults and no others.</param>
    /// <param name="mostRuns">How many days may be simulated for it.</param>
    /// <returns>The day with the fewest faults that was found; the day itself where nothing can be left out.</returns>
    public static SimulatedDay Run(SimulatedDay day, Func<IReadOnlySet<string>, SimulatedDay> run, int mostRuns)
    {
        var (best, runs, parts) = (day, 0, 1);
        while (best.Injected.Count > 0 && runs < mostRuns)
        {
            var faults = best.Injected;
            var size = Math.Max(1, faults.Count / parts);
            SimulatedDay? shorter = null;
            foreach (var left in faults.Chunk(size))
            {
                if (runs++ == mostRuns)
                {
                    break;
                }

                var tried = run(Ids(faults.Except(left)));
                if (tried.Injected.Count < faults.Count && BreaksTheSame(tried, day))
                {
                    shorter = tried;
                    break;
                }
            }

            if (shorter is not null)
            {
                (best, parts) = (shorter, Math.Max(1, parts - 1));
            }
            else if (size == 1)
            {
                break;
            }
            else
            {
                parts *= 2;
            }
        }

        return best;
    }

    private static HashSet<string> Ids(IEnumerable<InjectedFault> faults) => faults.Select(fault => fault.Id).ToHashSet(StringComparer.Ordinal);

    // By the promise's number: another entry of another person is the same trouble.
    private static bool BreaksTheSame(SimulatedDay tried, SimulatedDay day) => tried.Broken.Any(broken => broken[0] == day.Broken[0][0]);
}

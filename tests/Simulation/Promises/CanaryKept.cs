using Tipstaff.Canaries;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise C: each entry of the canary that is filed while nothing goes wrong comes to its mailbox in time, none is told by two alerts, and nobody else gets one.</summary>
internal static class CanaryKept
{
    // What was in trouble before may be waited for once more: a breaker's longest, a lease.
    private static readonly TimeSpan Settling = TimeSpan.FromHours(3);

    public static IEnumerable<string> Check(SimulatedWorld world, bool isOn)
    {
        var told = new Told(world).Canary;
        world.Count("alerts of the canary that came", told.Count);
        foreach (var alert in told.Where(alert => !isOn || alert.Copies.Any(copy => copy.Mail.To.Value != SomeCanary.Mailbox)))
        {
            yield return $"C: the canary's alert {alert.Alert.Id} came to somebody else";
        }

        var arrivals = told.SelectMany(alert => alert.Alert.Entries.Select(entry => (FiledAt: entry.EnteredAt!.Value, At: alert.Copies.Min(copy => copy.At)))).ToLookup(one => one.FiledAt, one => one.At);
        foreach (var twice in arrivals.Where(one => one.Count() > 1))
        {
            yield return $"C: the canary's entry of {twice.Key:u} was told by {twice.Count()} alerts";
        }

        var missingAfter = new CanaryOptions().MissingAfter;
        foreach (var filedAt in CanaryCourt.FiledBetween(world.Scenario.CalmFrom + Settling, world.Scenario.End - missingAfter).Where(_ => isOn))
        {
            if (!arrivals[filedAt].Any(at => at <= filedAt + missingAfter))
            {
                yield return $"C: the canary's entry of {filedAt:u} came {(arrivals[filedAt].FirstOrDefault() is { Year: > 1 } at ? $"at {at:u}" : "never")}";
            }
        }
    }
}

using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Truths;

/// <summary>Looks, when the day is over, for checks that began after their time though nothing but another court's trouble can have held them up.</summary>
/// <remarks>For a head whose timer looks once a minute for what is due before the next minute.</remarks>
internal static class LateAfterDue
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(3);

    // What the cloud in trouble holds up: a message that is sent anew, an instance that starts, a lease that runs out.
    private static readonly TimeSpan Trouble = TimeSpan.FromMinutes(15);

    public static IEnumerable<string> Find(SimulatedWorld world, CourtId court)
    {
        var troubles = world.Plan.Injected.Where(fault => IsOfTheCloud(fault.Kind)).Select(fault => fault.At).Order().ToList();
        var requests = world.Truth.Requests.Where(request => request.Court == court).Select(request => request.At).ToList();
        var checks = world.Truth.Checks.Where(check => check.Court == court).ToList();
        var pace = new CheckOptions { Every = world.Scenario.CheckEvery, Steady = world.Scenario.IsSteady }.Pace;
        var allowed = Allowed + world.ClockSpread;
        if (world.Plan.Spans.Any(span => span.Kind is FaultKind.ClockStep))
        {
            yield break;
        }

        foreach (var (check, next) in checks.Zip(checks.Skip(1)))
        {
            if (check.State is not { DueAt: not null, Breaker.IsClosed: true } || next.At < check.At)
            {
                continue;
            }

            var asked = requests.Find(at => at > check.At);
            if (asked == default || troubles.Exists(at => at > check.At - Trouble && at <= asked))
            {
                continue;
            }

            world.Count("checks looked at for lateness");
            // What is due is forecast anew as time passes.
            var due = CheckSchedule.DueAt(check.State, pace, asked);
            var tick = check.At.AddTicks(TimeSpan.TicksPerMinute - (check.At.Ticks % TimeSpan.TicksPerMinute));
            // What is due already when the timer looks is spread over its minute.
            var isSpread = due <= tick || due.Ticks % TimeSpan.TicksPerMinute < TimeSpan.TicksPerSecond;
            var expected = due > tick ? due : tick;
            if (asked > expected + allowed + (isSpread ? TimeSpan.FromMinutes(1) : TimeSpan.Zero))
            {
                yield return $"{court} was due at {due:u} and asked at {asked:u}";
            }
        }
    }

    private static bool IsOfTheCloud(FaultKind kind) => kind is (>= FaultKind.StoreSlow and <= FaultKind.QueueRefused)
        or (>= FaultKind.InstanceKilledBefore and <= FaultKind.TimerMissed)
        or FaultKind.AcsKilledAfter or FaultKind.StoreOutage or FaultKind.ProcessKilled or FaultKind.SecondInstance or FaultKind.Deployment or FaultKind.ScaledOut;
}

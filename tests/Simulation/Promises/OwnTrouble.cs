using Tipstaff.Tests.Simulation.Truths;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise 4: a court that is down, slow or garbled delays no other court; when it is back, it is caught up.</summary>
internal static class OwnTrouble
{
    public static IEnumerable<string> Check(SimulatedWorld world)
    {
        foreach (var late in world.IsInTheCloud ? world.Courthouse.Courts.SelectMany(court => LateAfterDue.Find(world, court.Id)) : world.Truth.LateChecks)
        {
            yield return $"4: {late}";
        }

        foreach (var court in world.Courthouse.Courts)
        {
            var last = world.Truth.Checks.FindLast(check => check.Court == court.Id);
            if (last is null)
            {
                if (world.Stored.Subscriptions.Any(row => row.Court == court.Id && row.ConfirmedAt < world.Scenario.CalmFrom && row.EndedAt is null))
                {
                    yield return $"4: {court.Id} was never checked";
                }
            }
            else if (!last.IsRight || last.At < world.Scenario.End - TimeSpan.FromHours(1.1))
            {
                if (world.Stored.Subscriptions.Any(row => row.Court == court.Id && row.ConfirmedAt is not null && row.EndedAt is null))
                {
                    yield return $"4: {court.Id} was not caught up: last checked at {last.At:u}, {last.State.Result}";
                }
            }
        }
    }
}

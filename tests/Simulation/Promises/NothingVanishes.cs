using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise 5: every alert ends delivered, suppressed for a named reason, or dead-lettered with an operator told.</summary>
internal static class NothingVanishes
{
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(10);

    public static IEnumerable<string> Check(SimulatedWorld world)
    {
        var end = world.Scenario.End;
        var came = world.Mailboxes.Received.Select(received => received.Mail.Key).ToHashSet();
        foreach (var row in world.Store.Messages.Where(row => row.Message.CreatedAt < end - OnItsWay))
        {
            var name = $"{row.Message.GetType().Name} {row.Message.Key} of {row.Message.CreatedAt:u}";
            world.Count($"messages {row.State}".ToLowerInvariant());
            switch (row.State)
            {
                case OutboxState.Waiting when row.DueAt < end - OnItsWay:
                    yield return $"5: {name} still waits, due {row.DueAt:u}, attempt {row.Attempt}: {row.Detail}";
                    break;
                case OutboxState.Delivered when !came.Contains(row.Message.Key):
                    yield return $"5: {name} counts as delivered and came to nobody";
                    break;
                case OutboxState.Suppressed when string.IsNullOrWhiteSpace(row.Detail):
                    yield return $"5: {name} was suppressed for no named reason";
                    break;
            }
        }

        foreach (var (notice, isTold) in world.Store.Notices)
        {
            world.Count($"notices {notice.Kind}");
            if (!isTold && notice.At < end - OnItsWay)
            {
                yield return $"5: operators were never told: {notice.Kind} of {notice.At:u}";
            }
        }
    }
}

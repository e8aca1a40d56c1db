using Tipstaff.Courthouse;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise 3: nothing filed before the confirmation, nothing unconfirmed, nothing after the end.</summary>
internal static class OnlyWhatWasAskedFor
{
    // The longest way from the look to the last provider's hand-over: one that is slow, then the next.
    private static readonly TimeSpan LookThenHandOver = TimeSpan.FromSeconds(75);

    public static IEnumerable<string> Check(SimulatedWorld world, Told told)
    {
        foreach (var (alert, copies) in told.Alerts)
        {
            var history = world.Truth.Subscriptions.GetValueOrDefault(alert.Subscription) ?? [];
            foreach (var copy in copies)
            {
                var wanted = history.LastOrDefault(row => row.At <= copy.Begun).Row;
                if (history.Count == 0 || copy.Mail.To != history[0].Row.Address)
                {
                    yield return $"3: {copy.Mail.MessageId} came to somebody who never asked for it";
                }
                else if (wanted?.State is not SubscriptionState.Confirmed
                    && !WasLookedAtWhileWanted(world, alert.Subscription, history, copy.Begun))
                {
                    yield return $"3: {copy.Mail.MessageId} was handed over at {copy.Begun:u}, when its subscription was {wanted?.State}";
                }
            }

            foreach (var entry in alert.Entries.Where(entry => told.Filed.ContainsKey(entry.Identity)))
            {
                if (history.Count > 0 && !Wanted.Is(history[0].Row, told.Filed[entry.Identity], entry.Labels))
                {
                    yield return $"3: {entry.Identity} ({string.Join(" / ", entry.Labels)}) was told to {alert.Subscription}, which is about something else";
                }

                // When an entry without a time was shown late, nobody can know that it was filed before.
                var filed = told.Filed[entry.Identity];
                var isKnowable = filed.IsTimed || !filed.Quirks.HasFlag(Quirks.ShownLate);
                var confirmed = history
                    .Where(row => row.Row is { State: SubscriptionState.Confirmed, TellsSince: not null } && row.At <= copies[0].Begun).Select(row => row.Row.TellsSince!.Value);
                if (isKnowable && !confirmed.Any(moment => filed.EnteredAt >= moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond))))
                {
                    yield return $"3: {entry.Identity}, filed at {filed.EnteredAt:u} ({filed.Quirks}), was told to {alert.Subscription} by {alert.Id}, "
                        + $"confirmed at {string.Join(", ", confirmed.Select(moment => moment.ToString("u")))}";
                }
            }
        }
    }

    // A hand-over that had begun when the end came is seen through.
    private static bool WasLookedAtWhileWanted(
        SimulatedWorld world, SubscriptionId id, List<(DateTimeOffset At, Subscription Row)> history, DateTimeOffset begun) =>
        world.Truth.Looks.TryGetValue(id, out var looks)
        && looks.Exists(look => look <= begun && look >= begun - LookThenHandOver
            && history.LastOrDefault(row => row.At <= look).Row?.State is SubscriptionState.Confirmed);
}

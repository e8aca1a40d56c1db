using Tipstaff.Courthouse;
using Tipstaff.Gaps;
using Tipstaff.Operators;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise 6: what a feed's window may have slid past is stored as a gap, and operators and subscribers are told of it.</summary>
internal static class GapsTold
{
    /// <summary>What false alarms are counted as.</summary>
    public const string Needless = "gaps that no window slid past";

    // Where a clock was set back, what was made before the gap was found may bear a later time.
    private static readonly TimeSpan FurthestClock = TimeSpan.FromHours(4);

    public static IEnumerable<string> Check(SimulatedWorld world, Told told)
    {
        foreach (var court in world.Courthouse.Courts)
        {
            if (world.Stored.FindCourt(court.Id) is not { } state)
            {
                continue;
            }

            var missed = Missed(world, told, court.Id.Value).ToList();
            world.Count("entries that slid out of a feed before we could read it", missed.Count);
            world.Count("gaps", state.Window.Gaps.Count);
            world.Count("gaps in which nothing was missed", state.Window.Gaps.Count(gap => !missed.Exists(entry => Covers(gap, entry))));
            world.Count(Needless, state.Window.Gaps.Count(gap => !HasSlid(world, gap)));
            foreach (var entry in missed.Where(entry => !state.Window.Gaps.Any(gap => Covers(gap, entry))))
            {
                yield return $"6: {entry.Identity}, filed at {entry.EnteredAt:u} and shown from {entry.ShownFrom:u} ({entry.Quirks}), was missed, and no gap tells of it: "
                    + string.Join(", ", state.Window.Gaps.Select(gap => $"{gap.From:u} to {gap.Until:u}"));
            }

            foreach (var gap in state.Window.Gaps)
            {
                if (!world.Stored.Notices.Any(row => row.Notice.Kind is NoticeKind.Gap && row.Notice.Court == court.Id && row.Notice.At == gap.FoundAt))
                {
                    yield return $"6: no operator was told of the gap of {court.Id} from {gap.From:u} to {gap.Until:u}";
                }

                foreach (var broken in Untold(world, told, gap))
                {
                    yield return broken;
                }
            }
        }
    }

    // Public, filed since the first good check, built into a feed at some time, and never stored.
    private static IEnumerable<FiledEntry> Missed(SimulatedWorld world, Told told, string court)
    {
        var right = world.Truth.Checks.Where(check => check.Court.Value == court && check.IsRight && check.BuiltAt is not null).ToList();
        return right is []
            ? []
            : told.Filed.Values.Where(entry => entry.Court.Value == court
                && entry.ShownFrom > right[0].BuiltAt && entry.ShownFrom <= right[^1].BuiltAt
                && entry.EnteredAt > right[0].BuiltAt
                && !world.Stored.IsStored(entry.Identity)
                && world.Courthouse.NextRebuild(entry.Court, entry.ShownFrom.Value.AddSeconds(-1)) < entry.EnteredAt + world.Scenario.Courthouse.Window
                && !IsHidden(world, entry));
    }

    // Whether a feed came after the last good one that no longer reached back to it.
    private static bool HasSlid(SimulatedWorld world, Gap gap)
    {
        var right = world.Truth.Checks.Where(check => check.Court == gap.Court && check.IsRight && check.BuiltAt is not null).ToList();
        return right.Zip(right.Skip(1)).Any(pair =>
            pair.First.BuiltAt < gap.Until && pair.Second.BuiltAt - world.Scenario.Courthouse.Window > gap.From
            && pair.Second.BuiltAt - world.Scenario.Courthouse.Window > pair.First.BuiltAt);
    }

    // Feeds join on to each other by the times of their items, and yet an older item comes and goes behind them: nobody can know.
    private static bool IsHidden(SimulatedWorld world, FiledEntry entry)
    {
        var isHidden = entry.Quirks.HasFlag(Quirks.ShownLate);
        world.Count("entries shown late that came and went between two good checks", isHidden ? 1 : 0);
        return isHidden;
    }

    private static bool Covers(Gap gap, FiledEntry entry) => Contains(gap, entry.EnteredAt);

    private static bool Contains(Gap gap, DateTimeOffset moment) => gap.From <= moment && moment <= gap.Until;

    private static IEnumerable<string> Untold(SimulatedWorld world, Told told, Gap gap)
    {
        foreach (var (id, history) in world.Truth.Subscriptions)
        {
            var last = history[^1].Row;
            if (last.Court != gap.Court || last.State is not SubscriptionState.Confirmed || last.TellsSince is not { } tellsSince || gap.Since(tellsSince) is null)
            {
                continue;
            }

            var all = told.Alerts.Where(one => one.Alert.Subscription == id && one.Alert.CreatedAt >= last.ConfirmedAt).ToList();
            var later = all.Where(one => one.Alert.CreatedAt >= gap.FoundAt + (world.Plan.Injected.Exists(fault => fault.Kind is FaultKind.ClockStep) ? FurthestClock : world.ClockSpread)).ToList();
            var noted = all.Where(one => one.Alert.Gaps.Any(known => known.FoundAt == gap.FoundAt)).ToList();
            world.Count("gaps told to subscribers", noted.Count);
            if (later.Count > 0 && noted.Count == 0)
            {
                yield return $"6: {later.Count} alerts to subscription {id} since {gap.FoundAt:u} say nothing of the gap of {gap.Court} from {gap.From:u} to {gap.Until:u}";
            }

            if (noted.Count > 1)
            {
                yield return $"6: {noted.Count} alerts tell subscription {id} of the same gap of {gap.Court} from {gap.From:u} to {gap.Until:u}";
            }

            foreach (var (alert, copies) in noted.Where(one => !one.Copies[0].Mail.Text.Contains("may have missed", StringComparison.Ordinal)))
            {
                yield return $"6: the mail {copies[0].Mail.MessageId} of alert {alert.Id} does not show its gap";
            }
        }
    }
}

using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;

namespace Tipstaff.Alerts;

/// <summary>Decides what alerts say of what may have been missed: gaps and quiet entries, each to each subscription once.</summary>
/// <remarks>Quiet entries are told to who follows the docket: a court's or a query's subscriber did not ask for all of any docket.</remarks>
public static class AddNotes
{
    /// <summary>The alerts with their notes.</summary>
    /// <param name="alerts">The alerts of one step; where a subscription has several, the first bears its notes.</param>
    /// <param name="followers">The subscriptions that they are for.</param>
    /// <param name="known">The entry numbers known of their dockets, those of the step with them; null when quiet entries cannot be told from them now.</param>
    /// <param name="told">What the subscriptions were told before.</param>
    /// <param name="window">The court's window after the check.</param>
    /// <param name="hasUnreadable">Whether the feed has items that could not be read.</param>
    public static Noted Decide(
        IReadOnlyList<Alert> alerts,
        IReadOnlyList<Subscription> followers,
        ILookup<DocketNumber, KnownNumber>? known,
        IReadOnlyDictionary<SubscriptionId, ToldNotes> told,
        FeedWindow window,
        bool hasUnreadable)
    {
        var numbers = known?.ToDictionary(docket => docket.Key, docket => docket.OrderBy(one => one.Number).ThenBy(one => one.At).ToList());
        var owners = followers.ToDictionary(follower => follower.Id);
        var noted = new List<Alert>(alerts.Count);
        var marks = new List<ToldNotes>();
        var seen = new HashSet<SubscriptionId>();
        foreach (var alert in alerts)
        {
            if (!seen.Add(alert.Subscription) || owners.GetValueOrDefault(alert.Subscription) is not { TellsSince: { } confirmedAt } owner)
            {
                noted.Add(alert);
                continue;
            }

            var before = told.GetValueOrDefault(alert.Subscription);
            List<Gap> fresh = [.. window.Gaps.Where(gap => !(gap.FoundAt <= before?.GapsThrough) && gap.Since(confirmedAt) is not null)];
            var quiet = owner.Kind is SubscriptionKind.Case && numbers?.GetValueOrDefault(alert.Docket) is { } ofDocket
                ? QuietEntries.Find(ofDocket, confirmedAt, before?.QuietThrough, window, hasUnreadable)
                : null;
            if (fresh is [] && quiet is null)
            {
                noted.Add(alert);
                continue;
            }

            noted.Add(alert with { Gaps = [.. fresh.Select(gap => gap.Since(confirmedAt)!)], Quiet = quiet });
            marks.Add(new ToldNotes(alert.Subscription, fresh is [] ? null : fresh.Max(gap => gap.FoundAt), quiet?.Ranges[^1].To));
        }

        return new Noted(noted, marks);
    }
}

/// <summary>What <see cref="AddNotes"/> decided.</summary>
/// <param name="Alerts">The alerts, in their order.</param>
/// <param name="Told">What they tell, to be remembered.</param>
public sealed record Noted(IReadOnlyList<Alert> Alerts, IReadOnlyList<ToldNotes> Told);

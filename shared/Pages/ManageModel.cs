using Tipstaff.Courts;
using Tipstaff.Links;
using Tipstaff.Subscriptions;

namespace Tipstaff.Pages;

/// <summary>All subscriptions of one reader. It names no address.</summary>
/// <param name="Lines">The living ones first, then by court and docket; empty when there are none.</param>
public sealed record ManageModel(IReadOnlyList<ManageLine> Lines)
{
    /// <summary>The page of one reader's subscriptions.</summary>
    public static ManageModel Of(IReadOnlyList<Subscription> own, CourtDirectory courts, PublicLinks links, DateTimeOffset now) => new(
        [.. own
            .OrderBy(subscription => subscription.State is SubscriptionState.Ended)
            .ThenBy(subscription => subscription.Court?.Value ?? "", StringComparer.Ordinal)
            .ThenBy(subscription => subscription.Docket?.Value ?? subscription.Query?.Value ?? "", StringComparer.Ordinal)
            .Select(subscription => ManageLine.Of(subscription, courts, links, now))]);
}

/// <summary>One subscription, as its owner sees it.</summary>
/// <param name="Docket">The docket.</param>
/// <param name="Status">Where it stands, in words.</param>
/// <param name="Since">Since when; null where the words need no time.</param>
/// <param name="Unsubscribe">The page that ends it; null when it has ended.</param>
public sealed record ManageLine(DocketLine Docket, Status Status, PageTime? Since, string? Unsubscribe)
{
    /// <summary>The line of a subscription.</summary>
    public static ManageLine Of(Subscription subscription, CourtDirectory courts, PublicLinks links, DateTimeOffset now)
    {
        var zone = courts.TryFind(subscription.Court?.Value, out var court) ? court.TimeZone : CourtTime.Eastern;
        var (status, since) = subscription.State switch
        {
            SubscriptionState.Ended => (new Status("Ended", Tone.Quiet), subscription.EndedAt),
            SubscriptionState.Confirmed when subscription.PausedAt is { } paused => (new Status("Paused since", Tone.Waiting), paused),
            SubscriptionState.Confirmed => (new Status("Followed since", Tone.Good), subscription.ConfirmedAt),
            _ => (new Status("Waiting for confirmation", Tone.Waiting, "Press the button behind the link in our mail."), (DateTimeOffset?)null),
        };
        return new(
            DocketLine.Of(subscription, courts),
            status,
            PageTime.Of(since, zone, now),
            subscription.State is SubscriptionState.Ended ? null : links.Unsubscribe(subscription.Id).AbsoluteUri);
    }
}

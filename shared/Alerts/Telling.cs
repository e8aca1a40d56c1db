using Tipstaff.Subscriptions;

namespace Tipstaff.Alerts;

/// <summary>Decides whether an alert is still to be told when its turn has come.</summary>
/// <remarks>
/// No alert is made of what was entered while its subscription was paused (<see cref="Subscription.Covers(Dockets.DocketEntry, DateTimeOffset?)"/>).
/// So whatever there is was found outside a pause: it waits for the end of one, and is told then.
/// </remarks>
public static class Telling
{
    // So that a short pause delays little, and a long one costs few looks.
    private const int LooksWhileAPauseGrowsTwice = 4;

    private static readonly TimeSpan SoonestLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LatestLook = TimeSpan.FromDays(1);

    /// <summary>Why it is never told; null when it is told now, or at the end of a pause (<see cref="HeldUntil"/>).</summary>
    /// <param name="owner">The subscription of the alert as it is now; null when there is none.</param>
    /// <param name="alert">The alert.</param>
    public static string? Objection(Subscription? owner, Alert alert) => owner switch
    {
        { State: SubscriptionState.Confirmed } when owner.ConfirmedAt > alert.CreatedAt => "the subscription was ended, and confirmed anew only after this alert",
        { State: SubscriptionState.Confirmed, TellsSince: null } => "the subscription's webhook is not verified",
        { State: SubscriptionState.Confirmed } when owner.VerifiedAt > alert.CreatedAt => "the subscription's webhook was verified only after this alert",
        { State: SubscriptionState.Confirmed } => null,
        { State: SubscriptionState.Pending } => "the subscription was ended, and waits to be confirmed anew",
        null => "the subscription is gone",
        _ => "the subscription was ended",
    };

    /// <summary>
    /// When to look again, UTC, while the subscription is paused; null when it is not. The wait grows with the pause: a quarter of how long
    /// that has lasted, a minute to a day.
    /// </summary>
    /// <param name="owner">The subscription as it is now.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static DateTimeOffset? HeldUntil(Subscription owner, DateTimeOffset now)
    {
        if (owner.PausedAt is not { } since)
        {
            return null;
        }

        var wait = (now - since) / LooksWhileAPauseGrowsTwice;
        return now + (wait < SoonestLook ? SoonestLook : wait > LatestLook ? LatestLook : wait);
    }
}

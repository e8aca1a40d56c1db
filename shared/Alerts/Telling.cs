using Tipstaff.Subscriptions;

namespace Tipstaff.Alerts;

/// <summary>Decides whether an alert is still to be told when its turn has come.</summary>
public static class Telling
{
    /// <summary>Why it is not; null when it is.</summary>
    /// <param name="owner">The subscription of the alert as it is now; null when there is none.</param>
    /// <param name="alert">The alert.</param>
    public static string? Objection(Subscription? owner, Alert alert) => owner switch
    {
        { State: SubscriptionState.Confirmed, PausedAt: not null } => "the subscription is paused",
        { State: SubscriptionState.Confirmed } when owner.ConfirmedAt > alert.CreatedAt => "the subscription was ended, and confirmed anew only after this alert",
        { State: SubscriptionState.Confirmed, TellsSince: null } => "the subscription's webhook is not verified",
        { State: SubscriptionState.Confirmed } when owner.VerifiedAt > alert.CreatedAt => "the subscription's webhook was verified only after this alert",
        { State: SubscriptionState.Confirmed } when owner.TellsSince > alert.CreatedAt => "the subscription was paused, and resumed only after this alert",
        { State: SubscriptionState.Confirmed } => null,
        { State: SubscriptionState.Pending } => "the subscription was ended, and waits to be confirmed anew",
        null => "the subscription is gone",
        _ => "the subscription was ended",
    };
}

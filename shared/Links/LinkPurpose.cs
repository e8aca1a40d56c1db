namespace Tipstaff.Links;

/// <summary>What the bearer of a link may do; a token for one purpose opens no other. The numbers are part of the tokens.</summary>
public enum LinkPurpose
{
    /// <summary>Confirm what is pending. The subject is a <see cref="Subscriptions.SubscriberId"/>.</summary>
    Confirm = 1,

    /// <summary>End one subscription. The subject is a <see cref="Subscriptions.SubscriptionId"/>.</summary>
    Unsubscribe = 2,

    /// <summary>See and change one subscriber's subscriptions. The subject is a <see cref="Subscriptions.SubscriberId"/>.</summary>
    Manage = 3,

    /// <summary>End all that comes in digests to one subscriber. The subject is a <see cref="Subscriptions.SubscriberId"/>.</summary>
    UnsubscribeDigests = 4,
}

namespace Tipstaff.Subscriptions;

/// <summary>What a subscription follows.</summary>
public enum SubscriptionKind
{
    /// <summary>One docket.</summary>
    Case,

    /// <summary>Every docket of a court.</summary>
    Court,

    /// <summary>Words, in one court or in every.</summary>
    Query,
}

/// <summary>Where in its life a subscription is.</summary>
public enum SubscriptionState
{
    /// <summary>Asked for; its owner has not confirmed yet.</summary>
    Pending,

    /// <summary>Confirmed: entries from then on are told.</summary>
    Confirmed,

    /// <summary>Ended by its owner: nothing more is told, not even what is queued.</summary>
    Ended,
}

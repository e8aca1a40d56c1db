using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Subscriptions;

/// <summary>One subscriber's wish to be told of each new entry on one docket.</summary>
public sealed record Subscription
{
    /// <summary>Its id, derived from subscriber and docket.</summary>
    public required SubscriptionId Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required SubscriberId Subscriber { get; init; }

    /// <summary>Where the alerts go.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>The court of the docket.</summary>
    public required CourtId Court { get; init; }

    /// <summary>The docket followed.</summary>
    public required DocketNumber Docket { get; init; }

    /// <summary>How soon alerts go out.</summary>
    public Cadence Cadence { get; init; } = Cadence.Immediate;

    /// <summary>When it was asked for, UTC; the last time where it was asked for again after its end.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When its owner confirmed it, UTC; null while pending. Nothing entered before is ever told.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When its owner ended it, UTC; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often the stored row was written; a write is conditional on the version that was read. 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>Where in its life it is.</summary>
    public SubscriptionState State =>
        EndedAt is not null ? SubscriptionState.Ended
        : ConfirmedAt is not null ? SubscriptionState.Confirmed
        : SubscriptionState.Pending;

    /// <summary>A new, pending subscription to a case.</summary>
    public static Subscription ToCase(
        SubscriberId subscriber, EmailAddress address, CourtId court, DocketNumber docket, DateTimeOffset now) =>
        new()
        {
            Id = SubscriptionId.OfCase(subscriber, court, docket),
            Subscriber = subscriber,
            Address = address,
            Court = court,
            Docket = docket,
            RequestedAt = now,
        };

    /// <summary>Asks again: an ended subscription starts over as pending, any other stays as it is.</summary>
    public Subscription AskedAgain(DateTimeOffset now) =>
        State is SubscriptionState.Ended ? this with { RequestedAt = now, ConfirmedAt = null, EndedAt = null } : this;

    /// <summary>Confirms a pending one; a confirmed one keeps its first moment, an ended one stays ended.</summary>
    public Subscription Confirmed(DateTimeOffset now) =>
        State is SubscriptionState.Pending ? this with { ConfirmedAt = now } : this;

    /// <summary>Ends it; the first end counts.</summary>
    public Subscription Ended(DateTimeOffset now) =>
        State is SubscriptionState.Ended ? this : this with { EndedAt = now };

    /// <summary>
    /// Whether it covers the entry: confirmed, not ended, same docket, and entered since it was confirmed, to the second.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="notBefore">
    /// The earliest moment at which an entry without a time can have been entered. Null when that is not known, and then such an
    /// entry is not covered, as it may be older than the subscription.
    /// </param>
    public bool Covers(DocketEntry entry, DateTimeOffset? notBefore) =>
        State is SubscriptionState.Confirmed
        && entry.Court == Court
        && entry.Docket == Docket
        && (entry.EnteredAt ?? notBefore) >= WholeSecond(ConfirmedAt!.Value);

    // Feeds tell whole seconds: what was entered in the second of the confirmation may have come after it, and is told.
    private static DateTimeOffset WholeSecond(DateTimeOffset moment) =>
        moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
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

/// <summary>How soon a subscriber is told.</summary>
public enum Cadence
{
    /// <summary>An e-mail for each alert, at once.</summary>
    Immediate,

    /// <summary>One e-mail an hour.</summary>
    Hourly,

    /// <summary>One e-mail a day.</summary>
    Daily,

    /// <summary>One e-mail a week.</summary>
    Weekly,
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Tipstaff.Canaries;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Webhooks;

namespace Tipstaff.Subscriptions;

/// <summary>One subscriber's wish to be told of each new entry of a case, of a whole court, or that meets words.</summary>
public sealed record Subscription : IJsonOnDeserialized
{
    /// <summary>Its id, derived from the subscriber and what is followed.</summary>
    public required SubscriptionId Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required SubscriberId Subscriber { get; init; }

    /// <summary>Where the alerts go, unless they go to <see cref="Webhook"/>; in any case, where its owner is asked to confirm.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>The URL where the alerts go in place of the address; null for e-mail. It never changes: the id is made of it, too.</summary>
    public WebhookUrl? Webhook { get; init; }

    /// <summary>When it was known that the URL wants webhooks, UTC; null for e-mail, and until then. Nothing entered before is ever told.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>The court; null for words in every court.</summary>
    public CourtId? Court { get; init; }

    /// <summary>The docket followed; null unless a case is.</summary>
    public DocketNumber? Docket { get; init; }

    /// <summary>The words looked for; null unless words are.</summary>
    public EntryQuery? Query { get; init; }

    /// <summary>Which events are told; null: all.</summary>
    public EventFilter? Filter { get; init; }

    /// <summary>How soon alerts go out.</summary>
    public Cadence Cadence { get; init; } = Cadence.Immediate;

    /// <summary>When digests go out; null for <see cref="DigestTime.Usual"/>.</summary>
    public DigestTime? DigestAt { get; init; }

    /// <summary>Since when its filter is as it is, UTC; null where it never changed. A label that comes later to an older entry makes no news.</summary>
    public DateTimeOffset? FilteredAt { get; init; }

    /// <summary>When it was asked for, UTC; the last time where it was asked for again after its end.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When its owner confirmed it, UTC; null while pending. Nothing entered before is ever told.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When its owner paused it, UTC; null while it tells.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When its owner last let it go on, UTC; null when it was never paused. Of what was entered before, only that is told which was found before the pause.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    /// <summary>When its owner ended it, UTC; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often the stored row was written; a write is conditional on the version that was read. 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>Where in its life it is.</summary>
    public SubscriptionState State =>
        EndedAt is not null ? SubscriptionState.Ended
        : ConfirmedAt is not null ? SubscriptionState.Confirmed
        : SubscriptionState.Pending;

    /// <summary>What kind of thing is followed.</summary>
    [JsonIgnore]
    public SubscriptionKind Kind =>
        Docket is not null ? SubscriptionKind.Case
        : Query is not null ? SubscriptionKind.Query
        : SubscriptionKind.Court;

    /// <summary>The moment from which entries are told, UTC; null while pending, and while its URL is not verified.</summary>
    [JsonIgnore]
    public DateTimeOffset? TellsSince =>
        ConfirmedAt is null || (Webhook is not null && VerifiedAt is null) ? null
        : VerifiedAt > ConfirmedAt && !(ResumedAt > VerifiedAt) ? VerifiedAt
        : ResumedAt > ConfirmedAt ? ResumedAt : ConfirmedAt;

    /// <summary>
    /// Stands for whoever reads its alerts: the subscriber, or one URL of the subscriber's. A document that is spread over several
    /// cases is told to each of them once.
    /// </summary>
    [JsonIgnore]
    public SubscriberId Reader => Webhook is null ? Subscriber : SubscriberId.OfWebhook(Subscriber, Webhook);

    /// <summary>A new, pending subscription to a case.</summary>
    /// <param name="subscriber">Whose it is.</param>
    /// <param name="address">The subscriber's address.</param>
    /// <param name="court">The court.</param>
    /// <param name="docket">The docket.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="webhook">Where alerts go in place of the address; null for e-mail.</param>
    public static Subscription ToCase(
        SubscriberId subscriber, EmailAddress address, CourtId court, DocketNumber docket, DateTimeOffset now, WebhookUrl? webhook = null) =>
        new()
        {
            Id = SubscriptionId.OfCase(subscriber, court, docket, webhook),
            Subscriber = subscriber,
            Address = address,
            Webhook = webhook,
            Court = court,
            Docket = docket,
            RequestedAt = now,
        };

    /// <summary>A new, pending subscription to every docket of a court.</summary>
    /// <param name="subscriber">Whose it is.</param>
    /// <param name="address">The subscriber's address.</param>
    /// <param name="court">The court.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="webhook">Where alerts go in place of the address; null for e-mail.</param>
    public static Subscription ToCourt(SubscriberId subscriber, EmailAddress address, CourtId court, DateTimeOffset now, WebhookUrl? webhook = null) => new()
    {
        Id = SubscriptionId.OfCourt(subscriber, court, webhook),
        Subscriber = subscriber,
        Address = address,
        Webhook = webhook,
        Court = court,
        RequestedAt = now,
    };

    /// <summary>A new, pending subscription to words.</summary>
    /// <param name="subscriber">Whose it is.</param>
    /// <param name="address">The subscriber's address.</param>
    /// <param name="court">The court; null for every court.</param>
    /// <param name="query">The words.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="webhook">Where alerts go in place of the address; null for e-mail.</param>
    public static Subscription ToQuery(
        SubscriberId subscriber, EmailAddress address, CourtId? court, EntryQuery query, DateTimeOffset now, WebhookUrl? webhook = null) => new()
        {
            Id = SubscriptionId.OfQuery(subscriber, court, query, webhook),
            Subscriber = subscriber,
            Address = address,
            Webhook = webhook,
            Court = court,
            Query = query,
            RequestedAt = now,
        };

    /// <summary>Asks again: an ended subscription starts over as pending, any other stays as it is.</summary>
    public Subscription AskedAgain(DateTimeOffset now) =>
        State is SubscriptionState.Ended
            ? this with { RequestedAt = now, ConfirmedAt = null, VerifiedAt = null, EndedAt = null, PausedAt = null, ResumedAt = null }
            : this;

    /// <summary>Pauses it: nothing is told until it is resumed; what is queued waits till then. The first pause counts.</summary>
    public Subscription Paused(DateTimeOffset now) => PausedAt is null && State is not SubscriptionState.Ended ? this with { PausedAt = now } : this;

    /// <summary>Lets it go on; what was entered meanwhile is not told.</summary>
    public Subscription Resumed(DateTimeOffset now) => PausedAt is null ? this : this with { PausedAt = null, ResumedAt = now };

    /// <summary>Confirms a pending one; a confirmed one keeps its first moment, an ended one stays ended.</summary>
    public Subscription Confirmed(DateTimeOffset now) =>
        State is SubscriptionState.Pending ? this with { ConfirmedAt = now } : this;

    /// <summary>Its URL is known to want webhooks; the first such moment counts. Only a confirmed one is verified.</summary>
    public Subscription Verified(DateTimeOffset now) =>
        this is { State: SubscriptionState.Confirmed, Webhook: not null, VerifiedAt: null } ? this with { VerifiedAt = now } : this;

    /// <summary>Ends it; the first end counts.</summary>
    public Subscription Ended(DateTimeOffset now) =>
        State is SubscriptionState.Ended ? this : this with { EndedAt = now };

    /// <summary>
    /// Whether it covers the entry: confirmed, its URL verified if it has one, neither paused nor ended, about this entry, and entered
    /// since it was so or resumed, to the second.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="notBefore">
    /// The earliest moment at which an entry without a time can have been entered. Null when that is not known, and then such an
    /// entry is not covered, as it may be older than the subscription.
    /// </param>
    public bool Covers(DocketEntry entry, DateTimeOffset? notBefore) => Covers(entry, notBefore, text: null);

    /// <summary>Whether it covers the entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="notBefore">The earliest moment at which an entry without a time can have been entered; null when that is not known.</param>
    /// <param name="text">What can be looked for in the entry, where that was made ready for many; null: it is made now.</param>
    internal bool Covers(DocketEntry entry, DateTimeOffset? notBefore, FoldedText? text) =>
        State is SubscriptionState.Confirmed
        && TellsSince is { } since
        && PausedAt is null
        && (Court is null ? entry.Court != CanaryCourt.Id : entry.Court == Court)
        && (Docket is null || entry.Docket == Docket)
        && (entry.EnteredAt ?? notBefore) >= WholeSecond(since)
        && Filter?.Passes(entry) is not false
        && Query?.Meets(text ?? FoldedText.Of(entry)) is not false;

    /// <summary>A row that lost what it follows would follow more than anybody asked for.</summary>
    /// <exception cref="JsonException">It follows nothing, or several things.</exception>
    void IJsonOnDeserialized.OnDeserialized()
    {
        if ((Court is null && Query is null) || (Docket is not null && (Court is null || Query is not null)))
        {
            throw new JsonException($"The subscription {Id} does not say what it follows.");
        }
    }

    // Feeds tell whole seconds: what was entered in the second of the confirmation may have come after it, and is told.
    private static DateTimeOffset WholeSecond(DateTimeOffset moment) =>
        moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
}

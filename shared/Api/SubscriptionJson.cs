using Tipstaff.Digests;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Api;

/// <summary>A subscription as the API tells it to its owner. It names no address.</summary>
public sealed record SubscriptionJson
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary><c>pending</c>, <c>confirmed</c>, <c>paused</c> or <c>ended</c>.</summary>
    public required string State { get; init; }

    /// <summary>The court's id; null for every court.</summary>
    public string? Court { get; init; }

    /// <summary>The docket number; null unless a case is followed.</summary>
    public string? DocketNumber { get; init; }

    /// <summary>The words; null unless words are looked for.</summary>
    public string? Query { get; init; }

    /// <summary><c>email</c>, or the URL of the webhook, in full.</summary>
    public required string Channel { get; init; }

    /// <summary>How the webhook stands; null for e-mail.</summary>
    public WebhookStateJson? Webhook { get; init; }

    /// <summary><c>immediate</c>, <c>hourly</c>, <c>daily</c> or <c>weekly</c>.</summary>
    public required string Cadence { get; init; }

    /// <summary>The hour of daily and weekly digests, 0 to 23; null for immediate alerts.</summary>
    public int? DigestHour { get; init; }

    /// <summary>The IANA id of its time zone; null for immediate alerts.</summary>
    public string? DigestTimeZone { get; init; }

    /// <summary>The day of weekly digests; null for all others.</summary>
    public string? DigestDay { get; init; }

    /// <summary>The event words of which one must stand in a label; empty: all events.</summary>
    public required IReadOnlyList<string> Include { get; init; }

    /// <summary>The event words of entries that are not told.</summary>
    public required IReadOnlyList<string> Exclude { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it was confirmed, UTC.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When it was paused, UTC; null while it tells.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the API tells of a subscription.</summary>
    /// <param name="subscription">It.</param>
    /// <param name="webhooks">Its owner's webhooks; null where there are none.</param>
    public static SubscriptionJson Of(Subscription subscription, SubscriberWebhooks? webhooks)
    {
        var digest = subscription.Cadence is Subscriptions.Cadence.Immediate ? null : subscription.DigestAt ?? DigestTime.Usual;
        return new SubscriptionJson
        {
            Id = subscription.Id.Value,
            State = subscription is { State: SubscriptionState.Confirmed, PausedAt: not null } ? "paused" : subscription.State.ToString().ToLowerInvariant(),
            Court = subscription.Court?.Value,
            DocketNumber = subscription.Docket?.Value,
            Query = subscription.Query?.Value,
            Channel = subscription.Webhook?.Value ?? FollowRequest.Email,
            Webhook = subscription.Webhook is { } url ? WebhookStateJson.Of(subscription, webhooks?.Find(url)) : null,
            Cadence = subscription.Cadence.ToString().ToLowerInvariant(),
            DigestHour = digest?.Hour,
            DigestTimeZone = digest?.TimeZone,
            DigestDay = subscription.Cadence is Subscriptions.Cadence.Weekly ? digest?.Day.ToString().ToLowerInvariant() : null,
            Include = subscription.Filter?.Include ?? [],
            Exclude = subscription.Filter?.Exclude ?? [],
            RequestedAt = subscription.RequestedAt,
            ConfirmedAt = subscription.ConfirmedAt,
            PausedAt = subscription.PausedAt,
            EndedAt = subscription.EndedAt,
        };
    }
}

/// <summary>How the webhook of a subscription stands.</summary>
/// <param name="Verified">Whether it passed its challenge, so that entries are told.</param>
/// <param name="VerifiedAt">Since when, UTC; null until then. Nothing entered before is told.</param>
/// <param name="ChallengeFailedAt">When the last challenge failed, UTC; null where it was passed, and where there was none.</param>
/// <param name="ChallengeFailure">Why, in a sentence; null with it.</param>
/// <param name="SecretMadeAt">When its secret was made, UTC; null where it has none yet.</param>
public sealed record WebhookStateJson(
    bool Verified, DateTimeOffset? VerifiedAt, DateTimeOffset? ChallengeFailedAt, string? ChallengeFailure, DateTimeOffset? SecretMadeAt)
{
    /// <summary>What the API tells of it.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="endpoint">What is known of its URL; null where it has no secret yet.</param>
    public static WebhookStateJson Of(Subscription subscription, WebhookEndpoint? endpoint) =>
        new(subscription.VerifiedAt is not null, subscription.VerifiedAt, endpoint?.FailedAt, endpoint?.Failure, endpoint?.SecretMadeAt);
}

/// <summary>A page of an owner's subscriptions.</summary>
/// <param name="Subscriptions">The subscriptions, the oldest first.</param>
/// <param name="Next">What to send as <c>cursor</c> for those that follow; null when these are the last.</param>
public sealed record SubscriptionListJson(IReadOnlyList<SubscriptionJson> Subscriptions, string? Next);

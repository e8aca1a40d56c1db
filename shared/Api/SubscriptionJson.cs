using Tipstaff.Digests;
using Tipstaff.Subscriptions;

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
    public static SubscriptionJson Of(Subscription subscription)
    {
        var digest = subscription.Cadence is Subscriptions.Cadence.Immediate ? null : subscription.DigestAt ?? DigestTime.Usual;
        return new SubscriptionJson
        {
            Id = subscription.Id.Value,
            State = subscription is { State: SubscriptionState.Confirmed, PausedAt: not null } ? "paused" : subscription.State.ToString().ToLowerInvariant(),
            Court = subscription.Court?.Value,
            DocketNumber = subscription.Docket?.Value,
            Query = subscription.Query?.Value,
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

/// <summary>A page of an owner's subscriptions.</summary>
/// <param name="Subscriptions">The subscriptions, the oldest first.</param>
/// <param name="Next">What to send as <c>cursor</c> for those that follow; null when these are the last.</param>
public sealed record SubscriptionListJson(IReadOnlyList<SubscriptionJson> Subscriptions, string? Next);

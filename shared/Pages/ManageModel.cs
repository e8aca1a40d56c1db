using Tipstaff.Courts;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Pages;

/// <summary>All subscriptions of one reader. It names no address.</summary>
/// <param name="Token">The token of the link, sent back by the buttons.</param>
/// <param name="Lines">The living ones first, then by court and docket; empty when there are none.</param>
/// <param name="Zones">Time zones to choose from; others are taken too.</param>
/// <param name="Said">What became of the last button; null for nothing.</param>
public sealed record ManageModel(string Token, IReadOnlyList<ManageLine> Lines, IReadOnlyList<string> Zones, Status? Said)
{
    /// <summary>The secret of a webhook that the last button made, shown here alone; empty for none.</summary>
    public IReadOnlyList<SecretLine> Secrets { get; init; } = [];

    /// <summary>What is wrong with what was typed, by the id of the field; empty for nothing.</summary>
    public IReadOnlyDictionary<string, string> Errors =>
        Lines.SelectMany(line => line.Errors.Select(error => KeyValuePair.Create($"{line.Prefix}{error.Key}", error.Value))).ToDictionary(StringComparer.Ordinal);

    /// <summary>The page of one reader's subscriptions.</summary>
    /// <param name="token">The token of the link.</param>
    /// <param name="own">The subscriptions.</param>
    /// <param name="webhooks">The reader's webhooks; null where there are none.</param>
    /// <param name="courts">The courts.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="said">What became of the last button; null for nothing.</param>
    /// <param name="refused">What was typed and cannot be taken; null for nothing.</param>
    public static ManageModel Of(
        string token,
        IReadOnlyList<Subscription> own,
        SubscriberWebhooks? webhooks,
        CourtDirectory courts,
        DateTimeOffset now,
        Status? said = null,
        RefusedTerms? refused = null) => new(
        token,
        [.. own
            .OrderBy(subscription => subscription.State is SubscriptionState.Ended)
            .ThenBy(subscription => subscription.Court?.Value ?? "", StringComparer.Ordinal)
            .ThenBy(subscription => subscription.Docket?.Value ?? subscription.Query?.Value ?? "", StringComparer.Ordinal)
            .Select((subscription, index) => ManageLine.Of(subscription, subscription.Webhook is { } url ? webhooks?.Find(url) : null, index, courts, now, refused))],
        [.. courts.All.Select(court => court.TimeZone.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        said);
}

/// <summary>One subscription, as its owner sees it.</summary>
/// <param name="Prefix">What the ids of its fields begin with, before their names.</param>
/// <param name="Subscription">It.</param>
/// <param name="Docket">What is followed.</param>
/// <param name="Status">Where it stands, in words.</param>
/// <param name="Since">Since when; null where the words need no time.</param>
/// <param name="Terms">Its terms as its fields show them.</param>
/// <param name="Errors">What is wrong with them, by field; empty for nothing.</param>
public sealed record ManageLine(
    string Prefix, Subscription Subscription, DocketLine Docket, Status Status, PageTime? Since, TypedTerms Terms, IReadOnlyDictionary<string, string> Errors)
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    /// <summary>Whether anything of it can still be changed.</summary>
    public bool IsLiving => Subscription.State is not SubscriptionState.Ended;

    /// <summary>Whether its webhook can be challenged, and given another secret.</summary>
    public bool HasWebhook => IsConfirmed && Subscription.Webhook is not null;

    /// <summary>What tells it from the others for whoever hears the page: every docket of a court is called so in each.</summary>
    public string Name => $"{Docket.Number} {Docket.Court}{(Docket.To is null ? "" : $" to the webhook {Docket.To}")}";

    /// <summary>Whether its owner has yet to confirm it.</summary>
    public bool IsPending => Subscription.State is SubscriptionState.Pending;

    /// <summary>Whether it can be paused or resumed: it was confirmed and has not ended.</summary>
    public bool IsConfirmed => Subscription.State is SubscriptionState.Confirmed;

    /// <summary>The line of a subscription.</summary>
    /// <param name="subscription">It.</param>
    /// <param name="endpoint">What is known of its webhook; null for none.</param>
    /// <param name="index">Which line it is.</param>
    /// <param name="courts">The courts.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="refused">What was typed and cannot be taken; null for nothing.</param>
    public static ManageLine Of(
        Subscription subscription, WebhookEndpoint? endpoint, int index, CourtDirectory courts, DateTimeOffset now, RefusedTerms? refused)
    {
        var zone = courts.TryFind(subscription.Court?.Value, out var court) ? court.TimeZone : CourtTime.Eastern;
        var (status, since) = subscription.State switch
        {
            SubscriptionState.Ended => (new Status("Ended", Tone.Quiet), subscription.EndedAt),
            SubscriptionState.Confirmed when subscription.PausedAt is { } paused => (new Status("Paused since", Tone.Waiting), paused),
            SubscriptionState.Confirmed when subscription.TellsSince is null => (
                new Status("Waiting for your receiver", Tone.Waiting, endpoint?.Failure ?? "Nothing is told before it has said that it wants our webhooks."), null),
            SubscriptionState.Confirmed => (new Status("Followed since", Tone.Good), subscription.Webhook is null ? subscription.ConfirmedAt : subscription.VerifiedAt),
            _ => (new Status("Waiting for confirmation", Tone.Waiting, "Press Confirm here, or the button behind the link in our mail."), (DateTimeOffset?)null),
        };
        var isRefused = refused?.Subscription == subscription.Id;
        return new(
            $"s{index}-",
            subscription,
            DocketLine.WithTerms(subscription, courts),
            status,
            PageTime.Of(since, zone, now),
            isRefused ? refused!.Typed : TypedTerms.Of(subscription, zone),
            isRefused ? refused!.Errors : None);
    }
}

/// <summary>Terms that were typed and cannot be taken.</summary>
/// <param name="Subscription">Of which subscription.</param>
/// <param name="Typed">What was typed.</param>
/// <param name="Errors">What is wrong, by field, a sentence each.</param>
public sealed record RefusedTerms(SubscriptionId Subscription, TypedTerms Typed, IReadOnlyDictionary<string, string> Errors);

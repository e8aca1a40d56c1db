using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Webhooks;

namespace Tipstaff.Subscriptions;

/// <summary>Stands for one subscription: of one subscriber to one docket, court or query, by mail or by one webhook.</summary>
[JsonConverter(typeof(ParsableJsonConverter<SubscriptionId>))]
public sealed record SubscriptionId : IParsable<SubscriptionId>
{
    private SubscriptionId(string value) => Value = value;

    /// <summary>32 hex digits.</summary>
    public string Value { get; }

    /// <summary>The id of a subscriber's subscription to a case: asking for the same case twice is asking once.</summary>
    public static SubscriptionId OfCase(SubscriberId subscriber, CourtId court, DocketNumber docket, WebhookUrl? webhook = null) =>
        Of(webhook, "case", subscriber.Value, court.Value, docket.Value);

    /// <summary>The id of a subscriber's subscription to a whole court.</summary>
    public static SubscriptionId OfCourt(SubscriberId subscriber, CourtId court, WebhookUrl? webhook = null) =>
        Of(webhook, "court", subscriber.Value, court.Value);

    /// <summary>The id of a subscriber's subscription to words, in one court or (null) in every.</summary>
    public static SubscriptionId OfQuery(SubscriberId subscriber, CourtId? court, EntryQuery query, WebhookUrl? webhook = null) =>
        Of(webhook, "query", subscriber.Value, court?.Value ?? "", query.Value);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SubscriptionId result)
    {
        result = ContentKey.IsWellFormed(s) ? new SubscriptionId(s!) : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public static SubscriptionId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is no SubscriptionId.");

    /// <inheritdoc/>
    public override string ToString() => Value;

    // By mail the id is made as it was before there were webhooks.
    private static SubscriptionId Of(WebhookUrl? webhook, params IEnumerable<string> parts) =>
        new(ContentKey.Of(webhook is null ? parts : parts.Append(webhook.Value)));
}

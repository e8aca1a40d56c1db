using System.Text.Json.Serialization;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;
using Tipstaff.Tracing;

namespace Tipstaff.Alerts;

/// <summary>What one subscriber is told about one docket at one time: one or more entries.</summary>
/// <remarks>It carries the entries as they were, so that telling it needs nothing but the subscription's present state.</remarks>
public sealed record Alert
{
    /// <summary>Derived from subscription and entries.</summary>
    public required AlertId Id { get; init; }

    /// <summary>The subscription that the entries met.</summary>
    public required SubscriptionId Subscription { get; init; }

    /// <summary>Whose it is.</summary>
    public required SubscriberId Subscriber { get; init; }

    /// <summary>The court of the docket.</summary>
    public required CourtId Court { get; init; }

    /// <summary>The docket.</summary>
    public required DocketNumber Docket { get; init; }

    /// <summary>What is told, in the order in which the clerk entered it; at least one.</summary>
    public required IReadOnlyList<DocketEntry> Entries { get; init; }

    /// <summary>The event types that the court's feed covers, as the court lists them (<c>all</c>: all); null when it did not say.</summary>
    public string? Coverage { get; init; }

    /// <summary>When entries may have been missed since the subscription was confirmed, as far as it was not told before; the oldest first.</summary>
    public IReadOnlyList<Gap> Gaps { get; init; } = [];

    /// <summary>Which entry numbers the docket has used without showing them to us, as far as it was not told before; null for none.</summary>
    public QuietEntries? Quiet { get; init; }

    /// <summary>Whether it tells of what may have been missed.</summary>
    [JsonIgnore]
    public bool TellsOfMissed => Gaps.Count > 0 || Quiet is not null;

    /// <summary>Whether it goes to its subscription's URL, and not by mail.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsWebhook { get; init; }

    /// <summary>The digest in which it is told; null: at once.</summary>
    public DigestSlot? Digest { get; init; }

    /// <summary>When the match was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where in its trace it was made; null of one that was stored without. Its message goes on with <see cref="Outbox.OutboxMessage.Trace"/>.</summary>
    public TraceContext? Trace { get; init; }
}

using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Suppressions;

/// <summary>What became of a mail, as a provider tells it: in its answer, or in a report that comes later.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Reason">In the provider's words, without an address; empty for none.</param>
public sealed record DeliveryReport(DeliveryReportKind Kind, DateTimeOffset At, string Reason)
{
    /// <summary>Whom the mail went to; null where the report names the message only.</summary>
    public SubscriberId? Subscriber { get; init; }

    /// <summary>The message; null where the report names the subscriber only.</summary>
    public IdempotencyKey? Message { get; init; }

    /// <summary>Whether it came after the provider had accepted the mail; false for the provider's own answer.</summary>
    public bool IsReportedLater { get; init; } = true;
}

/// <summary>What may become of a mail.</summary>
public enum DeliveryReportKind
{
    /// <summary>It was delivered, or accepted by a provider that delivers.</summary>
    Delivered,

    /// <summary>It came back for good: the address is dead.</summary>
    HardBounce,

    /// <summary>It came back, and another may not: a full mailbox, a server that was away for too long.</summary>
    SoftBounce,

    /// <summary>Its recipient called it unwanted.</summary>
    Complaint,
}

using System.Diagnostics;
using System.Text.Json.Serialization;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Suppressions;

/// <summary>What is known of how mail to one subscriber fares. It holds no address: the subscriber's id stands for it.</summary>
/// <remarks>Most subscribers have none: it comes into being with the first bounce or complaint.</remarks>
public sealed record AddressRecord
{
    /// <summary>How many soft bounces in a row suppress an address, if they span <see cref="SoftBounceSpan"/>.</summary>
    public const int SoftBounces = 5;

    /// <summary>Over which time soft bounces must go on to suppress an address: a full mailbox over a weekend is none.</summary>
    public static readonly TimeSpan SoftBounceSpan = TimeSpan.FromDays(3);

    /// <summary>Whose.</summary>
    public required SubscriberId Subscriber { get; init; }

    /// <summary>Since when alerts are held back, UTC; null while they are sent.</summary>
    public DateTimeOffset? SuppressedAt { get; init; }

    /// <summary>Why; null while alerts are sent.</summary>
    public SuppressionCause? Cause { get; init; }

    /// <summary>What the provider said of the last bounce or complaint, without an address; null for nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>How many soft bounces there were in a row.</summary>
    public int SoftInARow { get; init; }

    /// <summary>When the first of that row was, UTC; null for no row.</summary>
    public DateTimeOffset? SoftSince { get; init; }

    /// <summary>When the last of that row was, UTC; null for no row.</summary>
    public DateTimeOffset? SoftAt { get; init; }

    /// <summary>The message of the last of that row, so that it counts once; null where the report named none.</summary>
    public IdempotencyKey? SoftMessage { get; init; }

    /// <summary>Whether a soft bounce came after a provider had accepted the mail: then being accepted ends no row.</summary>
    public bool IsReportedLater { get; init; }

    /// <summary>When its owner last confirmed a subscription while this record was there, UTC: what came about before counts no more. Null for never.</summary>
    public DateTimeOffset? LiftedAt { get; init; }

    /// <summary>How often the stored row was written; a write is conditional on the version that was read. 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>Of which nothing is known yet.</summary>
    public static AddressRecord New(SubscriberId subscriber) => new() { Subscriber = subscriber };

    /// <summary>Why an alert is not sent; null when it is.</summary>
    [JsonIgnore]
    public string? Objection => Cause switch
    {
        null => null,
        SuppressionCause.Complaint => $"the recipient complained on {SuppressedAt:yyyy-MM-dd}",
        SuppressionCause.SoftBounces => $"the address bounced {SoftInARow} times in a row until {SuppressedAt:yyyy-MM-dd}",
        _ => $"the address bounced on {SuppressedAt:yyyy-MM-dd}",
    };

    /// <summary>After a report of what became of a mail.</summary>
    /// <returns>This one where the report changes nothing: it is known, or older than what lifted the suppression.</returns>
    public AddressRecord After(DeliveryReport report) => report.At < LiftedAt ? this : report.Kind switch
    {
        DeliveryReportKind.HardBounce => SuppressedAt is null ? Suppressed(SuppressionCause.HardBounce, report) : this,
        DeliveryReportKind.Complaint => Cause is SuppressionCause.Complaint ? this : Suppressed(SuppressionCause.Complaint, report),
        DeliveryReportKind.SoftBounce => AfterSoftBounce(report),
        DeliveryReportKind.Delivered => SoftInARow == 0 || report.At < SoftAt || (IsReportedLater && !report.IsReportedLater) ? this : WithoutRow(),
        _ => throw new UnreachableException(),
    };

    /// <summary>After its owner confirmed a subscription: whoever does reads mail there, and wants it.</summary>
    public AddressRecord Lifted(DateTimeOffset now) => WithoutRow() with { SuppressedAt = null, Cause = null, LiftedAt = now };

    /// <summary>
    /// What stays of it when its owner is erased; null for nothing. Whoever complained is not mailed again because somebody typed that
    /// address in, so cause and moment stay, under the id alone; what a provider said goes.
    /// </summary>
    public AddressRecord? Erased() =>
        Cause is SuppressionCause.Complaint ? New(Subscriber) with { SuppressedAt = SuppressedAt, Cause = Cause, Version = Version } : null;

    private AddressRecord AfterSoftBounce(DeliveryReport report)
    {
        if (report.At <= SoftAt || (report.Message is not null && report.Message == SoftMessage))
        {
            return this;
        }

        var next = this with
        {
            SoftInARow = SoftInARow + 1,
            SoftSince = SoftSince ?? report.At,
            SoftAt = report.At,
            SoftMessage = report.Message,
            IsReportedLater = IsReportedLater || report.IsReportedLater,
        };
        return next.SuppressedAt is null && next.SoftInARow >= SoftBounces && next.SoftAt - next.SoftSince >= SoftBounceSpan
            ? next.Suppressed(SuppressionCause.SoftBounces, report)
            : next;
    }

    private AddressRecord Suppressed(SuppressionCause cause, DeliveryReport report) =>
        this with { SuppressedAt = report.At, Cause = cause, Reason = report.Reason };

    private AddressRecord WithoutRow() =>
        this with { SoftInARow = 0, SoftSince = null, SoftAt = null, SoftMessage = null, IsReportedLater = false };
}

/// <summary>Why an address is sent no alerts. Stored by name: never renamed.</summary>
public enum SuppressionCause
{
    /// <summary>Nobody reads mail there.</summary>
    HardBounce,

    /// <summary>It took no mail for days.</summary>
    SoftBounces,

    /// <summary>Its owner called a mail of ours unwanted: it gets nothing at all, until it confirms anew.</summary>
    Complaint,
}

using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Gaps;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tracing;

namespace Tipstaff.Checks;

/// <summary>All that one check of a court writes, in one step.</summary>
/// <remarks>
/// One court is one partition: state, entries, alerts and told documents of a court stand together, so that a store of
/// partitioned tables can write them at once.
/// </remarks>
public sealed record CourtStep
{
    /// <summary>How long what could not be read is kept.</summary>
    public static readonly TimeSpan UnreadableKeptFor = TimeSpan.FromDays(7);

    /// <summary>How many unreadable items of one court are kept, the newest: no court can fill the store.</summary>
    public const int MaxUnreadableKept = 2_000;

    /// <summary>The court's state after the check, with the version that was read before it.</summary>
    public required CourtState State { get; init; }

    /// <summary>When what it brings was seen, UTC; null: when the court was checked.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Entries that were not known.</summary>
    public IReadOnlyList<DocketEntry> NewEntries { get; init; } = [];

    /// <summary>Known entries with labels that came later: stored, told to nobody.</summary>
    public IReadOnlyList<DocketEntry> RevisedEntries { get; init; } = [];

    /// <summary>The alerts that the new entries cause; each becomes an <see cref="OutboxMessage.AlertMessage"/> unless its key is known.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>Which subscribers these alerts tell of which documents.</summary>
    public IReadOnlyList<ToldDocument> Told { get; init; } = [];

    /// <summary>Marks to take away, as the alert that they stand for is not sent; before <see cref="Told"/> is written.</summary>
    public IReadOnlyList<ToldDocument> Untold { get; init; } = [];

    /// <summary>What these alerts say of what may have been missed; of each subscription the greatest marks are kept.</summary>
    public IReadOnlyList<ToldNotes> ToldNotes { get; init; } = [];

    /// <summary>
    /// What could not be read, kept as it came; known texts are not stored again. What is kept of the court is cut to
    /// <see cref="UnreadableKeptFor"/> and <see cref="MaxUnreadableKept"/> whenever there is something to add.
    /// </summary>
    public IReadOnlyList<UnreadableItem> Unreadable { get; init; } = [];

    /// <summary>What operators are told of the check; known ids add nothing.</summary>
    public IReadOnlyList<OperatorNotice> Notices { get; init; } = [];

    /// <summary>The same, each alert with the place in a trace at which it was made.</summary>
    internal CourtStep MadeAt(TraceContext place) => Alerts is [] ? this : this with { Alerts = [.. Alerts.Select(alert => alert with { Trace = place })] };

    /// <summary>Whether it brings anything but the court's state.</summary>
    public bool HasContent => NewEntries.Count + RevisedEntries.Count + Alerts.Count + Told.Count + Unreadable.Count + Notices.Count > 0;
}

/// <summary>A subscriber was told of a document in one case: in another case of the court it is no news to them.</summary>
/// <param name="Subscriber">Who was told: <see cref="Subscriptions.Subscription.Reader"/>.</param>
/// <param name="Document">Of what.</param>
/// <param name="Case">The case in which it was told: PACER's id, or the docket number on appeal. In that case it is told as often as docketed.</param>
public readonly record struct ToldDocument(SubscriberId Subscriber, DocumentId Document, string Case);

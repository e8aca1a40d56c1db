using Tipstaff.Canaries;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Outbox;

namespace Tipstaff.Subscriptions;

/// <summary>The stored subscriptions, indexed by id, by subscriber and by what they follow.</summary>
/// <remarks>
/// Writes are conditional: a row is written only if its stored version is still the one that was read (0: no row yet), and
/// its version then grows by one. Losing that race is an outcome, not a fault.
/// </remarks>
public interface ISubscriptions
{
    /// <summary>One subscription, in whatever state; null when there is none.</summary>
    Task<Subscription?> FindAsync(SubscriptionId id, CancellationToken cancellationToken);

    /// <summary>Several at once; ids without a row are left out.</summary>
    Task<IReadOnlyDictionary<SubscriptionId, Subscription>> FindAsync(
        IReadOnlyCollection<SubscriptionId> ids, CancellationToken cancellationToken);

    /// <summary>All of one subscriber's, in whatever state, oldest first.</summary>
    Task<IReadOnlyList<Subscription>> OfSubscriberAsync(SubscriberId subscriber, CancellationToken cancellationToken);

    /// <summary>
    /// The confirmed, living subscriptions that entries on these dockets of one court may meet: those to any of the dockets, to the
    /// whole court, and to words in it or in every court. Looked up by docket, never scanned. None for no docket.
    /// </summary>
    Task<IReadOnlyList<Subscription>> FollowersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, CancellationToken cancellationToken);

    /// <summary>The courts with at least one confirmed, living subscription.</summary>
    Task<FollowedCourts> FollowedCourtsAsync(CancellationToken cancellationToken);

    /// <summary>Writes the subscriptions and adds the message. Never leaves rows without the message that was to come with them.</summary>
    /// <remarks>
    /// Up to 100 of one subscriber are written all or none. Of more, or of several subscribers, some may be written and others not when
    /// a row changes at that moment, when the caller stops waiting, or when it crashes: what is written is right by itself and stays. A
    /// store may also keep the message then. Whoever reads again and writes what is still wanted completes the step.
    /// </remarks>
    /// <param name="changed">Rows as they shall be, each with the version that was read.</param>
    /// <param name="message">A message to add unless its key is known (which is no conflict); null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// True when all is written. False when a row has changed since it was read: read again. Nothing was written if it had changed before
    /// this call.
    /// </returns>
    Task<bool> TryWriteAsync(IReadOnlyList<Subscription> changed, OutboxMessage? message, CancellationToken cancellationToken);

    /// <summary>How many are in each state; states without any may be missing.</summary>
    Task<IReadOnlyDictionary<SubscriptionState, long>> CountAsync(CancellationToken cancellationToken);
}

/// <summary>Which courts are followed.</summary>
/// <param name="Named">Those with a subscription to a docket, to the court, or to words in it.</param>
/// <param name="Every">Whether somebody looks for words in every court.</param>
public sealed record FollowedCourts(IReadOnlyList<CourtId> Named, bool Every)
{
    /// <summary>
    /// The courts that are to be checked: those named, and all with a feed where words are looked for in every court. Not the canary's, which
    /// hangs on a setting and not on who follows it.
    /// </summary>
    public IReadOnlyList<CourtId> ToCheck(CourtDirectory directory) =>
        [.. Named.Where(court => court != CanaryCourt.Id).Union(Every ? directory.All.Where(court => court.Feed is not null).Select(court => court.Id) : [])];
}

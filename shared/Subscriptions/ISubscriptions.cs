using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Outbox;

namespace Tipstaff.Subscriptions;

/// <summary>The stored subscriptions, indexed by id, by subscriber and by docket.</summary>
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

    /// <summary>The confirmed, living subscriptions to any of these dockets of one court. Looked up by docket, never scanned.</summary>
    Task<IReadOnlyList<Subscription>> FollowersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, CancellationToken cancellationToken);

    /// <summary>The courts with at least one confirmed, living subscription.</summary>
    Task<IReadOnlyList<CourtId>> FollowedCourtsAsync(CancellationToken cancellationToken);

    /// <summary>Writes the subscriptions and adds the message in one step.</summary>
    /// <param name="changed">Rows as they shall be, each with the version that was read.</param>
    /// <param name="message">A message to add unless its key is known (which is no conflict); null for none.</param>
    /// <param name="cancellationToken">Stops waiting; the step is then done whole or not at all.</param>
    /// <returns>False when one row has changed since it was read: nothing was written, read again.</returns>
    Task<bool> TryWriteAsync(IReadOnlyList<Subscription> changed, OutboxMessage? message, CancellationToken cancellationToken);

    /// <summary>How many are in each state; states without any may be missing.</summary>
    Task<IReadOnlyDictionary<SubscriptionState, long>> CountAsync(CancellationToken cancellationToken);
}

using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Outbox;

/// <summary>What is known of those whom messages go to.</summary>
public interface IRecipients
{
    /// <summary>What is known at this moment of those whom the messages go to: one question for all of them.</summary>
    /// <param name="messages">The messages; of those to operators nothing is asked.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<Recipients> FindAsync(IReadOnlyCollection<OutboxMessage> messages, CancellationToken cancellationToken);
}

/// <summary>What is known of those whom messages go to.</summary>
/// <param name="Subscriptions">The subscriptions that alerts among them tell of; one that is gone is not among them.</param>
/// <param name="Records">How mail to them fares; most have none.</param>
public sealed record Recipients(
    IReadOnlyDictionary<SubscriptionId, Subscription> Subscriptions, IReadOnlyDictionary<SubscriberId, AddressRecord> Records);

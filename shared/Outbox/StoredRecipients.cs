using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Outbox;

/// <summary>Asks the stores of subscriptions and of addresses; a store that has both in one place answers better itself.</summary>
public sealed class StoredRecipients(ISubscriptions subscriptions, ISuppressions suppressions) : IRecipients
{
    /// <inheritdoc/>
    public async Task<Recipients> FindAsync(IReadOnlyCollection<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var alerts = messages.OfType<OutboxMessage.AlertMessage>().Select(message => message.Alert.Subscription).Distinct().ToList();
        var subscribers = messages.Where(message => message is not OutboxMessage.OperatorMessage).Select(message => message.Subscriber).Distinct().ToList();
        return new Recipients(
            alerts is [] ? new Dictionary<SubscriptionId, Subscription>() : await subscriptions.FindAsync(alerts, cancellationToken),
            subscribers is [] ? new Dictionary<SubscriberId, AddressRecord>() : await suppressions.FindAsync(subscribers, cancellationToken));
    }
}

using Tipstaff.Functions.Queues;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Outbox;

/// <summary>Puts one message on the queue for each one of the outbox.</summary>
public sealed class ServiceBusDeliveryQueue(QueueSenders senders, Whereabouts whereabouts, TimeProvider time) : IDeliveryQueue
{
    /// <inheritdoc/>
    public Task EnqueueAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        // By the moment, so that what is replayed or swept soon after it was sent the first time is no duplicate to the broker.
        var now = time.GetUtcNow();
        return senders.SendAsync(QueueNames.Alerts, [.. keys.Select(key => AlertMessage.Of(key, whereabouts).For(now, now))], cancellationToken);
    }
}

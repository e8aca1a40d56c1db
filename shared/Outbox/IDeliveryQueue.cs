namespace Tipstaff.Outbox;

/// <summary>Tells whoever delivers that messages are written down. A hint: what it loses, a sweep over the outbox finds.</summary>
public interface IDeliveryQueue
{
    /// <summary>Asks for these messages to be delivered; ids only, no address. Empty is nothing.</summary>
    Task EnqueueAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken);
}

using Tipstaff.Outbox;

namespace Tipstaff.Tests.Support;

/// <summary>Remembers what was queued.</summary>
internal sealed class RecordingQueue : IDeliveryQueue
{
    public List<IdempotencyKey> Keys { get; } = [];

    public Task EnqueueAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        Keys.AddRange(keys);
        return Task.CompletedTask;
    }
}

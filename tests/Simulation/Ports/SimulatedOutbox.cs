using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>One process's way to the outbox.</summary>
internal sealed class SimulatedOutbox(SimulatedProcess process, SimulatedWorld world) : IOutbox
{
    private readonly PortCalls _calls = new(process, world);

    private IOutbox Store => process.Store.Outbox;

    public Task<bool> TryAddAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        _calls.WriteAsync("outbox.add", message.Key.Value, () => Store.TryAddAsync(message, cancellationToken));

    public Task<IReadOnlyList<IdempotencyKey>> FindDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        _calls.ReadAsync("outbox.find-due", process.Slot, () => Store.FindDueAsync(now, max, cancellationToken));

    public Task<IReadOnlyList<IdempotencyKey>> FindDueWebhooksAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        _calls.ReadAsync("outbox.find-due-webhooks", process.Slot, () => Store.FindDueWebhooksAsync(now, max, cancellationToken));

    public Task<IReadOnlyList<IdempotencyKey>> FindWebhooksAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken) =>
        _calls.ReadAsync("outbox.find-webhooks", keys.FirstOrDefault()?.Value ?? "", () => Store.FindWebhooksAsync(keys, cancellationToken));

    public Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        IReadOnlyCollection<IdempotencyKey> keys, DateTimeOffset now, DateTimeOffset leaseUntil, string provider, CancellationToken cancellationToken) =>
        _calls.WriteAsync(
            "outbox.claim", keys.FirstOrDefault()?.Value ?? "", () => Store.ClaimAsync(keys, now, leaseUntil, provider, cancellationToken));

    public Task<bool> TryAskAsync(IdempotencyKey key, string claimToken, ProviderPin pin, CancellationToken cancellationToken) =>
        _calls.WriteAsync("outbox.ask", key.Value, () => Store.TryAskAsync(key, claimToken, pin, cancellationToken));

    public Task<IReadOnlyList<DeliveryRecord>> RecordAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken) =>
        _calls.WriteAsync("outbox.record", deliveries.FirstOrDefault()?.Key.Value ?? "", async () =>
        {
            var written = await Store.RecordAsync(deliveries, cancellationToken);
            world.Truth.Recorded(deliveries);
            return written;
        });

    public Task<OutboxState?> FindStateAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        _calls.ReadAsync("outbox.find-state", message.Key.Value, () => Store.FindStateAsync(message, cancellationToken));

    public Task<SubscriberId?> FindSubscriberAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        _calls.ReadAsync("outbox.find-subscriber", key.Value, () => Store.FindSubscriberAsync(key, cancellationToken));

    public Task<IReadOnlyList<ReplayedMessage>> ReplayAsync(
        IReadOnlyCollection<IdempotencyKey>? keys, DateTimeOffset now, CancellationToken cancellationToken) =>
        _calls.WriteAsync("outbox.replay", "", () => Store.ReplayAsync(keys, now, cancellationToken));

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int max, DeadLetterPlace? after, CancellationToken cancellationToken) =>
        _calls.ReadAsync("outbox.dead-letters", "", () => Store.DeadLettersAsync(max, after, cancellationToken));

    public Task<OutboxCounts> CountAsync(CancellationToken cancellationToken) =>
        _calls.ReadAsync("outbox.count", "", () => Store.CountAsync(cancellationToken));

    public Task<IReadOnlyList<DelayCount>> DelaysAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _calls.ReadAsync("outbox.delays", "", () => Store.DelaysAsync(since, cancellationToken));

    public Task<IReadOnlyList<OutboxRow>> NewestAsync(int max, CancellationToken cancellationToken) =>
        _calls.ReadAsync("outbox.newest", "", () => Store.NewestAsync(max, cancellationToken));
}

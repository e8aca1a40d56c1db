using Tipstaff.Alerts;
using Tipstaff.Digests;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>One process's way to the stored digests.</summary>
internal sealed class SimulatedDigests(SimulatedProcess process, SimulatedWorld world) : IDigests
{
    private readonly PortCalls _calls = new(process, world);

    private IDigests Store => process.Store.Digests;

    public Task<DigestPart> FoldAsync(Alert alert, int weight, CancellationToken cancellationToken) =>
        _calls.WriteAsync("digests.fold", alert.Id.Value, () => Store.FoldAsync(alert, weight, cancellationToken));

    public Task<ClosedPart> CloseAsync(DigestPart part, int capacity, CancellationToken cancellationToken) =>
        _calls.WriteAsync("digests.close", part.Key, () => Store.CloseAsync(part, capacity, cancellationToken));

    public Task TellAsync(DigestPart part, IReadOnlyCollection<AlertId> told, CancellationToken cancellationToken) => _calls.WriteAsync(
        "digests.tell",
        part.Key,
        async () =>
        {
            await Store.TellAsync(part, told, cancellationToken);
            return true;
        });

    public Task<IReadOnlySet<SubscriptionId>> SubscriptionsAsync(SubscriberId subscriber, DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken) =>
        _calls.ReadAsync("digests.subscriptions", subscriber.Value, () => Store.SubscriptionsAsync(subscriber, after, until, cancellationToken));
}

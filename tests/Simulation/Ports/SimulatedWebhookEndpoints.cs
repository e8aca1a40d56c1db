using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>One process's way to the URLs of webhooks.</summary>
internal sealed class SimulatedWebhookEndpoints(SimulatedProcess process, SimulatedWorld world) : IWebhookEndpoints
{
    private readonly PortCalls _calls = new(process, world);

    private IWebhookEndpoints Store => process.Store.Webhooks;

    public Task<SubscriberWebhooks?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken) =>
        _calls.ReadAsync("webhooks.find", subscriber.Value, () => Store.FindAsync(subscriber, cancellationToken));

    public Task<bool> TryWriteAsync(SubscriberWebhooks next, CancellationToken cancellationToken) =>
        _calls.WriteAsync("webhooks.write", next.Subscriber.Value, () => Store.TryWriteAsync(next, cancellationToken));
}

using Azure.Messaging.ServiceBus;
using Tipstaff.Health;

namespace Tipstaff.Functions.Queues;

/// <summary>Looks whether the queues answer.</summary>
public sealed class QueueProbe(ServiceBusClient client) : IHealthProbe
{
    /// <inheritdoc/>
    public string Name => "queue";

    /// <inheritdoc/>
    public async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        // Opens the link to the queue and sends nothing.
        await using var sender = client.CreateSender(QueueNames.Alerts);
        using var batch = await sender.CreateMessageBatchAsync(cancellationToken);
        return true;
    }
}

using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace Tipstaff.Functions.Queues;

/// <summary>Sends messages in batches, one sender a queue.</summary>
public sealed class QueueSenders(ServiceBusClient client)
{
    private readonly ConcurrentDictionary<string, ServiceBusSender> _senders = new(StringComparer.Ordinal);

    /// <summary>Sends the messages in their order, as many at once as the broker takes. Empty is nothing.</summary>
    public async Task SendAsync(string queue, IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return;
        }

        var sender = _senders.GetOrAdd(queue, client.CreateSender);
        if (messages is [var only])
        {
            await sender.SendMessageAsync(only, cancellationToken);
            return;
        }

        for (var next = 0; next < messages.Count;)
        {
            using var batch = await sender.CreateMessageBatchAsync(cancellationToken);
            while (next < messages.Count && batch.TryAddMessage(messages[next]))
            {
                next++;
            }

            if (batch.Count == 0)
            {
                throw new InvalidOperationException($"A message for the queue {queue} is larger than the broker takes ({batch.MaxSizeInBytes} bytes).");
            }

            await sender.SendMessagesAsync(batch, cancellationToken);
        }
    }
}

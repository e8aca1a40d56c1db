#nullable disable
using Tipstaff.AzureHarness;

namespace Azure.Messaging.ServiceBus;

/// <summary>Sends to one queue.</summary>
public class ServiceBusSender : IAsyncDisposable
{
    private readonly BusLink _link;

    /// <summary>For tests.</summary>
    protected ServiceBusSender()
    {
    }

    /// <summary>For those who extend it.</summary>
    protected internal ServiceBusSender(ServiceBusClient client, string queueOrTopicName)
        : this(client, queueOrTopicName, new ServiceBusSenderOptions())
    {
    }

    /// <summary>For those who extend it.</summary>
    protected internal ServiceBusSender(ServiceBusClient client, string queueOrTopicName, ServiceBusSenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(queueOrTopicName);
        (_link, EntityPath, FullyQualifiedNamespace) = (client.Link, queueOrTopicName, client.FullyQualifiedNamespace);
        Identifier = options?.Identifier ?? queueOrTopicName;
    }

    /// <summary>The queue.</summary>
    public virtual string EntityPath { get; }

    /// <summary>The host.</summary>
    public virtual string FullyQualifiedNamespace { get; }

    /// <summary>The sender's name in logs.</summary>
    public virtual string Identifier { get; }

    /// <summary>Whether it was closed.</summary>
    public virtual bool IsClosed { get; private set; }

    /// <summary>Sends a message; at its <see cref="ServiceBusMessage.ScheduledEnqueueTime"/> it enters the queue.</summary>
    public virtual async Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        _ = await CallAsync("SendMessage", [MessageParts.Of(message)], (queue, parts) => queue.Send(parts), cancellationToken);
    }

    /// <summary>Sends messages in one step: all or none.</summary>
    /// <exception cref="ServiceBusException">Together they are too large.</exception>
    public virtual async Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        MessageParts[] parts = [.. messages.Select(MessageParts.Of)];
        if (parts.Length > 0)
            _ = await CallAsync("SendMessages", parts, (queue, sent) => queue.Send(sent), cancellationToken);
    }

    /// <summary>Sends a batch in one step.</summary>
    public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messageBatch);
        return SendMessagesAsync([.. messageBatch.Messages], cancellationToken);
    }

    /// <summary>An empty batch, as large as the queue takes.</summary>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) =>
        CreateMessageBatchAsync(new CreateMessageBatchOptions(), cancellationToken);

    /// <summary>An empty batch. Its limit is known from the link, so this is no call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The queue takes less than was asked for.</exception>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CreateMessageBatchOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        Open();
        var most = _link.Broker.Find(EntityPath).Settings.MaxMessageBytes;
        var asked = options.MaxSizeInBytes ?? most;
        return asked > most
            ? throw new ArgumentOutOfRangeException(nameof(options), asked, $"The queue takes at most {most} bytes.")
            : ValueTask.FromResult(new ServiceBusMessageBatch(asked));
    }

    /// <summary>Sends a message that enters the queue later.</summary>
    /// <returns>The number by which it can be cancelled.</returns>
    public virtual async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (await ScheduleAsync("ScheduleMessage", [message], scheduledEnqueueTime, cancellationToken))[0];
    }

    /// <summary>Sends messages that enter the queue later.</summary>
    public virtual async Task<IReadOnlyList<long>> ScheduleMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ServiceBusMessage[] all = [.. messages];
        return all.Length == 0 ? [] : await ScheduleAsync("ScheduleMessages", all, scheduledEnqueueTime, cancellationToken);
    }

    /// <summary>Takes a scheduled message back.</summary>
    /// <exception cref="ServiceBusException">It is not scheduled (any more).</exception>
    public virtual Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) =>
        CancelScheduledMessagesAsync([sequenceNumber], cancellationToken);

    /// <summary>Takes scheduled messages back: all or none.</summary>
    public virtual async Task CancelScheduledMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        long[] numbers = [.. sequenceNumbers];
        Open();
        var subject = $"{EntityPath} {string.Join(',', numbers)}";
        _ = await _link.CallAsync("CancelScheduledMessage", subject, EntityPath, queue => queue.CancelScheduled(numbers), cancellationToken);
    }

    /// <summary>Closes it.</summary>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private Task<IReadOnlyList<long>> ScheduleAsync(
        string operation, ServiceBusMessage[] messages, DateTimeOffset at, CancellationToken cancellationToken)
    {
        MessageParts[] parts = [.. messages.Select(message => MessageParts.Of(message) with { ScheduledEnqueueTime = at })];
        return CallAsync(operation, parts, (queue, sent) => queue.Send(sent), cancellationToken);
    }

    private Task<IReadOnlyList<long>> CallAsync(
        string operation, MessageParts[] parts, Func<BusQueue, MessageParts[], IReadOnlyList<long>> work, CancellationToken cancellationToken)
    {
        Open();
        foreach (var part in parts)
            MessageSize.CheckHeaders(part.Properties);
        var subject = $"{EntityPath} {string.Join(',', parts.Select(part => part.MessageId ?? "-"))}";
        return _link.CallAsync(operation, subject, EntityPath, queue => work(queue, parts), cancellationToken);
    }

    private void Open() => ObjectDisposedException.ThrowIf(IsClosed, this);
}

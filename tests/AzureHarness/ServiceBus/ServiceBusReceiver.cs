#nullable disable
using System.Runtime.CompilerServices;
using Tipstaff.AzureHarness;

namespace Azure.Messaging.ServiceBus;

/// <summary>Receives from one queue or its dead letters, and settles what it received.</summary>
public class ServiceBusReceiver : IAsyncDisposable
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(1);
    private readonly BusLink _link;
    private long _lastPeeked;

    /// <summary>For tests.</summary>
    protected ServiceBusReceiver()
    {
    }

    /// <summary>For those who extend it.</summary>
    protected internal ServiceBusReceiver(ServiceBusClient client, string queueName, ServiceBusReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        options ??= new ServiceBusReceiverOptions();
        (_link, FullyQualifiedNamespace) = (client.Link, client.FullyQualifiedNamespace);
        EntityPath = ServiceBusBroker.PathOf(queueName, options.SubQueue);
        (Identifier, PrefetchCount, ReceiveMode) = (options.Identifier ?? EntityPath, options.PrefetchCount, options.ReceiveMode);
    }

    /// <summary>The queue, or <c>queue/$DeadLetterQueue</c>.</summary>
    public virtual string EntityPath { get; }

    /// <summary>The host.</summary>
    public virtual string FullyQualifiedNamespace { get; }

    /// <summary>The receiver's name in logs.</summary>
    public virtual string Identifier { get; }

    /// <summary>Whether it was closed.</summary>
    public virtual bool IsClosed { get; private set; }

    /// <summary>How many messages wait locked in the client; the harness prefetches none.</summary>
    public virtual int PrefetchCount { get; }

    /// <summary>Whether messages are locked or gone once received.</summary>
    public virtual ServiceBusReceiveMode ReceiveMode { get; }

    /// <summary>Receives a message, waiting for one if there is none.</summary>
    /// <param name="maxWaitTime">How long; null for a minute.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when none came.</returns>
    public virtual async Task<ServiceBusReceivedMessage> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default) =>
        (await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken)).FirstOrDefault();

    /// <summary>Receives up to so many messages; waits only while there is none.</summary>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        if (maxWaitTime is { } wait)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        Open();
        return _link.ReceiveAsync(EntityPath, maxMessages, ReceiveMode, maxWaitTime ?? DefaultWait, cancellationToken);
    }

    /// <summary>Receives messages one by one until cancelled.</summary>
    public virtual async IAsyncEnumerable<ServiceBusReceivedMessage> ReceiveMessagesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await ReceiveMessageAsync(cancellationToken: cancellationToken) is { } message)
                yield return message;
        }
    }

    /// <summary>Receives a message that was deferred.</summary>
    public virtual async Task<ServiceBusReceivedMessage> ReceiveDeferredMessageAsync(
        long sequenceNumber, CancellationToken cancellationToken = default) =>
        (await ReceiveDeferredMessagesAsync([sequenceNumber], cancellationToken))[0];

    /// <summary>Receives messages that were deferred.</summary>
    /// <exception cref="ServiceBusException">One is not deferred here.</exception>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredMessagesAsync(
        IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        long[] numbers = [.. sequenceNumbers];
        return CallAsync("ReceiveDeferredMessages", string.Join(',', numbers), queue => queue.TakeDeferred(numbers, ReceiveMode), cancellationToken);
    }

    /// <summary>Looks at the next message without locking it.</summary>
    public virtual async Task<ServiceBusReceivedMessage> PeekMessageAsync(
        long? fromSequenceNumber = null, CancellationToken cancellationToken = default) =>
        (await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken)).FirstOrDefault();

    /// <summary>Looks at messages without locking them; goes on where the last peek ended.</summary>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        var from = fromSequenceNumber ?? _lastPeeked + 1;
        var found = await CallAsync("PeekMessages", $"{from}", queue => queue.Peek(maxMessages, from), cancellationToken);
        if (found.Count > 0)
            _lastPeeked = found[^1].SequenceNumber;
        return found;
    }

    /// <summary>Removes a message.</summary>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync("CompleteMessage", message, queue => queue.Complete(message.LockTokenGuid), cancellationToken);

    /// <summary>Gives a message back: it comes again at once.</summary>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default) =>
        SettleAsync("AbandonMessage", message, queue => queue.Abandon(message.LockTokenGuid, propertiesToModify), cancellationToken);

    /// <summary>Moves a message to the dead letters.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default) =>
        SettleAsync("DeadLetterMessage", message, queue => queue.DeadLetter(message.LockTokenGuid, propertiesToModify, null, null), cancellationToken);

    /// <summary>Moves a message to the dead letters and says why.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message, string deadLetterReason, string deadLetterErrorDescription = null, CancellationToken cancellationToken = default) =>
        DeadLetterMessageAsync(message, null, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    /// <summary>Moves a message to the dead letters and says why.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        SettleAsync(
            "DeadLetterMessage",
            message,
            queue => queue.DeadLetter(message.LockTokenGuid, propertiesToModify, deadLetterReason, deadLetterErrorDescription),
            cancellationToken);

    /// <summary>Sets a message aside until somebody asks for its sequence number.</summary>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default) =>
        SettleAsync("DeferMessage", message, queue => queue.Defer(message.LockTokenGuid, propertiesToModify), cancellationToken);

    /// <summary>Starts the lock's time anew.</summary>
    public virtual async Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        Locked(message);
        message.LockedUntil = await CallAsync(
            "RenewMessageLock", message.MessageId, queue => queue.Renew(message.LockTokenGuid), cancellationToken);
    }

    /// <summary>Closes it; what it has locked stays locked.</summary>
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

    private async Task SettleAsync(string operation, ServiceBusReceivedMessage message, Action<BusQueue> settle, CancellationToken cancellationToken)
    {
        Locked(message);
        await CallAsync(
            operation,
            message.MessageId,
            queue =>
            {
                settle(queue);
                return true;
            },
            cancellationToken);
        message.IsSettled = true;
    }

    private Task<T> CallAsync<T>(string operation, string subject, Func<BusQueue, T> work, CancellationToken cancellationToken)
    {
        Open();
        return _link.CallAsync(operation, $"{EntityPath} {subject}", EntityPath, work, cancellationToken);
    }

    private void Locked(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (ReceiveMode != ServiceBusReceiveMode.PeekLock)
            throw new InvalidOperationException("The operation is only supported in 'PeekLock' receive mode.");
        if (message.LockTokenGuid == Guid.Empty)
            throw new InvalidOperationException("The message was peeked, not received: it has no lock.");
    }

    private void Open() => ObjectDisposedException.ThrowIf(IsClosed, this);
}

using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>How a function settles its message itself. Each call goes by gRPC to the host: it fails with <see cref="Grpc.Core.RpcException"/>.</summary>
public class ServiceBusMessageActions
{
    /// <summary>For tests and for the host.</summary>
    protected ServiceBusMessageActions()
    {
    }

    /// <summary>Removes the message.</summary>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw Unset();

    /// <summary>Gives the message back: it comes again at once.</summary>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        throw Unset();

    /// <summary>Moves the message to the dead letters.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        throw Unset();

    /// <summary>Sets the message aside until somebody asks for its sequence number.</summary>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        throw Unset();

    /// <summary>Starts the lock's time anew.</summary>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw Unset();

    private static InvalidOperationException Unset() => new("These actions belong to no host; override what is called.");
}

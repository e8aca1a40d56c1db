using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.AzureHarness;

/// <summary>A function's own settlement: a round trip to the host, which calls the broker and knows the lock only while the function runs.</summary>
internal sealed class ListenedMessageActions(ServiceBusListener listener, ServiceBusReceivedMessage message) : ServiceBusMessageActions
{
    private bool _ended;

    /// <summary>The function has ended: the host forgets the lock.</summary>
    public void End() => _ended = true;

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        AskHostAsync(message, () => listener.SettleAsync("CompleteMessage", message, queue => queue.Complete(message.LockTokenGuid), cancellationToken));

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        AskHostAsync(
            message,
            () => listener.SettleAsync("AbandonMessage", message, queue => queue.Abandon(message.LockTokenGuid, propertiesToModify), cancellationToken));

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        AskHostAsync(
            message,
            () => listener.SettleAsync(
                "DeadLetterMessage",
                message,
                queue => queue.DeadLetter(message.LockTokenGuid, propertiesToModify, deadLetterReason, deadLetterErrorDescription),
                cancellationToken));

    public override Task DeferMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        AskHostAsync(
            message,
            () => listener.SettleAsync("DeferMessage", message, queue => queue.Defer(message.LockTokenGuid, propertiesToModify), cancellationToken));

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        AskHostAsync(
            message,
            () => listener.CallAsync("RenewMessageLock", message.MessageId, queue => queue.Renew(message.LockTokenGuid), cancellationToken));

    private async Task AskHostAsync(ServiceBusReceivedMessage settled, Func<Task> ask)
    {
        ArgumentNullException.ThrowIfNull(settled);
        if (_ended || settled.LockTokenGuid != message.LockTokenGuid)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"LockToken {settled.LockToken} not found."));
        try
        {
            await ask();
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "Call canceled by the client."));
        }
        catch (Exception error)
        {
            throw new RpcException(new Status(StatusCode.Unknown, $"{error.GetType()}: {error.Message}"));
        }
    }
}

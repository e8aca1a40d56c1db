using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Tipstaff.Functions.Breakers;
using Tipstaff.Functions.Queues;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Outbox;

/// <summary>Delivers one message of the outbox and sees to its next attempt.</summary>
public sealed class DeliverAlert(
    DeliverMessages deliver,
    Whereabouts whereabouts,
    ProviderTransitions transitions,
    KeptMessages kept,
    QueueSenders senders,
    TimeProvider time,
    ILogger<DeliverAlert> logger)
{
    [Function(nameof(DeliverAlert))]
    public async Task RunAsync(
        [ServiceBusTrigger(QueueNames.Alerts, Connection = QueueNames.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!QueueJson.TryRead<AlertMessage>(message.Body, AlertMessage.Version, out var wanted, out var fault))
        {
            await kept.KeepAsync(QueueNames.Alerts, message, fault, cancellationToken);
            await actions.CompleteMessageAsync(message, cancellationToken);
            return;
        }

        try
        {
            await DeliverAsync(wanted, client, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException && wanted.Times < Postponing.MaxTimes)
        {
            logger.DeliveryFaulted(wanted.Key, error);
            await SendAnewAsync(wanted with { Times = wanted.Times + 1 }, time.GetUtcNow() + Postponing.AfterFault, cancellationToken);
        }

        // Last, so that a crash before it has the broker give the message out again.
        await actions.CompleteMessageAsync(message, cancellationToken);
    }

    private async Task DeliverAsync(AlertMessage wanted, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (wanted.Partition is { } partition)
        {
            whereabouts.Note(wanted.Key, partition);
        }

        var recorded = await deliver.RunAsync([wanted.Key], cancellationToken);
        await transitions.SignalAsync(client, cancellationToken);
        switch (recorded)
        {
            case [{ Delivery: Delivery.Postponed postponed }]:
                await RetryDelivery.StartAsync(client, new RetryDeliveryInput(wanted with { Times = 0 }, postponed.Until), cancellationToken);
                break;
            case [{ Delivery: Delivery.Returned returned }]:
                await SendAnewAsync(wanted, returned.Until ?? time.GetUtcNow(), cancellationToken);
                break;
            case [] when deliver.HeldUntil is { } until:
                await SendAnewAsync(wanted, until, cancellationToken);
                break;
        }
    }

    // Waiting in the queue costs nothing, and no attempt: each provider's breaker is open, or gave the claim back.
    private Task SendAnewAsync(AlertMessage wanted, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return senders.SendAsync(QueueNames.Alerts, [wanted.For(at > now ? at : now, now)], cancellationToken);
    }
}

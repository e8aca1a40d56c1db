using System.Globalization;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Tipstaff.Functions.Breakers;
using Tipstaff.Functions.Queues;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;
using Tipstaff.StoredData;

namespace Tipstaff.Functions.Outbox;

/// <summary>Delivers one message of the outbox and sees to its next attempt.</summary>
public sealed class DeliverAlert(
    DeliverMessages deliver,
    Whereabouts whereabouts,
    WaitingMessages waiting,
    ProviderTransitions transitions,
    KeptMessages kept,
    QueueSenders senders,
    TimeProvider time,
    ILogger<DeliverAlert> logger)
{
    private static readonly TimeSpan ShortestPark = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(1);

    [Function(nameof(DeliverAlert))]
    public async Task RunAsync(
        [ServiceBusTrigger(QueueNames.Alerts, Connection = QueueNames.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        try
        {
            await TakeAsync(message, actions, client, cancellationToken);
        }
        finally
        {
            await transitions.SignalAsync(client, cancellationToken);
        }
    }

    private async Task TakeAsync(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!QueueJson.TryRead<AlertMessage>(message.Body, StoredKinds.AlertMessage, out var wanted, out var fault))
        {
            await kept.KeepAsync(QueueNames.Alerts, message, fault, cancellationToken);
            await actions.CompleteMessageAsync(message, cancellationToken);
            return;
        }

        var ahead = Ahead(message);
        try
        {
            await DeliverAsync(wanted, ahead, client, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && wanted.Times < Postponing.MaxTimes)
        {
            logger.DeliveryFaulted(wanted.Key, error);
            await SendAnewAsync(wanted with { Times = wanted.Times + 1 }, time.GetUtcNow() + Postponing.AfterFault, ahead, cancellationToken);
        }

        // Last, so that a crash before it has the broker give the message out again.
        await actions.CompleteMessageAsync(message, cancellationToken);
    }

    private async Task DeliverAsync(AlertMessage wanted, TimeSpan ahead, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (wanted.Partition is { } partition)
        {
            whereabouts.Note(wanted.Key, partition);
        }

        if (await deliver.FindHeldUntilAsync(wanted.Key, cancellationToken) is { } until)
        {
            await ParkAsync(wanted, until, ahead, cancellationToken);
            return;
        }

        var recorded = await deliver.RunAsync([wanted.Key], cancellationToken);
        switch (recorded)
        {
            case [{ Delivery: Delivery.Postponed postponed }]:
                await RetryDelivery.StartAsync(client, new RetryDeliveryInput(wanted with { Times = 0, Hops = 0 }, postponed.Until), cancellationToken);
                break;
            case [{ Delivery: Delivery.Returned returned }]:
                await ParkAsync(wanted, returned.Until ?? time.GetUtcNow(), ahead, cancellationToken);
                break;
            case [] when await waiting.NextTryAsync(wanted.Key, cancellationToken) is { } next:
                // Under a claim that may have been abandoned, or not due by our clock: whoever is faster ends it, and then this does nothing.
                // Never at once: one that this instance is still sending, though its lease has lapsed, would go round without end.
                var now = time.GetUtcNow();
                await SendAnewAsync(wanted, (next > now ? next : now) + ClockSlack, ahead, cancellationToken);
                break;
        }
    }

    // Waiting in the queue costs nothing, and no attempt. Those that wait for one provider do not all come back at once.
    private Task ParkAsync(AlertMessage wanted, DateTimeOffset until, TimeSpan ahead, CancellationToken cancellationToken)
    {
        var soonest = time.GetUtcNow() + ShortestPark;
        return SendAnewAsync(wanted, (until > soonest ? until : soonest) + (Spread * Share(wanted.Key)), ahead, cancellationToken);
    }

    private Task SendAnewAsync(AlertMessage wanted, DateTimeOffset at, TimeSpan ahead, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return senders.SendAsync(QueueNames.Alerts, [(wanted with { Hops = wanted.Hops + 1 }).For((at > now ? at : now) + ahead, now)], cancellationToken);
    }

    // By how much the broker's clock is ahead of ours, at least: by ours it would hand out too early what waits, again and again.
    private TimeSpan Ahead(ServiceBusReceivedMessage message) =>
        message.EnqueuedTime - time.GetUtcNow() is { Ticks: > 0 } ahead ? ahead : TimeSpan.Zero;

    private static double Share(IdempotencyKey key) =>
        int.Parse(key.Value.AsSpan(0, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 65_536.0;
}

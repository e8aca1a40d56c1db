using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.Functions.Queues;

/// <summary>Empties the broker's own dead-letter queues into the table of dead letters.</summary>
public sealed class DrainDeadLetters(KeptMessages kept)
{
    [Function("DrainDeadChecks")]
    public Task RunChecksAsync(
        [ServiceBusTrigger(QueueNames.DeadChecks, Connection = QueueNames.Connection, AutoCompleteMessages = true)] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken) =>
        kept.KeepAsync(QueueNames.Checks, message, ReasonOf(message), cancellationToken);

    [Function("DrainDeadAlerts")]
    public Task RunAlertsAsync(
        [ServiceBusTrigger(QueueNames.DeadAlerts, Connection = QueueNames.Connection, AutoCompleteMessages = true)] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken) =>
        kept.KeepAsync(QueueNames.Alerts, message, ReasonOf(message), cancellationToken);

    private static string ReasonOf(ServiceBusReceivedMessage message) =>
        $"the broker gave it up: {message.DeadLetterReason ?? "no reason given"} {message.DeadLetterErrorDescription}".TrimEnd();
}

using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.Functions.Queues;

/// <summary>Empties the broker's own dead-letter queues into the table of dead letters.</summary>
public sealed class DrainDeadLetters(KeptMessages kept, TimeProvider time)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(20);

    [Function("DrainDeadChecks")]
    public Task RunChecksAsync(
        [ServiceBusTrigger(QueueNames.DeadChecks, Connection = QueueNames.Connection, AutoCompleteMessages = true)] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken) =>
        KeepAsync(QueueNames.Checks, message, ReasonOf(message), cancellationToken);

    [Function("DrainDeadAlerts")]
    public Task RunAlertsAsync(
        [ServiceBusTrigger(QueueNames.DeadAlerts, Connection = QueueNames.Connection, AutoCompleteMessages = true)] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken) =>
        KeepAsync(QueueNames.Alerts, message, ReasonOf(message), cancellationToken);

    // A dead-letter queue counts no deliveries: without a wait, a table that is away would be asked without end.
    private async Task KeepAsync(string queue, ServiceBusReceivedMessage message, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await kept.KeepAsync(queue, message, reason, cancellationToken);
        }
        catch
        {
            await Task.Delay(AfterFault, time, cancellationToken);
            throw;
        }
    }

    private static string ReasonOf(ServiceBusReceivedMessage message) =>
        $"the broker gave it up: {message.DeadLetterReason ?? "no reason given"} {message.DeadLetterErrorDescription}".TrimEnd();
}

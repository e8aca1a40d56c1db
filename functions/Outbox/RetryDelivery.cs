using System.Globalization;
using DurableTask.Core.Exceptions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Tipstaff.Functions.Queues;

namespace Tipstaff.Functions.Outbox;

/// <summary>Waits until a delivery that failed is due again, by the plan of the core, then puts a new message on the queue.</summary>
public static class RetryDelivery
{
    /// <summary>The orchestration's version: a change of the order of its steps takes another, and runs what is under way as before.</summary>
    public const string Version = "1";

    // The queue may be away for a while; after that the sweep finds the message.
    private static readonly TaskOptions Patiently = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 8, firstRetryInterval: TimeSpan.FromSeconds(3), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <summary>Starts it; once for each attempt.</summary>
    internal static async Task StartAsync(DurableTaskClient client, RetryDeliveryInput input, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"retry-{input.Message.Key}-{input.Until.ToUnixTimeMilliseconds()}");
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(RetryDelivery), input, new StartOrchestrationOptions(id) { Version = Version }, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It waits already.
        }
    }

    [Function(nameof(RetryDelivery))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RetryDeliveryInput>()!;
        if (input.Until.UtcDateTime > context.CurrentUtcDateTime)
        {
            await context.CreateTimer(input.Until.UtcDateTime, CancellationToken.None);
        }

        await context.CallActivityAsync(nameof(QueueAgain), input, Patiently);
    }
}

/// <summary>A delivery that is to be tried again.</summary>
/// <param name="Message">The message for the queue.</param>
/// <param name="Until">When it is due again, UTC.</param>
public sealed record RetryDeliveryInput(AlertMessage Message, DateTimeOffset Until);

/// <summary>Puts a message whose time has come on the queue.</summary>
public sealed class QueueAgain(QueueSenders senders, TimeProvider time)
{
    [Function(nameof(QueueAgain))]
    public Task RunAsync([ActivityTrigger] RetryDeliveryInput input, CancellationToken cancellationToken) =>
        senders.SendAsync(QueueNames.Alerts, [input.Message.For(input.Until, time.GetUtcNow())], cancellationToken);
}

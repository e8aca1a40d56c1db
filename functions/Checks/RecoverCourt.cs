using DurableTask.Core.Exceptions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Functions.Breakers;

namespace Tipstaff.Functions.Checks;

/// <summary>Sees a court through its trouble: the further requests of a check, then, while its circuit breaker is open, one trial after the other.</summary>
/// <remarks>One living instance a court. It only sequences: each request is an activity, which decides by the use case.</remarks>
public static class RecoverCourt
{
    /// <summary>The orchestration's version: a change of the order of its steps takes another, and runs what is under way as before.</summary>
    public const string Version = "1";

    // The clock of whoever asks next may be behind: without a wait it would be asked again and again until that moment.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(5);

    // The store may be away for a while; after that the next message of the court starts anew.
    private static readonly TaskOptions Patiently = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 8, firstRetryInterval: TimeSpan.FromSeconds(3), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <summary>Starts it unless it lives already.</summary>
    public static async Task StartAsync(DurableTaskClient client, RecoverCourtInput input, CancellationToken cancellationToken)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(RecoverCourt), input, new StartOrchestrationOptions(InstanceIdOf(input.Court)) { Version = Version }, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It sees the court through already.
        }
    }

    [Function(nameof(RecoverCourt))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RecoverCourtInput>()!;
        var breaker = new EntityInstanceId(nameof(CircuitBreakerEntity), $"court-{input.Court}");
        await WaitAsync(context, input);
        var after = await context.CallActivityAsync<RecoveryStep>(nameof(AskCourtAgain), input, Patiently);
        if (after.OpenUntil is { } until && after.OpenUntil != input.OpenUntil)
        {
            await context.Entities.SignalEntityAsync(breaker, nameof(CircuitBreakerEntity.Opened), new BreakerOpened(until, after.Version));
        }

        if (after.IsOver)
        {
            if (input.OpenUntil is not null)
            {
                await context.Entities.SignalEntityAsync(breaker, nameof(CircuitBreakerEntity.Closed), new BreakerClosed(after.Version));
            }

            return;
        }

        context.ContinueAsNew(input with { Progress = after.Progress, OpenUntil = after.OpenUntil ?? input.OpenUntil });
    }

    private static Task WaitAsync(TaskOrchestrationContext context, RecoverCourtInput input) =>
        input.Progress is { } progress ? context.CreateTimer(progress.Wait, CancellationToken.None)
        : input.OpenUntil is { } until ? context.CreateTimer(Later(until.UtcDateTime, context.CurrentUtcDateTime + ShortestWait), CancellationToken.None)
        : Task.CompletedTask;

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static string InstanceIdOf(CourtId court) => $"recover-{court}";
}

/// <summary>Where the recovery of a court stands.</summary>
public sealed record RecoverCourtInput
{
    /// <summary>The court.</summary>
    public required CourtId Court { get; init; }

    /// <summary>The check that is to ask again; null for a new one.</summary>
    public CheckProgress? Progress { get; init; }

    /// <summary>Until when its circuit breaker is open, UTC; null when that is not known yet.</summary>
    public DateTimeOffset? OpenUntil { get; init; }
}

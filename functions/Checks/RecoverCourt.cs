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
/// <remarks>
/// One living instance a court, mostly: of two that were started at once the court's entity lets one at a time try it. It only
/// sequences: each request is an activity, which decides by the use case.
/// </remarks>
public static class RecoverCourt
{
    /// <summary>
    /// The orchestration's version. A change of the order of its steps takes the next one, and keeps the steps of the one before for
    /// what runs under it, from the first deployment on.
    /// </summary>
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
        var breaker = new EntityInstanceId(nameof(CourtBreakerEntity), input.Court.Value);
        var trial = 0L;
        if (input.Progress is { } progress)
        {
            await context.CreateTimer(progress.Wait, CancellationToken.None);
        }
        else
        {
            var leave = await context.Entities.CallEntityAsync<TrialLeave>(breaker, nameof(CourtBreakerEntity.Ask), input.Standing);
            if (leave.HeldUntil is { } until)
            {
                await GoOnAsync(context, input, until);
                return;
            }

            trial = leave.Trial;
        }

        var after = await context.CallActivityAsync<RecoveryStep>(nameof(AskCourtAgain), input, Patiently);
        if (trial == 0 && after.Standing.OpenUntil is null)
        {
            // A check that asks again while the breaker is closed: nobody else waits for what comes of it.
            GoOn(context, input, after);
            return;
        }

        var hold = await context.Entities.CallEntityAsync<TrialLeave>(breaker, nameof(CourtBreakerEntity.Tell), new CourtFinding(trial, after.Standing));
        if (hold.HeldUntil is { } held)
        {
            await GoOnAsync(context, input, held);
        }
        else
        {
            GoOn(context, input, after);
        }
    }

    private static async Task GoOnAsync(TaskOrchestrationContext context, RecoverCourtInput input, DateTimeOffset heldUntil)
    {
        await context.CreateTimer(Later(heldUntil.UtcDateTime, context.CurrentUtcDateTime + ShortestWait), CancellationToken.None);
        context.ContinueAsNew(new RecoverCourtInput { Court = input.Court });
    }

    private static void GoOn(TaskOrchestrationContext context, RecoverCourtInput input, RecoveryStep after)
    {
        if (!after.IsOver)
        {
            context.ContinueAsNew(new RecoverCourtInput { Court = input.Court, Progress = after.Progress });
        }
    }

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

    /// <summary>How the court stood when this was started; what is known later, the court's entity knows.</summary>
    public CourtHold Standing { get; init; } = new(OpenUntil: null, Version: 0);

    /// <summary>The recovery of a court whose breaker is open.</summary>
    public static RecoverCourtInput Of(CourtState held) => new() { Court = held.Court, Standing = new CourtHold(held.Breaker.OpenUntil, held.Version) };
}

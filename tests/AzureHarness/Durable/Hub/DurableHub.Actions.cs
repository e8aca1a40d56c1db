using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;

namespace Tipstaff.AzureHarness;

/// <content>What orchestrators ask for.</content>
public sealed partial class DurableHub
{
    private void Take(Orchestration orchestration, DurableAction action)
    {
        Measure(action.Input);
        var caller = new Waiting(orchestration, orchestration.Execution, action.Id);
        switch (action.Kind)
        {
            case ActionKind.Activity:
                StartActivity(caller, action);
                break;
            case ActionKind.Timer:
                After(new DateTimeOffset(action.At!.Value, TimeSpan.Zero) - Now, () => FireTimer(caller));
                break;
            case ActionKind.SubOrchestration:
                StartSubOrchestration(caller, action);
                break;
            case ActionKind.EntityCall:
                Call(action.Target!, action.Name, action.Input, caller);
                break;
            case ActionKind.EntitySignal:
                Signal(new EntitySignal(action.Target!, action.Name, action.Input), action.At is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null);
                break;
            case ActionKind.EntityLock:
                Lock(action.Target!.Split('\n'), caller);
                break;
            case ActionKind.EntityUnlock:
                ReleaseLocks(orchestration);
                break;
            case ActionKind.Event:
                Raise(action.Target!, action.Name, action.Input);
                break;
        }
    }

    private void FireTimer(Waiting caller)
    {
        if (caller.Caller.HasEnded || caller.Caller.Execution != caller.Execution || Find(caller.Caller.Id) != caller.Caller)
            return;

        Cloud.Counts.Add(new CloudCall(CloudService.Orchestrations, "Timer", caller.Caller.Id, ""));
        Deliver(caller.Caller, caller.Execution, new HistoryEvent.TaskEnded(caller.Task));
    }

    private void StartActivity(Waiting caller, DurableAction action)
    {
        var isDone = false;
        _dispatcher.Enqueue(new WorkItem(
            new DurableWork(DurableWorkKind.Activity, caller.Caller.Id, action.Name),
            Version: null,
            () => isDone,
            RunAsync));

        async Task RunAsync(IDurableWorker worker)
        {
            var ended = await RunActivityAsync(worker, caller, action);
            var call = new CloudCall(CloudService.Orchestrations, "Activity", $"{caller.Caller.Id}/{action.Name}#{action.Id}", worker.Instance);
            await Cloud.CallAsync(
                call,
                () =>
                {
                    if (!isDone)
                        Deliver(caller.Caller, caller.Execution, ended);

                    return isDone = true;
                },
                CancellationToken.None);
        }
    }

    private static async Task<HistoryEvent.TaskEnded> RunActivityAsync(IDurableWorker worker, Waiting caller, DurableAction action)
    {
        try
        {
            if (!worker.Has(DurableWorkKind.Activity, action.Name))
            {
                throw new InvalidOperationException(
                    $"The function '{action.Name}' doesn't exist, is disabled, or is not an activity function.");
            }

            var result = await worker.RunActivityAsync(action.Name, new ActivityWork(caller.Caller.Id, action.Input, worker.Json));
            return new(action.Id, worker.Json.Write(result));
        }
        catch (Exception error)
        {
            return new(action.Id, Failure: TaskFailureDetails.FromException(error));
        }
    }

    private void StartSubOrchestration(Waiting caller, DurableAction action)
    {
        if (Find(action.Target!) is { HasEnded: false })
        {
            var error = new OrchestrationAlreadyExistsException($"An orchestration with the instance ID '{action.Target}' already exists.");
            Deliver(caller.Caller, caller.Execution, new HistoryEvent.TaskEnded(action.Id, Failure: TaskFailureDetails.FromException(error)));
            return;
        }

        Begin(new Orchestration(action.Target!, action.Name, action.Input, action.Version, Now) { Parent = caller });
    }
}

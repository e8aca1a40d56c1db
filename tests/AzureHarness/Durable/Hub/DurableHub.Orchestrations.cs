using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Tipstaff.AzureHarness;

/// <content>Orchestrations: what comes in, their episodes, and what comes of those.</content>
public sealed partial class DurableHub
{
    private const int MostAnewAtOnce = 1000;

    private readonly SortedDictionary<string, Orchestration> _orchestrations = new(StringComparer.Ordinal);
    private readonly List<string> _stuck = [];

    internal IEnumerable<Orchestration> Orchestrations => _orchestrations.Values;

    internal Orchestration? Find(string id) => _orchestrations.GetValueOrDefault(id);

    internal void Forget(Orchestration orchestration)
    {
        if (Find(orchestration.Id) == orchestration)
            _orchestrations.Remove(orchestration.Id);
    }

    /// <summary>Puts an orchestration in, in place of any of its id, and lets it begin.</summary>
    internal void Begin(Orchestration orchestration, DateTimeOffset? at = null)
    {
        if (Find(orchestration.Id) is { HasEnded: false } former)
            former.Commits++;

        _orchestrations[orchestration.Id] = orchestration;
        Measure(orchestration.Input);
        var wait = (at ?? Now) - Now;
        if (wait > TimeSpan.Zero)
            After(wait, () => Deliver(orchestration, orchestration.Execution, new HistoryEvent.ExecutionStarted()));
        else
            Deliver(orchestration, orchestration.Execution, new HistoryEvent.ExecutionStarted());
    }

    /// <summary>Something has happened to an orchestration; dropped if it has ended, was replaced or began anew meanwhile.</summary>
    internal void Deliver(Orchestration orchestration, int execution, HistoryEvent happened)
    {
        if (orchestration.HasEnded || orchestration.Execution != execution || Find(orchestration.Id) != orchestration)
            return;

        Measure((happened as HistoryEvent.TaskEnded)?.Result ?? (happened as HistoryEvent.EventRaised)?.Payload);
        if (happened is HistoryEvent.ExecutionStarted)
            orchestration.Inbox.Insert(0, happened);
        else
            orchestration.Inbox.Add(happened);

        Pump(orchestration);
    }

    /// <summary>Raises an event; dropped if there is no such orchestration under way.</summary>
    internal void Raise(string id, string name, string? payload)
    {
        if (Find(id) is { } orchestration)
            Deliver(orchestration, orchestration.Execution, new HistoryEvent.EventRaised(name, payload));
    }

    /// <summary>Lets an episode run if there is anything to tell the orchestrator.</summary>
    internal void Pump(Orchestration orchestration)
    {
        var hasBegun = orchestration.History.Count > 0 || orchestration.Inbox is [HistoryEvent.ExecutionStarted, ..];
        if (orchestration.IsBusy || orchestration.HasEnded || !hasBegun || orchestration.Inbox.Count == 0
            || orchestration.Status is OrchestrationRuntimeStatus.Suspended)
        {
            return;
        }

        orchestration.IsBusy = true;
        var commits = orchestration.Commits;
        _dispatcher.Enqueue(new WorkItem(
            new DurableWork(DurableWorkKind.Orchestration, orchestration.Id, orchestration.Name),
            orchestration.Version,
            () => orchestration.Commits != commits,
            worker => RunEpisodeAsync(orchestration, commits, worker)));
    }

    private async Task RunEpisodeAsync(Orchestration orchestration, int commits, IDurableWorker worker)
    {
        HistoryEvent[] incoming = [new HistoryEvent.EpisodeStarted(Now.UtcDateTime), .. orchestration.Inbox];
        var outcome = new Episode(worker, orchestration, () => ReportStuck(orchestration)).Run(orchestration.History, incoming);
        var call = new CloudCall(CloudService.Orchestrations, "Episode", orchestration.Id, worker.Instance);
        await Cloud.CallAsync(
            call,
            () =>
            {
                if (orchestration.Commits == commits)
                    Surely(() => Commit(orchestration, incoming, outcome));

                return true;
            },
            CancellationToken.None);
    }

    private void Commit(Orchestration orchestration, HistoryEvent[] incoming, EpisodeOutcome outcome)
    {
        orchestration.Commits++;
        orchestration.IsBusy = false;
        orchestration.Inbox.RemoveRange(0, incoming.Length - 1);
        orchestration.History.AddRange(incoming);
        orchestration.History.AddRange(outcome.Asked.Select(action => new HistoryEvent.Asked(action)));
        LongestHistory = Math.Max(LongestHistory, orchestration.History.Count);
        orchestration.CustomStatus = outcome.CustomStatus;
        orchestration.LastUpdatedAt = Now;
        if (orchestration.Status is OrchestrationRuntimeStatus.Pending)
            orchestration.Status = OrchestrationRuntimeStatus.Running;

        foreach (var action in outcome.Asked)
            Take(orchestration, action);

        switch (outcome)
        {
            case EpisodeOutcome.Stuck:
                ReportStuck(orchestration);
                break;
            case EpisodeOutcome.Completed completed:
                End(orchestration, OrchestrationRuntimeStatus.Completed, completed.Output, failure: null);
                break;
            case EpisodeOutcome.Failed failed:
                End(orchestration, OrchestrationRuntimeStatus.Failed, output: null, failed.Failure);
                break;
            case EpisodeOutcome.Anew anew:
                BeginAnew(orchestration, anew);
                break;
        }

        TellWaitersSoon();
        Pump(orchestration);
    }

    // What strays may do so on any thread.
    private void ReportStuck(Orchestration orchestration)
    {
        var report = $"{orchestration.Id} ({orchestration.Name}): it awaits something that is no task of its context.";
        lock (_stuck)
        {
            if (!_stuck.Contains(report, StringComparer.Ordinal))
                _stuck.Add(report);
        }
    }

    private void BeginAnew(Orchestration orchestration, EpisodeOutcome.Anew anew)
    {
        orchestration.AnewAtOnce = orchestration.AnewAt == Now ? orchestration.AnewAtOnce + 1 : 1;
        orchestration.AnewAt = Now;
        if (orchestration.AnewAtOnce > MostAnewAtOnce)
            throw new InvalidOperationException($"{orchestration.Id} ({orchestration.Name}) begins anew again and again without waiting for anything.");

        ReleaseLocks(orchestration);
        orchestration.Execution++;
        orchestration.Input = anew.Input;
        orchestration.Version = string.IsNullOrWhiteSpace(anew.Version) ? orchestration.Version : anew.Version;
        orchestration.History.Clear();

        // Of what came in meanwhile only events are meant for the new run, too.
        HistoryEvent[] events = [.. orchestration.Inbox.OfType<HistoryEvent.EventRaised>()];
        orchestration.Inbox.Clear();
        orchestration.Inbox.AddRange([new HistoryEvent.ExecutionStarted(), .. anew.Kept, .. events]);
    }

    /// <summary>Ends an orchestration and tells who called it.</summary>
    internal void End(Orchestration orchestration, OrchestrationRuntimeStatus status, string? output, TaskFailureDetails? failure)
    {
        ReleaseLocks(orchestration);
        orchestration.Commits++;
        orchestration.IsBusy = false;
        orchestration.Inbox.Clear();
        orchestration.History.Clear();
        (orchestration.Status, orchestration.Output) = (status, output);
        orchestration.Failure = status is OrchestrationRuntimeStatus.Failed ? failure : null;
        orchestration.LastUpdatedAt = Now;
        if (orchestration.Parent is { } parent)
            Deliver(parent.Caller, parent.Execution, new HistoryEvent.TaskEnded(parent.Task, output, failure));

        TellWaitersSoon();
    }
}

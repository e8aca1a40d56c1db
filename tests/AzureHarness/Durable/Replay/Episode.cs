using Microsoft.DurableTask;

namespace Tipstaff.AzureHarness;

/// <summary>Runs an orchestrator anew over its history, holding it to that, and then over what has come in since.</summary>
internal sealed class Episode
{
    private readonly EpisodeContext _turn;
    private readonly OrchestratorRun _run;
    private readonly IDurableWorker _worker;
    private readonly string _name;
    private Task<object?>? _orchestrator;

    public Episode(IDurableWorker worker, Orchestration orchestration, Action onStray)
    {
        _turn = new EpisodeContext(onStray);
        _worker = worker;
        _name = orchestration.Name;
        _run = new OrchestratorRun(_turn, worker, orchestration);
    }

    public EpisodeOutcome Run(IEnumerable<HistoryEvent> history, IEnumerable<HistoryEvent> incoming)
    {
        try
        {
            foreach (var past in history)
            {
                if (Replay(past) is { } difference)
                    return NotDeterministic(difference);
            }

            if (_run.Asked.TryPeek(out var extra))
                return NotDeterministic($"the code now asks for {extra}, of which history knows nothing");

            _run.EndReplay();
            foreach (var news in incoming)
                Take(news);

            return Outcome();
        }
        finally
        {
            _turn.Close();
        }
    }

    private string? Replay(HistoryEvent past)
    {
        if (past is not HistoryEvent.Asked { Action: var recorded })
        {
            if (past is HistoryEvent.EpisodeStarted && _run.Asked.TryPeek(out var extra))
                return $"the code now asks for {extra}, of which history knows nothing";

            Take(past);
            return null;
        }

        if (!_run.Asked.TryDequeue(out var asked))
            return $"history has {recorded}, for which the code no longer asks";

        return asked.IsSameAs(recorded) ? null : $"history has {recorded}, and the code now asks for {asked}";
    }

    private void Take(HistoryEvent happened)
    {
        switch (happened)
        {
            case HistoryEvent.EpisodeStarted started:
                _run.SetTime(started.At);
                break;
            case HistoryEvent.ExecutionStarted:
                _turn.Run(() => _orchestrator = StartAsync());
                break;
            case HistoryEvent.TaskEnded ended:
                _turn.Run(() => _run.End(ended));
                break;
            case HistoryEvent.EventRaised raised:
                _turn.Run(() => _run.Raise(raised));
                break;
        }
    }

    private async Task<object?> StartAsync() => _worker.Has(DurableWorkKind.Orchestration, _name)
        ? await _worker.RunOrchestratorAsync(_name, _run)
        : throw new InvalidOperationException($"The function '{_name}' doesn't exist, is disabled, or is not an orchestrator function.");

    private EpisodeOutcome Outcome()
    {
        IReadOnlyList<DurableAction> asked = [.. _run.Asked];
        if (_orchestrator is not { IsCompleted: true })
        {
            return _run.IsWaiting
                ? new EpisodeOutcome.Waiting(asked, _run.CustomStatus)
                : new EpisodeOutcome.Stuck(asked, _run.CustomStatus);
        }

        if (_orchestrator.Exception is { InnerException: { } error })
            return new EpisodeOutcome.Failed(asked, _run.CustomStatus, TaskFailureDetails.FromException(error));

        if (_orchestrator.IsCanceled)
        {
            return new EpisodeOutcome.Failed(
                asked, _run.CustomStatus, TaskFailureDetails.FromException(new TaskCanceledException(_orchestrator)));
        }

        if (_run.Anew is { } anew)
            return new EpisodeOutcome.Anew(asked, _run.CustomStatus, anew.Input, anew.Version, anew.Keeps ? _run.Unheard : []);

        // A timer that nobody cancelled holds the end back until it fires.
        return _run.HasTimers ? new EpisodeOutcome.Waiting(asked, _run.CustomStatus) : Complete(asked, _orchestrator.Result);
    }

    private EpisodeOutcome Complete(IReadOnlyList<DurableAction> asked, object? output)
    {
        try
        {
            return new EpisodeOutcome.Completed(asked, _run.CustomStatus, _worker.Json.Write(output));
        }
        catch (Exception error)
        {
            return new EpisodeOutcome.Failed(asked, _run.CustomStatus, TaskFailureDetails.FromException(error));
        }
    }

    private EpisodeOutcome.Failed NotDeterministic(string difference) => new([], _run.CustomStatus, new TaskFailureDetails(
        "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException",
        $"Non-Deterministic workflow detected in '{_name}': {difference}.",
        StackTrace: null,
        InnerFailure: null,
        Properties: null));
}

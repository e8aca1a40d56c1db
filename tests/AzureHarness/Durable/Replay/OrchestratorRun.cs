using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Tipstaff.AzureHarness;

/// <summary>The context of an orchestrator in one episode: its tasks end when history, or the news of the episode, says so.</summary>
internal sealed partial class OrchestratorRun : TaskOrchestrationContext
{
    /// <summary>The longest single timer; longer ones are several.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);

    private readonly EpisodeContext _turn;
    private readonly IDurableWorker _worker;
    private readonly Orchestration _orchestration;
    private readonly Dictionary<int, Action<HistoryEvent.TaskEnded>> _open = [];
    private readonly HashSet<int> _timers = [];
    private DateTime _now;
    private bool _replaying;
    private int _lastAction = -1;
    private int _guids;

    public OrchestratorRun(EpisodeContext turn, IDurableWorker worker, Orchestration orchestration)
    {
        (_turn, _worker, _orchestration) = (turn, worker, orchestration);
        _replaying = true;
        Entities = new OrchestratorEntities(this);
    }

    /// <summary>What was asked for and is not yet known to history, in order.</summary>
    public Queue<DurableAction> Asked { get; } = new();

    public string? CustomStatus { get; private set; }

    public (string? Input, bool Keeps, string? Version)? Anew { get; private set; }

    /// <summary>Whether anything that may yet come would bring it on.</summary>
    public bool IsWaiting => _open.Count > 0 || _listeners.Values.Any(waiting => waiting.Any(listener => !listener.IsCancelled));

    public bool HasTimers => _timers.Count > 0;

    public override TaskName Name => _orchestration.Name;

    public override string InstanceId => _orchestration.Id;

    public override ParentOrchestrationInstance? Parent => _orchestration.Parent is { } parent ? new(parent.Caller.Name, parent.Caller.Id) : null;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _replaying;

    public override string Version => _orchestration.Version;

    public override TaskOrchestrationEntityFeature Entities { get; }

    public DurableJson Json => _worker.Json;

    protected override ILoggerFactory LoggerFactory => _worker.LoggerFactory;

    public void SetTime(DateTime now) => _now = now;

    public void EndReplay() => _replaying = false;

    /// <summary>Ends a task. One that was cancelled hears nothing of it.</summary>
    public void End(HistoryEvent.TaskEnded ended)
    {
        if (_open.Remove(ended.Id, out var open))
            open(ended);
    }

    public override T? GetInput<T>()
        where T : default => Json.Read<T>(_orchestration.Input);

    public object? GetInput(Type type) => Json.Read(_orchestration.Input, type);

    public override void SetCustomStatus(object? customStatus)
    {
        CheckTurn();
        CustomStatus = Json.Write(customStatus);
    }

    public override void SendEvent(string instanceId, string eventName, object payload) =>
        Ask(id => new(id, ActionKind.Event, eventName, instanceId, Json.Write(payload)));

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        CheckTurn();
        Anew = (Json.Write(options.NewInput), options.PreserveUnprocessedEvents, options.NewVersion);
    }

    public override Guid NewGuid()
    {
        CheckTurn();
        return DerivedGuid.Of($"{InstanceId}_{_now:o}_{_guids++}");
    }

    /// <summary>Asks for something that gives no answer.</summary>
    public void Ask(Func<int, DurableAction> action)
    {
        CheckTurn();
        Asked.Enqueue(action(++_lastAction));
    }

    /// <summary>Asks for something and gives the task that ends with it.</summary>
    public Task<T> AskFor<T>(Func<int, DurableAction> action, Func<int, TaskFailureDetails, Exception> failure)
    {
        Ask(action);
        var id = _lastAction;
        var source = new TaskCompletionSource<T>();
        _open[id] = ended =>
        {
            if (ended.Failure is { } details)
                source.TrySetException(failure(id, details));
            else
                Settle(source, ended.Result);
        };
        return source.Task;
    }

    private void Settle<T>(TaskCompletionSource<T> source, string? json)
    {
        T value;
        try
        {
            value = Json.Read<T>(json)!;
        }
        catch (Exception error)
        {
            source.TrySetException(error);
            return;
        }

        source.TrySetResult(value);
    }

    private void CheckTurn()
    {
        if (!_turn.IsCurrent)
        {
            throw new InvalidOperationException(
                "Multithreaded execution was detected. This can happen if the orchestrator function awaits a task that was not created by the context.");
        }
    }
}

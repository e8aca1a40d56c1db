using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Tipstaff.AzureHarness;

/// <content>Entities: signals, calls, locks, and one operation at a time.</content>
public sealed partial class DurableHub
{
    private readonly SortedDictionary<string, Entity> _entities = new(StringComparer.Ordinal);
    private readonly List<Entity> _locked = [];
    private readonly List<string> _failedSignals = [];

    internal SortedDictionary<string, Entity> Entities => _entities;

    /// <summary>Sends a signal, for now or later.</summary>
    internal void Signal(EntitySignal signal, DateTimeOffset? at)
    {
        var wait = (at ?? Now) - Now;
        var message = new EntityMessage.Operation(signal.Operation, signal.InputJson, Caller: null);
        Arrive();
        if (Faults.ArrivesTwice(signal))
            Arrive();

        void Arrive()
        {
            var late = (wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + Faults.LateBy(signal);
            if (late > TimeSpan.Zero)
                After(late, () => Post(signal.Entity, message));
            else
                Post(signal.Entity, message);
        }
    }

    private void Call(string entity, string operation, string? input, Waiting caller) =>
        Post(entity, new EntityMessage.Operation(operation, input, caller));

    private void Lock(IReadOnlyList<string> entities, Waiting caller) =>
        Post(entities[0], new EntityMessage.Lock([.. entities.Skip(1)], caller));

    internal int ReleaseLocks(Orchestration holder)
    {
        Entity[] held = [.. _locked.Where(entity => entity.LockedBy == holder)];
        _locked.RemoveAll(entity => entity.LockedBy == holder);
        foreach (var entity in held)
        {
            entity.LockedBy = null;
            Pump(entity);
        }

        return held.Length;
    }

    private void Post(string id, EntityMessage message)
    {
        if (!_entities.TryGetValue(id, out var entity))
            _entities[id] = entity = new Entity(id);

        entity.Inbox.Add(message);
        Pump(entity);
    }

    private void Pump(Entity entity)
    {
        while (!entity.IsBusy)
        {
            var next = entity.Inbox.Find(message => entity.LockedBy is null || HolderOf(message) == entity.LockedBy);
            if (next is EntityMessage.Lock wanted)
            {
                entity.Inbox.Remove(next);
                Grant(entity, wanted);
                continue;
            }

            if (next is EntityMessage.Operation operation)
            {
                entity.IsBusy = true;
                Hand(entity, operation);
            }

            return;
        }
    }

    private static Orchestration? HolderOf(EntityMessage message) => message switch
    {
        EntityMessage.Operation { Caller: { } caller } => caller.Caller,
        EntityMessage.Lock { Caller: { } caller } => caller.Caller,
        _ => null,
    };

    private void Grant(Entity entity, EntityMessage.Lock wanted)
    {
        if (wanted.Caller.Caller.HasEnded || wanted.Caller.Caller.Execution != wanted.Caller.Execution)
            return;

        entity.LockedBy = wanted.Caller.Caller;
        _locked.Add(entity);
        if (wanted.Others.Count > 0)
            Lock(wanted.Others, wanted.Caller);
        else
            Deliver(wanted.Caller.Caller, wanted.Caller.Execution, new HistoryEvent.TaskEnded(wanted.Caller.Task));
    }

    private void Hand(Entity entity, EntityMessage.Operation operation)
    {
        var commits = entity.Commits;
        var name = EntityInstanceId.FromString(entity.Id).Name;
        _dispatcher.Enqueue(new WorkItem(
            new DurableWork(DurableWorkKind.Entity, entity.Id, $"{name}.{operation.Name}"),
            Version: null,
            () => entity.Commits != commits,
            RunAsync));

        async Task RunAsync(IDurableWorker worker)
        {
            var work = new EntityWork(this, entity, operation, worker.Json);
            await work.DoAsync(worker, name);
            var call = new CloudCall(CloudService.Entities, "Operation", $"{entity.Id}/{operation.Name}", worker.Instance);
            await Cloud.CallAsync(
                call,
                () =>
                {
                    if (entity.Commits == commits)
                        Surely(() => Commit(entity, operation, work));

                    return true;
                },
                CancellationToken.None);
        }
    }

    private void Commit(Entity entity, EntityMessage.Operation operation, EntityWork work)
    {
        entity.Commits++;
        entity.IsBusy = false;
        entity.Inbox.Remove(operation);
        entity.LastModifiedAt = Now;
        if (work.Failure is null)
        {
            entity.State = work.State;
            Measure(work.State);
            work.Effects.ForEach(effect => effect());
        }

        if (operation.Caller is { } caller)
            Deliver(caller.Caller, caller.Execution, new HistoryEvent.TaskEnded(caller.Task, work.Result, work.Failure));
        else if (work.Failure is { } failure)
            _failedSignals.Add($"{entity.Id} {operation.Name}: {failure}");

        Pump(entity);
    }
}

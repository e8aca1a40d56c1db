using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Tipstaff.AzureHarness;

/// <summary>One operation of an entity, as handed to a worker. What it does counts only once it is written down.</summary>
public sealed class EntityWork
{
    private readonly DurableHub _hub;
    private readonly EntityMessage.Operation _operation;
    private readonly DurableJson _json;

    internal EntityWork(DurableHub hub, Entity entity, EntityMessage.Operation operation, DurableJson json)
    {
        (_hub, _operation, _json) = (hub, operation, json);
        Id = EntityInstanceId.FromString(entity.Id);
        State = entity.State;
    }

    /// <summary>The entity's id.</summary>
    public EntityInstanceId Id { get; }

    /// <summary>The operation's name.</summary>
    public string Operation => _operation.Name;

    internal string? State { get; private set; }

    internal string? Result { get; private set; }

    internal TaskFailureDetails? Failure { get; private set; }

    internal List<Action> Effects { get; } = [];

    /// <summary>What an entity function gets.</summary>
    /// <param name="services">The invocation's services, by which entities are made.</param>
    public TaskEntityDispatcher DispatcherWith(IServiceProvider services) => new(this, services);

    /// <summary>Runs the operation; a throw is its failure.</summary>
    internal async Task RunAsync(Func<TaskEntityOperation, ValueTask<object?>> handler)
    {
        try
        {
            Result = _json.Write(await handler(new WorkOperation(this)));
        }
        catch (Exception error)
        {
            Failure = TaskFailureDetails.FromException(error);
        }
    }

    internal async Task DoAsync(IDurableWorker worker, string name)
    {
        try
        {
            if (!worker.Has(DurableWorkKind.Entity, name))
                throw new InvalidOperationException($"The function '{name}' doesn't exist, is disabled, or is not an entity function.");

            await worker.RunEntityAsync(name, this);
        }
        catch (Exception error)
        {
            Failure ??= TaskFailureDetails.FromException(error);
        }
    }

    private sealed class WorkOperation(EntityWork work) : TaskEntityOperation
    {
        public override string Name => work._operation.Name;

        public override TaskEntityContext Context { get; } = new WorkContext(work);

        public override TaskEntityState State { get; } = new WorkState(work);

        public override bool HasInput => work._operation.Input is not null;

        public override object? GetInput(Type inputType) => work._json.Read(work._operation.Input, inputType);
    }

    private sealed class WorkState(EntityWork work) : TaskEntityState
    {
        public override bool HasState => work.State is not null;

        public override object? GetState(Type type) => work._json.Read(work.State, type);

        public override void SetState(object? state) => work.State = work._json.Write(state);
    }

    private sealed class WorkContext(EntityWork work) : TaskEntityContext
    {
        public override EntityInstanceId Id => work.Id;

        public override void SignalEntity(
            EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
        {
            var signal = new EntitySignal(id.ToString(), operationName, work._json.Write(input));
            work.Effects.Add(() => work._hub.Signal(signal, options?.SignalTime));
        }

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
        {
            var id = InstanceIds.Checked(options?.InstanceId ?? work._hub.NewId());
            var json = work._json.Write(input);
            work.Effects.Add(() =>
            {
                // Nobody is there to be refused: one that is under way goes on as if nothing had been asked.
                if (work._hub.Find(id) is not { HasEnded: false })
                    work._hub.Begin(new Orchestration(id, name.Name, json, options?.Version?.Version ?? "", work._hub.Now), options?.StartAt);
            });
            return id;
        }
    }
}

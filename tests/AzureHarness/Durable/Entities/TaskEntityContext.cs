namespace Microsoft.DurableTask.Entities;

/// <summary>An entity that decides itself what its operations do.</summary>
public interface ITaskEntity
{
    /// <summary>Runs one operation.</summary>
    ValueTask<object?> RunAsync(TaskEntityOperation operation);
}

/// <summary>What an entity may do to others.</summary>
public abstract class TaskEntityContext
{
    /// <summary>The entity's id.</summary>
    public abstract EntityInstanceId Id { get; }

    /// <summary>Signals an entity.</summary>
    public virtual void SignalEntity(EntityInstanceId id, string operationName, SignalEntityOptions options) =>
        SignalEntity(id, operationName, input: null, options);

    /// <summary>Signals an entity.</summary>
    public abstract void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null);

    /// <summary>Starts an orchestration.</summary>
    public virtual string ScheduleNewOrchestration(TaskName name, StartOrchestrationOptions options) =>
        ScheduleNewOrchestration(name, input: null, options);

    /// <summary>Starts an orchestration.</summary>
    public abstract string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null);
}

/// <summary>One operation of an entity.</summary>
public abstract class TaskEntityOperation
{
    /// <summary>The operation's name.</summary>
    public abstract string Name { get; }

    /// <summary>The entity's context.</summary>
    public abstract TaskEntityContext Context { get; }

    /// <summary>The entity's state.</summary>
    public abstract TaskEntityState State { get; }

    /// <summary>Whether the caller gave an input.</summary>
    public abstract bool HasInput { get; }

    /// <summary>The input.</summary>
    public virtual T? GetInput<T>() => (T?)GetInput(typeof(T));

    /// <summary>The input.</summary>
    public abstract object? GetInput(Type inputType);

    /// <inheritdoc/>
    public override string ToString() => $"{Context.Id.Name}/{Name}";
}

/// <summary>An entity's state as kept.</summary>
public abstract class TaskEntityState
{
    /// <summary>Whether there is any.</summary>
    public abstract bool HasState { get; }

    /// <summary>The state, or the default given.</summary>
    public virtual T? GetState<T>(T? defaultValue = default) => GetState(typeof(T)) is T state ? state : defaultValue;

    /// <summary>The state; null for none.</summary>
    public abstract object? GetState(Type type);

    /// <summary>Sets the state; null deletes it.</summary>
    public abstract void SetState(object? state);
}

/// <summary>How to signal.</summary>
public record SignalEntityOptions
{
    /// <summary>When the signal is to arrive; at once unless given.</summary>
    public DateTimeOffset? SignalTime { get; init; }
}

/// <summary>How to call.</summary>
public record CallEntityOptions;

/// <summary>An operation that was called, not signalled, threw.</summary>
public sealed class EntityOperationFailedException : Exception
{
    /// <summary>The failure of an operation.</summary>
    public EntityOperationFailedException(EntityInstanceId entityId, string operationName, TaskFailureDetails failureDetails)
        : base($"Operation '{operationName}' of entity '{entityId}' failed: {failureDetails.ErrorMessage}")
    {
        EntityId = entityId;
        OperationName = operationName;
        FailureDetails = failureDetails;
    }

    /// <summary>Which entity.</summary>
    public EntityInstanceId EntityId { get; }

    /// <summary>Which operation.</summary>
    public string OperationName { get; }

    /// <summary>How it failed.</summary>
    public TaskFailureDetails FailureDetails { get; }
}

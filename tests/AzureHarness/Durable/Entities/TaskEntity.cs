using Tipstaff.AzureHarness;

namespace Microsoft.DurableTask.Entities;

/// <summary>An entity whose public methods are its operations, found by name whatever the case; <c>delete</c> exists by itself.</summary>
public abstract class TaskEntity<TState> : ITaskEntity
{
    /// <summary>Whether methods of the state serve, too; false unless overridden.</summary>
    protected virtual bool AllowStateDispatch => false;

    /// <summary>The state; kept when the operation returns, not when it throws. Null deletes it.</summary>
    protected TState State { get; set; } = default!;

    /// <summary>What the entity may do to others.</summary>
    protected TaskEntityContext Context { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        Context = operation.Context;
        State = operation.State.GetState(typeof(TState)) is TState state ? state : InitializeState(operation);
        var method = EntityMethod.Find(GetType(), operation.Name);
        object? target = this;
        if (method is null && AllowStateDispatch && State is not null)
            (method, target) = (EntityMethod.Find(State.GetType(), operation.Name), State);

        if (method is null && operation.Name.Equals("delete", StringComparison.OrdinalIgnoreCase))
        {
            operation.State.SetState(null);
            return null;
        }

        if (method is null)
            throw new NotSupportedException($"No suitable method found for entity operation '{operation}'.");

        var result = await EntityMethod.InvokeAsync(method, target!, operation);
        operation.State.SetState(State);
        return result;
    }

    /// <summary>The state of an entity that has none yet.</summary>
    protected virtual TState InitializeState(TaskEntityOperation entityOperation) =>
        Nullable.GetUnderlyingType(typeof(TState)) is { } value
            ? (TState)Activator.CreateInstance(value)!
            : Activator.CreateInstance<TState>();
}

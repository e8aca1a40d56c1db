using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Hands an entity function's operation to the entity.</summary>
public sealed class TaskEntityDispatcher
{
    private readonly EntityWork _work;
    private readonly IServiceProvider _services;

    internal TaskEntityDispatcher(EntityWork work, IServiceProvider services) => (_work, _services) = (work, services);

    /// <summary>Hands it to this entity.</summary>
    public Task DispatchAsync(ITaskEntity entity) => _work.RunAsync(entity.RunAsync);

    /// <summary>Hands it to an entity from the services, or made with them; a type that is none is the state, whose methods serve.</summary>
    public Task DispatchAsync<T>() => DispatchAsync(typeof(ITaskEntity).IsAssignableFrom(typeof(T))
        ? (ITaskEntity)ActivatorUtilities.GetServiceOrCreateInstance(_services, typeof(T))
        : new StateEntity<T>());

    /// <summary>Hands it to a function.</summary>
    public Task DispatchAsync(Func<TaskEntityOperation, ValueTask<object?>> handler) => _work.RunAsync(handler);

    private sealed class StateEntity<T> : TaskEntity<T>
    {
        protected override bool AllowStateDispatch => true;
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Tipstaff.AzureHarness;

/// <summary>An orchestrator's way to entities.</summary>
internal sealed class OrchestratorEntities(OrchestratorRun run) : TaskOrchestrationEntityFeature
{
    private IReadOnlyList<EntityInstanceId>? _locked;

    public override Task<TResult> CallEntityAsync<TResult>(
        EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
    {
        if (_locked is { } locked && !locked.Contains(id))
            throw new InvalidOperationException($"In a critical section only locked entities may be called, and {id} is not.");

        return run.AskFor<TResult>(
            number => new(number, ActionKind.EntityCall, operationName, id.ToString(), run.Json.Write(input)),
            (_, failure) => new EntityOperationFailedException(id, operationName, failure));
    }

    public override Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
        CallEntityAsync<object>(id, operationName, input, options);

    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        if (_locked is { } locked && locked.Contains(id))
            throw new InvalidOperationException($"A locked entity may be called only, and {id} is locked.");

        run.Ask(number => new(
            number, ActionKind.EntitySignal, operationName, id.ToString(), run.Json.Write(input), options?.SignalTime?.UtcDateTime));
        return Task.CompletedTask;
    }

    public override async Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds)
    {
        if (_locked is not null)
            throw new InvalidOperationException("Critical sections may not be nested.");

        // All lock in one order, so that no two wait for each other.
        EntityInstanceId[] ids = [.. entityIds.Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal)];
        var names = string.Join('\n', ids);
        await run.AskFor<object>(
            number => new(number, ActionKind.EntityLock, "", names),
            (_, failure) => new InvalidOperationException(failure.ErrorMessage));
        _locked = ids;
        return new Release(this, names);
    }

    public override bool InCriticalSection([NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds) =>
        (entityIds = _locked) is not null;

    private void Unlock(string names)
    {
        if (_locked is null)
            return;

        _locked = null;
        run.Ask(number => new(number, ActionKind.EntityUnlock, "", names));
    }

    private sealed class Release(OrchestratorEntities owner, string names) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            owner.Unlock(names);
            return ValueTask.CompletedTask;
        }
    }
}

using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Signals and reads entities.</summary>
public abstract class DurableEntityClient
{
    /// <summary>A client of this name.</summary>
    protected DurableEntityClient(string name) => Name = name;

    /// <summary>The client's name.</summary>
    public string Name { get; }

    /// <summary>Signals an entity; returns once the signal is on its way.</summary>
    public abstract Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        SignalEntityOptions? options = null,
        CancellationToken cancellation = default);

    /// <summary>Signals an entity.</summary>
    public virtual Task SignalEntityAsync(
        EntityInstanceId id, string operationName, SignalEntityOptions options, CancellationToken cancellation = default) =>
        SignalEntityAsync(id, operationName, input: null, options, cancellation);

    /// <summary>Signals an entity.</summary>
    public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, CancellationToken cancellation) =>
        SignalEntityAsync(id, operationName, input: null, options: null, cancellation);

    /// <summary>Reads an entity; null when there is none.</summary>
    public abstract Task<EntityMetadata?> GetEntityAsync(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);

    /// <summary>Reads an entity; null when there is none.</summary>
    public virtual Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, CancellationToken cancellation) =>
        GetEntityAsync(id, includeState: true, cancellation);

    /// <summary>Reads an entity; null when there is none.</summary>
    public abstract Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);

    /// <summary>Reads an entity; null when there is none.</summary>
    public virtual Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, CancellationToken cancellation) =>
        GetEntityAsync<T>(id, includeState: true, cancellation);

    /// <summary>Lists entities.</summary>
    public abstract AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null);

    /// <summary>Lists entities.</summary>
    public abstract AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null);

    /// <summary>Removes empty entities and locks that nobody holds any more.</summary>
    public abstract Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default);
}

/// <summary>Which entities to list.</summary>
public record EntityQuery
{
    /// <summary>The page size unless given.</summary>
    public const int DefaultPageSize = 100;

    private readonly string? _startsWith;

    /// <summary>Whose id begins so; the first <c>@</c> may be left out.</summary>
    public string? InstanceIdStartsWith
    {
        get => _startsWith;
        init => _startsWith = value is { Length: > 0 } && value[0] != '@' ? $"@{value}" : value;
    }

    /// <summary>Modified at or after.</summary>
    public DateTimeOffset? LastModifiedFrom { get; init; }

    /// <summary>Modified at or before.</summary>
    public DateTimeOffset? LastModifiedTo { get; init; }

    /// <summary>Whether with state.</summary>
    public bool IncludeState { get; init; } = true;

    /// <summary>How many a page.</summary>
    public int PageSize { get; init; } = DefaultPageSize;

    /// <summary>Where to go on.</summary>
    public string? ContinuationToken { get; init; }
}

/// <summary>What to clean.</summary>
public readonly record struct CleanEntityStorageRequest
{
    /// <summary>All that is safe to clean.</summary>
    public static CleanEntityStorageRequest Default => new() { RemoveEmptyEntities = true, ReleaseOrphanedLocks = true };

    /// <summary>Entities without state, lock or backlog.</summary>
    public bool RemoveEmptyEntities { get; init; }

    /// <summary>Locks of orchestrations that are not running.</summary>
    public bool ReleaseOrphanedLocks { get; init; }

    /// <summary>Where to go on.</summary>
    public string? ContinuationToken { get; init; }
}

/// <summary>What was cleaned.</summary>
public readonly record struct CleanEntityStorageResult
{
    /// <summary>Entities removed.</summary>
    public int EmptyEntitiesRemoved { get; init; }

    /// <summary>Locks released.</summary>
    public int OrphanedLocksReleased { get; init; }

    /// <summary>Where to go on; null at the end.</summary>
    public string? ContinuationToken { get; init; }
}

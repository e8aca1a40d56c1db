using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Entities;
using Tipstaff.AzureHarness;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>What a client sees of an entity.</summary>
public class EntityMetadata<TState>
{
    private readonly TState? _state;

    /// <summary>An entity of this id, and its state.</summary>
    public EntityMetadata(EntityInstanceId id, TState? state = default)
    {
        Id = id;
        IncludesState = state is not null;
        _state = state;
    }

    /// <summary>The entity's id.</summary>
    public EntityInstanceId Id { get; }

    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>How many operations wait.</summary>
    public int BacklogQueueSize { get; init; }

    /// <summary>The id of the orchestration that holds its lock.</summary>
    public string? LockedBy { get; init; }

    /// <summary>Whether the state was asked for and there is any.</summary>
    [MemberNotNullWhen(true, nameof(_state))]
    public bool IncludesState { get; }

    /// <summary>The state.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it was not asked for.</exception>
    public TState State => IncludesState
        ? _state
        : throw new InvalidOperationException("Cannot retrieve state when IncludesState=false.");
}

/// <summary>What a client sees of an entity whose state it has not read yet.</summary>
public sealed class EntityMetadata : EntityMetadata<SerializedData>
{
    /// <summary>An entity of this id, and its state.</summary>
    public EntityMetadata(EntityInstanceId id, SerializedData? state = null)
        : base(id, state)
    {
    }
}

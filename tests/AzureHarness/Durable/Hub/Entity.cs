namespace Tipstaff.AzureHarness;

/// <summary>An entity as the task hub keeps it.</summary>
internal sealed class Entity(string id)
{
    public string Id { get; } = id;

    /// <summary>Its state, JSON; null for none.</summary>
    public string? State { get; set; }

    /// <summary>What waits to be done, in order.</summary>
    public List<EntityMessage> Inbox { get; } = [];

    /// <summary>The orchestration that has locked it, if any.</summary>
    public Orchestration? LockedBy { get; set; }

    public DateTimeOffset LastModifiedAt { get; set; }

    /// <summary>How often it was written; an operation counts only if nothing was written meanwhile.</summary>
    public int Commits { get; set; }

    /// <summary>Whether an operation is under way.</summary>
    public bool IsBusy { get; set; }
}

/// <summary>What waits at an entity.</summary>
internal abstract record EntityMessage
{
    private EntityMessage()
    {
    }

    /// <summary>An operation; nobody waits for a signal's.</summary>
    public sealed record Operation(string Name, string? Input, Waiting? Caller) : EntityMessage;

    /// <summary>A lock; when it is granted, those of the other entities follow.</summary>
    public sealed record Lock(IReadOnlyList<string> Others, Waiting Caller) : EntityMessage;
}

using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <summary>How a client or an entity wants an orchestration started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Options with an id and a time.</summary>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>The id; a new one unless given.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When to start; at once unless given.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Tags of the orchestration.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The version; the app's default unless given.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Statuses in which an existing instance of the id refuses the start, beside those that always do.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}

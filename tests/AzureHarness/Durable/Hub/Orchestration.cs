using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Tipstaff.AzureHarness;

/// <summary>An orchestration as the task hub keeps it.</summary>
internal sealed class Orchestration(string id, string name, string? input, string version, DateTimeOffset created)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string? Input { get; set; } = input;

    public string Version { get; set; } = version;

    public DateTimeOffset CreatedAt { get; } = created;

    public DateTimeOffset LastUpdatedAt { get; set; } = created;

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Who called it as a sub-orchestration, and waits.</summary>
    public Waiting? Parent { get; init; }

    public OrchestrationRuntimeStatus Status { get; set; } = OrchestrationRuntimeStatus.Pending;

    public string? CustomStatus { get; set; }

    public string? Output { get; set; }

    public TaskFailureDetails? Failure { get; set; }

    /// <summary>All that has happened since it began, or began anew.</summary>
    public List<HistoryEvent> History { get; } = [];

    /// <summary>What has come in since the last episode.</summary>
    public List<HistoryEvent> Inbox { get; } = [];

    /// <summary>How often it has begun anew; what was meant for an earlier run is dropped.</summary>
    public int Execution { get; set; }

    /// <summary>When it last began anew.</summary>
    public DateTimeOffset AnewAt { get; set; }

    /// <summary>How often it did so at that moment.</summary>
    public int AnewAtOnce { get; set; }

    /// <summary>How often it was written; an episode counts only if nothing was written meanwhile.</summary>
    public int Commits { get; set; }

    /// <summary>Whether an episode is under way.</summary>
    public bool IsBusy { get; set; }

    public bool HasEnded => Status
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}

/// <summary>A task of an orchestration that waits for something.</summary>
/// <param name="Caller">The orchestration.</param>
/// <param name="Execution">Its run at the time.</param>
/// <param name="Task">The task's number.</param>
internal sealed record Waiting(Orchestration Caller, int Execution, int Task);

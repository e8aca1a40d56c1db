using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Tipstaff.AzureHarness;

/// <summary>An instance of the app as the task hub sees it: it is handed work by the names of functions.</summary>
/// <remarks>All is called in the context (<see cref="SynchronizationContext"/>) in which the worker was attached.</remarks>
public interface IDurableWorker
{
    /// <summary>The instance's name, as in its hosts and in <see cref="CloudCall.Instance"/>.</summary>
    string Instance { get; }

    /// <summary>False once it is dead: what it had in hand goes to another.</summary>
    bool IsAlive { get; }

    /// <summary>host.json's <c>defaultVersion</c>; null where versioning is not configured. Work of a newer version goes elsewhere.</summary>
    string? Version { get; }

    /// <summary>The worker's serializer.</summary>
    DurableJson Json { get; }

    /// <summary>The worker's loggers.</summary>
    ILoggerFactory LoggerFactory { get; }

    /// <summary>Whether it has such a function; entities' names in any case.</summary>
    bool Has(DurableWorkKind kind, string name);

    /// <summary>Runs an orchestrator function until it has nothing left to do at once. It may await the context's tasks only.</summary>
    Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context);

    /// <summary>Runs an activity function.</summary>
    Task<object?> RunActivityAsync(string name, ActivityWork work);

    /// <summary>Runs an entity function, which gets a dispatcher made by the work.</summary>
    Task RunEntityAsync(string name, EntityWork work);
}

/// <summary>The kinds of work that a task hub hands out.</summary>
public enum DurableWorkKind
{
    /// <summary>The next steps of an orchestration.</summary>
    Orchestration,

    /// <summary>An activity.</summary>
    Activity,

    /// <summary>An operation of an entity.</summary>
    Entity,
}

/// <summary>An activity, as handed to a worker.</summary>
/// <param name="InstanceId">The orchestration that calls.</param>
/// <param name="InputJson">The input; null for none.</param>
/// <param name="Json">Reads it.</param>
public sealed record ActivityWork(string InstanceId, string? InputJson, DurableJson Json);

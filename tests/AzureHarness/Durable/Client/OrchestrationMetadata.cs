using System.Collections.Immutable;
using Tipstaff.AzureHarness;

namespace Microsoft.DurableTask.Client;

/// <summary>What a client sees of an orchestration.</summary>
public sealed class OrchestrationMetadata
{
    /// <summary>An orchestration of this name and id.</summary>
    public OrchestrationMetadata(string name, string instanceId) => (Name, InstanceId) = (name, instanceId);

    /// <summary>The orchestrator's name.</summary>
    public string Name { get; }

    /// <summary>The orchestration's id.</summary>
    public string InstanceId { get; }

    /// <summary>Its status.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was started, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>The input as JSON; null unless inputs and outputs were asked for.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>The output as JSON; null unless inputs and outputs were asked for.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>The custom status as JSON; null unless inputs and outputs were asked for.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How it failed; null unless it did and outputs were asked for.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Whether it is running.</summary>
    public bool IsRunning => RuntimeStatus is OrchestrationRuntimeStatus.Running;

    /// <summary>Whether it has ended in any way.</summary>
    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    internal DurableJson? Json { get; init; }

    /// <summary>The input.</summary>
    /// <exception cref="InvalidOperationException">Inputs were not asked for.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <summary>The output.</summary>
    /// <exception cref="InvalidOperationException">Outputs were not asked for.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <summary>The custom status.</summary>
    /// <exception cref="InvalidOperationException">Outputs were not asked for.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    private T? Read<T>(string? json) => Json is { } reader
        ? reader.Read<T>(json)
        : throw new InvalidOperationException("This orchestration was fetched without its inputs and outputs.");
}

/// <summary>A value as JSON.</summary>
public sealed class SerializedData
{
    private readonly DurableJson _json;

    internal SerializedData(string value, DurableJson json) => (Value, _json) = (value, json);

    /// <summary>The JSON.</summary>
    public string Value { get; }

    /// <summary>The value.</summary>
    public T ReadAs<T>() => _json.Read<T>(Value)!;
}

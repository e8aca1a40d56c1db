using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Tipstaff.AzureHarness;

/// <summary>An instance's client of the task hub: starting, telling and ending.</summary>
internal sealed partial class HubClient(DurableHub hub, string instance, string version, DurableJson json) : DurableTaskClient("")
{
    /// <summary>What a caller hears of a sub-orchestration that was terminated.</summary>
    private static readonly TaskFailureDetails Terminated = new(
        "DurableTask.Core.Exceptions.OrchestrationTerminatedException", "The orchestration was terminated.", null, null, null);

    public override DurableEntityClient Entities { get; } = new HubEntityClient(hub, instance, json);

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var id = InstanceIds.Checked(options?.InstanceId ?? hub.NewId());
        var races = hub.Faults.StartsRace(id);
        if (races)
            Refuse(id, options);

        var written = json.Write(input);
        return await CallAsync(
            "ScheduleNewOrchestrationInstance",
            id,
            () =>
            {
                if (!races)
                    Refuse(id, options);

                var asked = options?.Version is { } given ? given.Version : version;
                var started = new Orchestration(id, orchestratorName.Name, written, asked, hub.Now)
                {
                    Tags = options?.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal),
                };
                hub.Begin(started, options?.StartAt);
                return id;
            },
            cancellation);
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var written = json.Write(eventPayload);
        return CallAsync("RaiseEvent", instanceId, () => hub.Raise(instanceId, eventName, written), cancellation);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        CallAsync("TerminateInstance", instanceId, () => Terminate(instanceId, options), cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        CallAsync(
            "SuspendInstance",
            instanceId,
            () =>
            {
                if (hub.Find(instanceId) is { HasEnded: false } held)
                    held.Status = OrchestrationRuntimeStatus.Suspended;
            },
            cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        CallAsync(
            "ResumeInstance",
            instanceId,
            () =>
            {
                if (hub.Find(instanceId) is { Status: OrchestrationRuntimeStatus.Suspended } held)
                {
                    held.Status = OrchestrationRuntimeStatus.Running;
                    hub.Pump(held);
                }
            },
            cancellation);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Refuse(string id, StartOrchestrationOptions? options)
    {
        if (hub.Find(id) is not { } existing)
            return;

        if (!existing.HasEnded || options?.DedupeStatuses?.Contains(existing.Status.ToString(), StringComparer.OrdinalIgnoreCase) is true)
            throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the status {existing.Status} already exists.");
    }

    private void Terminate(string id, TerminateInstanceOptions? options)
    {
        if (hub.Find(id) is not { HasEnded: false } running)
            return;

        hub.End(running, OrchestrationRuntimeStatus.Terminated, json.Write(options?.Output), Terminated);
        if (options is not { Recursive: true })
            return;

        foreach (var child in hub.Orchestrations.Where(other => other.Parent?.Caller == running).ToArray())
            Terminate(child.Id, options);
    }

    private Task<T> CallAsync<T>(string operation, string subject, Func<T> work, CancellationToken cancellationToken) =>
        hub.Cloud.CallAsync(new CloudCall(CloudService.Orchestrations, operation, subject, instance), work, cancellationToken);

    private Task CallAsync(string operation, string subject, Action work, CancellationToken cancellationToken) => CallAsync(
        operation,
        subject,
        () =>
        {
            work();
            return true;
        },
        cancellationToken);
}

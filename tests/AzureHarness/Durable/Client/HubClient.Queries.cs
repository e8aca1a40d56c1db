using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Tipstaff.AzureHarness;

/// <content>Looking, waiting and forgetting.</content>
internal sealed partial class HubClient
{
    public override Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        CallAsync(
            "GetInstance",
            instanceId,
            () => hub.Find(instanceId) is { } found ? Show(found, getInputsAndOutputs) : null,
            cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        return new HubPages<OrchestrationMetadata>(
            (from, size) => CallAsync(
                "GetAllInstances",
                query.InstanceIdPrefix ?? "",
                () => hub.Orchestrations
                    .Where(found => query.InstanceIdPrefix is not { } prefix || found.Id.StartsWith(prefix, StringComparison.Ordinal))
                    .Where(found => IsWithin(found, query.CreatedFrom, query.CreatedTo, query.Statuses))
                    .Where(found => from is null || string.CompareOrdinal(found.Id, from) > 0)
                    .Take(size + 1)
                    .Select(found => Show(found, query.FetchInputsAndOutputs))
                    .ToList(),
                CancellationToken.None),
            shown => shown.InstanceId,
            query.ContinuationToken,
            query.PageSize);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync("WaitForInstanceStart", instanceId, IsStarted, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync("WaitForInstanceCompletion", instanceId, found => found.HasEnded, getInputsAndOutputs, cancellation);

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        CallAsync(
            "PurgeInstance",
            instanceId,
            () => new PurgeResult(hub.Find(instanceId) is { HasEnded: true } ended ? Purge([ended]) : 0),
            cancellation);

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        CallAsync(
            "PurgeAllInstances",
            "",
            () => new PurgeResult(Purge(hub.Orchestrations.Where(
                found => found.HasEnded && IsWithin(found, filter.CreatedFrom, filter.CreatedTo, filter.Statuses)))),
            cancellation);

    private static bool IsStarted(Orchestration found) => found.Status is not OrchestrationRuntimeStatus.Pending;

    private static bool IsWithin(
        Orchestration found, DateTimeOffset? from, DateTimeOffset? to, IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        !(found.CreatedAt < from || found.CreatedAt > to) && statuses?.Contains(found.Status) is not false;

    private int Purge(IEnumerable<Orchestration> ended)
    {
        Orchestration[] all = [.. ended];
        foreach (var one in all)
            hub.Forget(one);

        return all.Length;
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string operation, string id, Func<Orchestration, bool> isThere, bool withData, CancellationToken cancellationToken)
    {
        var waiting = await CallAsync(operation, id, () => (Found: hub.WaitAsync(id, isThere, cancellationToken), id), cancellationToken);
        return Show(await waiting.Found, withData);
    }

    private OrchestrationMetadata Show(Orchestration found, bool withData) => new(found.Name, found.Id)
    {
        RuntimeStatus = found.Status,
        CreatedAt = found.CreatedAt,
        LastUpdatedAt = found.LastUpdatedAt,
        Tags = found.Tags,
        SerializedInput = withData ? found.Input : null,
        SerializedOutput = withData ? found.Output : null,
        SerializedCustomStatus = withData ? found.CustomStatus : null,
        FailureDetails = withData ? found.Failure : null,
        Json = withData ? json : null,
    };
}

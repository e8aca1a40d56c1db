using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Tipstaff.AzureHarness;

/// <summary>An instance's client of the task hub's entities.</summary>
internal sealed class HubEntityClient(DurableHub hub, string instance, DurableJson json) : DurableEntityClient("")
{
    public override Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        SignalEntityOptions? options = null,
        CancellationToken cancellation = default)
    {
        var signal = new EntitySignal(id.ToString(), operationName, json.Write(input));
        return CallAsync(
            "SignalEntity",
            $"{id}/{operationName}",
            () =>
            {
                hub.Signal(signal, options?.SignalTime);
                return true;
            },
            cancellation);
    }

    public override Task<EntityMetadata?> GetEntityAsync(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        CallAsync("GetEntity", id.ToString(), () => Find(id) is { } found ? Show(found, includeState) : null, cancellation);

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        CallAsync("GetEntity", id.ToString(), () => Find(id) is { } found ? Show<T>(found, includeState) : null, cancellation);

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) =>
        List(filter ?? new EntityQuery(), Show, shown => shown.Id.ToString());

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) =>
        List(filter ?? new EntityQuery(), Show<T>, shown => shown.Id.ToString());

    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default) =>
        CallAsync("CleanEntityStorage", "", () => Clean(request ?? CleanEntityStorageRequest.Default), cancellation);

    private CleanEntityStorageResult Clean(CleanEntityStorageRequest request)
    {
        Orchestration[] orphans = request.ReleaseOrphanedLocks
            ? [.. hub.Entities.Values.Select(entity => entity.LockedBy).OfType<Orchestration>().Where(holder => holder.HasEnded).Distinct()]
            : [];
        var released = orphans.Sum(hub.ReleaseLocks);
        Entity[] empty = request.RemoveEmptyEntities
            ? [.. hub.Entities.Values.Where(entity => entity is { State: null, LockedBy: null, IsBusy: false, Inbox.Count: 0 })]
            : [];
        foreach (var entity in empty)
            hub.Entities.Remove(entity.Id);

        return new CleanEntityStorageResult { EmptyEntitiesRemoved = empty.Length, OrphanedLocksReleased = released };
    }

    /// <summary>An entity without state is none to a client.</summary>
    private Entity? Find(EntityInstanceId id) => hub.Entities.GetValueOrDefault(id.ToString()) is { State: not null } found ? found : null;

    private EntityMetadata Show(Entity found, bool withState) =>
        new(EntityInstanceId.FromString(found.Id), withState ? new SerializedData(found.State!, json) : null)
        {
            LastModifiedTime = found.LastModifiedAt,
            BacklogQueueSize = found.Inbox.Count,
            LockedBy = found.LockedBy?.Id,
        };

    private EntityMetadata<T> Show<T>(Entity found, bool withState) =>
        new(EntityInstanceId.FromString(found.Id), withState ? json.Read<T>(found.State) : default)
        {
            LastModifiedTime = found.LastModifiedAt,
            BacklogQueueSize = found.Inbox.Count,
            LockedBy = found.LockedBy?.Id,
        };

    private HubPages<T> List<T>(EntityQuery query, Func<Entity, bool, T> show, Func<T, string> keyOf)
        where T : notnull => new(
            (from, size) => CallAsync(
                "GetAllEntities",
                query.InstanceIdStartsWith ?? "",
                () => hub.Entities.Values
                    .Where(found => found.State is not null)
                    .Where(found => query.InstanceIdStartsWith is not { } prefix || found.Id.StartsWith(prefix, StringComparison.Ordinal))
                    .Where(found => !(found.LastModifiedAt < query.LastModifiedFrom || found.LastModifiedAt > query.LastModifiedTo))
                    .Where(found => from is null || string.CompareOrdinal(found.Id, from) > 0)
                    .Take(size + 1)
                    .Select(found => show(found, query.IncludeState))
                    .ToList(),
                CancellationToken.None),
            keyOf,
            query.ContinuationToken,
            query.PageSize);

    private Task<T> CallAsync<T>(string operation, string subject, Func<T> work, CancellationToken cancellationToken) =>
        hub.Cloud.CallAsync(new CloudCall(CloudService.Entities, operation, subject, instance), work, cancellationToken);
}

using Microsoft.DurableTask.Client;

namespace Tipstaff.AzureHarness;

/// <summary>The task hub: keeps orchestrations and entities, hands their work to instances.</summary>
public sealed class DurableHub
{
    internal DurableHub(AzureCloud cloud) => Cloud = cloud;

    internal AzureCloud Cloud { get; }

    /// <summary>An instance's client.</summary>
    /// <param name="instance">The instance that calls; empty for whoever is none.</param>
    /// <param name="version">host.json's <c>defaultVersion</c> there; null for none.</param>
    /// <param name="json">Its serializer.</param>
    public DurableTaskClient ClientOf(string instance, string? version = null, DurableJson? json = null) => throw new NotSupportedException();

    /// <summary>Adds an instance that takes work, in the context that calls.</summary>
    public void Attach(IDurableWorker worker) => throw new NotSupportedException();
}

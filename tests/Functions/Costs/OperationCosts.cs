using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Functions.Costs;

/// <summary>How often the services of the cloud were used.</summary>
/// <param name="Tables">Table operations; a transaction is one, a page of a query is one.</param>
/// <param name="Bus">Service Bus operations: sends and settlements.</param>
/// <param name="Durable">Actions of orchestrations: starts, episodes, activities, timers.</param>
/// <param name="Entities">Operations of entities.</param>
/// <param name="Mails">Mails handed over.</param>
internal sealed record OperationCosts(decimal Tables, decimal Bus, decimal Durable, decimal Entities, decimal Mails)
{
    /// <summary>What was counted since the counts were cleared.</summary>
    public static OperationCosts Of(CallCounts counts) => new(
        counts.Of(CloudService.Tables), counts.Of(CloudService.ServiceBus), counts.Of(CloudService.Orchestrations), counts.Of(CloudService.Entities),
        counts.All.Where(count => count is { Service: CloudService.Email, Operation: "Send" }).Sum(count => count.Calls));

    /// <summary>What this took more than another, for each of so many things.</summary>
    public OperationCosts Above(OperationCosts other, int things) => new(
        (Tables - other.Tables) / things, (Bus - other.Bus) / things, (Durable - other.Durable) / things, (Entities - other.Entities) / things, (Mails - other.Mails) / things);
}

using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Tipstaff.Functions.Queues;

namespace Tipstaff.Functions.Run;

/// <summary>Whether the settings that the host and the SDKs read name the identity of <c>Azure:ClientId</c>.</summary>
/// <remarks>
/// Whatever runs in an app may act as each of its identities, so that two would keep nothing apart. Where the settings differ one is
/// a leftover, and a part of the app would be refused by its services, hours after the start.
/// </remarks>
internal static class OneIdentity
{
    private const string Own = $"{AzureOptions.Section}:{nameof(AzureOptions.ClientId)}";
    private const string BusId = $"{QueueNames.Connection}:clientId";
    private const string BusCredential = $"{QueueNames.Connection}:credential";
    private const string StorageId = "AzureWebJobsStorage:clientId";
    private const string Hub = "DURABLE_TASK_SCHEDULER_CONNECTION_STRING";
    private const string Telemetry = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string ManagedIdentity = "managedidentity";

    /// <summary>A sentence for each setting that names another one, or none where one is needed.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        var own = configuration[Own]?.Trim() ?? "";
        var hub = Parts(configuration[Hub]);
        (string Name, string Id)[] named =
        [
            (BusId, configuration[BusId] ?? ""),
            (StorageId, configuration[StorageId] ?? ""),
            ($"ClientID in {Hub}", hub.GetValueOrDefault("ClientID", "")),
            ($"ClientId in {Telemetry}", Parts(configuration[Telemetry]).GetValueOrDefault("ClientId", "")),
        ];
        foreach (var (name, id) in named.Where(other => other.Id.Trim().Length > 0 && !IsSame(other.Id.Trim(), own)))
        {
            yield return $"{name} ({id}) is not the identity of {Own} ({(own.Length > 0 ? own : "empty, the app's own")}): give both the same, or both none.";
        }

        if (own.Length > 0 && (string.IsNullOrWhiteSpace(configuration[BusId]) || !IsSame(configuration[BusCredential] ?? "", ManagedIdentity)))
        {
            yield return $"{BusId} and {BusCredential} must be set beside {Own}, the one to the same id, the other to {ManagedIdentity}: else the triggers of the queues act as the app's own identity.";
        }

        if (own.Length > 0 && IsSame(hub.GetValueOrDefault("Authentication", ""), ManagedIdentity) && hub.GetValueOrDefault("ClientID", "").Length == 0)
        {
            yield return $"{Hub} must name ClientID={own} as {Own} does: else the orchestrations act as the app's own identity.";
        }
    }

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    // Endpoint=https://…;TaskHub=…;Authentication=ManagedIdentity;ClientID=…
    private static Dictionary<string, string> Parts(string? connection)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return parts.Keys.Cast<string>().ToDictionary(name => name, name => $"{parts[name]}".Trim(), StringComparer.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            // Whoever connects by it says what is wrong with it.
            return [];
        }
    }
}

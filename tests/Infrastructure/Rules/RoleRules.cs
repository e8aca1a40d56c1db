namespace Tipstaff.Tests.Infrastructure.Rules;

/// <summary>What the app may do, and where that is written.</summary>
internal static class RoleRules
{
    private const string Assignment = "Microsoft.Authorization/roleAssignments";
    private const string OnlyFile = "modules/roles.bicep";

    // The stand-in that plans are worked out with.
    private const string App = "00000000-0000-0000-0000-00000000000b";

    private static readonly Dictionary<string, (string Id, string On)> Roles = new(StringComparer.Ordinal)
    {
        ["Storage Blob Data Owner"] = ("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Microsoft.Storage/storageAccounts"),
        ["Storage Queue Data Contributor"] = ("974c5e8b-45b9-4653-ba55-5f855dd0fb88", "Microsoft.Storage/storageAccounts"),
        ["Storage Table Data Contributor"] = ("0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Microsoft.Storage/storageAccounts"),
        ["Azure Service Bus Data Owner"] = ("090c5cfd-751d-490a-894a-3ce6f1109419", "Microsoft.ServiceBus/namespaces"),
        ["Durable Task Data Contributor"] = ("0ad04412-c4d5-4796-b79c-f76d14c8d402", "Microsoft.DurableTask/schedulers"),
        ["Communication and Email Service Owner"] = ("09976791-48a7-449e-bb21-39d1a415f350", "Microsoft.Communication/communicationServices"),
        ["Monitoring Metrics Publisher"] = ("3913510d-42f4-4e42-8a64-420c390055eb", "Microsoft.Insights/components"),
        ["Key Vault Secrets User"] = ("4633458b-17de-408a-b874-0445c86b69e6", "Microsoft.KeyVault/vaults"),
    };

    /// <summary>Each assignment gives the app a known role at the one service that it is for; all stand in one file.</summary>
    public static IEnumerable<string> Assignments(Blueprint blueprint)
    {
        foreach (var file in blueprint.Facts.Files.Where(file => file.Key != OnlyFile && file.Value.Resources.Any(resource => resource.Type == Assignment)))
        {
            yield return $"{file.Key} assigns a role: that belongs in {OnlyFile}";
        }

        foreach (var one in blueprint.Facts.PlannedOf(Assignment))
        {
            var role = one.TextAt("properties.description");
            var id = one.TextAt("properties.roleDefinitionId").Split('/')[^1];
            if (!Roles.TryGetValue(role, out var known) || known.Id != id)
            {
                yield return $"{one.Symbol}: {id} is not the id of '{role}'";
            }
            else if (one.Scope is null || !one.Scope.Contains($"/{known.On}/", StringComparison.Ordinal))
            {
                yield return $"{one.Symbol}: {role} is given at {one.Scope ?? "the resource group"}, not at {known.On}";
            }

            if (one.TextAt("properties.principalId") != App || one.TextAt("properties.principalType") != "ServicePrincipal")
            {
                yield return $"{one.Symbol}: {role} is given to another than the app";
            }
        }

        foreach (var role in Roles.Keys.Where(role => blueprint.Facts.PlannedOf(Assignment).All(one => one.TextAt("properties.description") != role)))
        {
            yield return $"nobody has the role {role}";
        }
    }
}

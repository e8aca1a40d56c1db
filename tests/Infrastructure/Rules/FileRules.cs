namespace Tipstaff.Tests.Infrastructure.Rules;

/// <summary>What holds for the files as they are written.</summary>
internal static class FileRules
{
    private const string ParameterFile = ".bicepparam";

    // The newest stable versions as of August 2026.
    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal)
    {
        ["Microsoft.Authorization/roleAssignments"] = "2022-04-01",
        ["Microsoft.Communication/communicationServices"] = "2026-03-18",
        ["Microsoft.Communication/emailServices"] = "2026-03-18",
        ["Microsoft.Communication/emailServices/domains"] = "2026-03-18",
        ["Microsoft.Communication/emailServices/domains/senderUsernames"] = "2026-03-18",
        ["Microsoft.Consumption/budgets"] = "2026-06-01",
        ["Microsoft.DurableTask/schedulers"] = "2026-02-01",
        ["Microsoft.DurableTask/schedulers/retentionPolicies"] = "2026-02-01",
        ["Microsoft.DurableTask/schedulers/taskHubs"] = "2026-02-01",
        ["Microsoft.EventGrid/systemTopics"] = "2025-02-15",
        ["Microsoft.EventGrid/systemTopics/eventSubscriptions"] = "2025-02-15",
        ["Microsoft.Insights/actionGroups"] = "2023-01-01",
        ["Microsoft.Insights/components"] = "2020-02-02",
        ["Microsoft.Insights/scheduledQueryRules"] = "2026-03-01",
        ["Microsoft.Insights/workbooks"] = "2023-06-01",
        ["Microsoft.KeyVault/vaults"] = "2026-02-01",
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = "2024-11-30",
        ["Microsoft.OperationalInsights/workspaces"] = "2026-03-01",
        ["Microsoft.ServiceBus/namespaces"] = "2026-01-01",
        ["Microsoft.ServiceBus/namespaces/queues"] = "2026-01-01",
        ["Microsoft.Storage/storageAccounts"] = "2026-04-01",
        ["Microsoft.Storage/storageAccounts/blobServices"] = "2026-04-01",
        ["Microsoft.Storage/storageAccounts/blobServices/containers"] = "2026-04-01",
        ["Microsoft.Storage/storageAccounts/managementPolicies"] = "2026-04-01",
        ["Microsoft.Storage/storageAccounts/tableServices"] = "2026-04-01",
        ["Microsoft.Storage/storageAccounts/tableServices/tables"] = "2026-04-01",
        ["Microsoft.Web/serverfarms"] = "2025-03-01",
        ["Microsoft.Web/sites"] = "2025-03-01",
        ["Microsoft.Web/sites/basicPublishingCredentialsPolicies"] = "2025-03-01",
    };

    /// <summary>Each file is Bicep, each name in it is declared, each module and parameter file fits what it is for.</summary>
    public static IEnumerable<string> Parse(Blueprint blueprint) =>
        blueprint.Facts.Files.SelectMany(file => file.Value.Errors.Select(error => $"{file.Key}: {error}"))
            .Concat(blueprint.Facts.Plans.SelectMany(plan => plan.Value.Faults.Select(fault => $"{plan.Key}: {fault}")));

    /// <summary>Each type of resource is known in its version, and each known one is used.</summary>
    public static IEnumerable<string> Types(Blueprint blueprint)
    {
        var used = blueprint.Facts.Files.SelectMany(file => file.Value.Resources.Select(resource => (file.Key, resource.Type, resource.Version))).ToList();
        return used.Where(one => Versions.GetValueOrDefault(one.Type) != one.Version).Select(one => $"{one.Key}: {one.Type}@{one.Version} is not in the table")
            .Concat(Versions.Keys.Except(used.Select(one => one.Type)).Select(type => $"{type} is used nowhere"));
    }

    /// <summary>Each parameter and output is described, and each parameter is bounded as its type can be.</summary>
    public static IEnumerable<string> Parameters(Blueprint blueprint) =>
        from file in blueprint.Facts.Files
        where !file.Key.EndsWith(ParameterFile, StringComparison.Ordinal)
        from parameter in file.Value.Parameters
        from fault in ParameterFaults(parameter)
        select $"{file.Key}: {parameter.Name} {fault}";

    /// <summary>Each module is used, and the whole begins with a short file.</summary>
    public static IEnumerable<string> Modules(Blueprint blueprint)
    {
        var used = blueprint.Facts.Files.SelectMany(file => file.Value.Modules).Select(module => module.Path).ToList();
        return blueprint.Facts.Files.Keys.Where(file => file.StartsWith("modules/", StringComparison.Ordinal)).Except(used).Select(file => $"{file} is used nowhere")
            .Concat(blueprint.Facts.Files["main.bicep"].Resources.Select(resource => $"main.bicep: {resource.Symbol} belongs in a module"));
    }

    /// <summary>Each parameter is set or has a default in each parameter file, and none says by itself what the other stage should have.</summary>
    public static IEnumerable<string> Stages(Blueprint blueprint) =>
        from stage in new[] { "dev", "prod" }
        where !blueprint.Facts.Plans.TryGetValue(stage, out var plan) || plan.Resources.Length == 0
            || plan.Resources.Any(resource => resource.At("tags.stage") is { } tag && tag.GetString() != stage)
        select $"{stage}{ParameterFile} makes nothing, or another stage";

    private static IEnumerable<string> ParameterFaults(BicepParameter parameter)
    {
        if (!parameter.Decorators.TryGetValue("description", out var description) || description.GetString() is not { Length: >= 8 })
        {
            yield return "is not described";
        }

        string[] wanted = parameter.Type switch
        {
            "string" or "array" => ["maxLength"],
            "int" => ["minValue", "maxValue"],
            "bool" or "object" => [],
            _ => ["a type that has bounds"],
        };
        if (!parameter.Decorators.ContainsKey("allowed") && wanted.Except(parameter.Decorators.Keys).FirstOrDefault() is { } missing)
        {
            yield return $"lacks {missing}";
        }
    }
}

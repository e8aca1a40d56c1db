using System.Reflection;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Functions.Queues;
using Tipstaff.Functions.Storage;

namespace Tipstaff.Tests.Infrastructure.Rules;

/// <summary>What is made fits the code that uses it, and what Azure takes as names.</summary>
internal static class ResourceRules
{
    private const string Queue = "Microsoft.ServiceBus/namespaces/queues";
    private const string Table = "Microsoft.Storage/storageAccounts/tableServices/tables";
    private const string Policy = "Microsoft.Storage/storageAccounts/managementPolicies";
    private const string Scheduler = "Microsoft.DurableTask/schedulers";

    // Parts of another resource, which has the tags.
    private static readonly string[] Untagged =
    [
        "Microsoft.Authorization/roleAssignments", "Microsoft.Communication/emailServices/domains/senderUsernames", "Microsoft.Consumption/budgets",
        "Microsoft.DurableTask/schedulers/retentionPolicies", "Microsoft.DurableTask/schedulers/taskHubs", "Microsoft.EventGrid/systemTopics/eventSubscriptions",
        Queue, "Microsoft.Storage/storageAccounts/blobServices", "Microsoft.Storage/storageAccounts/blobServices/containers", Policy,
        "Microsoft.Storage/storageAccounts/tableServices", Table, "Microsoft.Web/sites/basicPublishingCredentialsPolicies",
    ];

    // What a queue must be for the deliveries to come once, and back.
    private static readonly (string Path, string Value)[] QueueSettings =
    [
        ("properties.requiresDuplicateDetection", "True"), ("properties.duplicateDetectionHistoryTimeWindow", "PT10M"), ("properties.lockDuration", "PT1M"),
        ("properties.maxDeliveryCount", "10"), ("properties.deadLetteringOnMessageExpiration", "True"), ("properties.requiresSession", "False"),
    ];

    private static readonly (string Type, string Pattern)[] Names =
    [
        ("Microsoft.Storage/storageAccounts", "^[a-z0-9]{3,24}$"),
        ("Microsoft.KeyVault/vaults", "^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$"),
        ("Microsoft.ServiceBus/namespaces", "^[a-z](?!.*--)[a-z0-9-]{4,48}[a-z0-9]$"),
        ("Microsoft.Communication/communicationServices", "^[a-z0-9-]{1,63}$"),
        ("Microsoft.Web/sites", "^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$"),
        ("Microsoft.DurableTask/schedulers/taskHubs", "/[a-zA-Z][a-zA-Z0-9]{2,44}$"),
        ("Microsoft.Insights/workbooks", "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    ];

    /// <summary>Whatever can bear tags bears those of Tipstaff, and the further ones that are asked for.</summary>
    public static IEnumerable<string> Tags(Blueprint blueprint) =>
        from plan in blueprint.Facts.Plans
        from resource in plan.Value.Resources
        where !Untagged.Contains(resource.Type)
        where resource.TextAt("tags.application") != "tipstaff" || resource.TextAt("tags.stage").Length == 0
            || (plan.Key == "everything" && resource.TextAt("tags.costCentre") != "42")
        select $"{plan.Key}: {resource.Type} {resource.Name} lacks tags";

    /// <summary>Azure takes each name, and no two resources of a plan have the same.</summary>
    public static IEnumerable<string> ValidNames(Blueprint blueprint) =>
        (from name in Names
         from resource in blueprint.Facts.PlannedOf(name.Type)
         where !Regex.IsMatch(resource.Name, name.Pattern, RegexOptions.None, TimeSpan.FromSeconds(1))
         select $"{name.Type}: Azure does not take the name {resource.Name}")
        .Concat(blueprint.Facts.Plans.SelectMany(plan => plan.Value.Resources.CountBy(resource => resource.Id).Where(count => count.Value > 1)
            .Select(count => $"{plan.Key}: {count.Key} is made {count.Value} times")));

    /// <summary>The queues are those that triggers listen to, and behave as deliveries rely on.</summary>
    public static IEnumerable<string> Queues(Blueprint blueprint) =>
        Differences(blueprint, Queue, "queue", TriggersOf<ServiceBusTriggerAttribute>().Select(trigger => trigger.Attribute.QueueName!.Split('/')[0])).Concat(
            from queue in blueprint.Facts.PlannedOf(Queue)
            from setting in QueueSettings
            where queue.TextAt(setting.Path) != setting.Value
            select $"queue {queue.Name}: {setting.Path} is '{queue.TextAt(setting.Path)}', not {setting.Value}");

    /// <summary>The tables are those that the code opens.</summary>
    public static IEnumerable<string> Tables(Blueprint blueprint)
    {
        var set = new TableSet(new TableServiceClient(new Uri("https://any.table.core.windows.net"), new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned)));
        return Differences(blueprint, Table, "table", typeof(TableSet).GetProperties().Select(property => ((TableClient)property.GetValue(set)!).Name));
    }

    /// <summary>No rule takes the package away from which the app starts, nor the host's keys; the two times are those of the settings.</summary>
    public static IEnumerable<string> Lifecycle(Blueprint blueprint)
    {
        foreach (var rule in blueprint.Facts.PlannedOf(Policy).SelectMany(policy => policy.At("properties.policy.rules")!.Value.EnumerateArray()))
        {
            var definition = rule.GetProperty("definition");
            if (definition.GetProperty("actions").TryGetProperty("baseBlob", out var taken))
            {
                var isNarrow = definition.GetProperty("filters").TryGetProperty("prefixMatch", out var prefixes)
                    && prefixes.EnumerateArray().All(prefix => prefix.GetString()!.EndsWith("-largemessages/", StringComparison.Ordinal));
                if (!isNarrow || taken.GetProperty("delete").GetProperty("daysAfterModificationGreaterThan").GetInt32() != 90)
                {
                    yield return $"lifecycle rule {rule.GetProperty("name")} takes more than payloads of orchestrations after 90 days";
                }
            }
            else if (definition.GetProperty("actions").GetProperty("snapshot").GetProperty("delete").GetProperty("daysAfterCreationGreaterThan").GetInt32() != 7)
            {
                yield return $"lifecycle rule {rule.GetProperty("name")} keeps snapshots for another time than 7 days";
            }
        }
    }

    /// <summary>Who keeps the task hub is one parameter: with the storage account there is no scheduler, else one that lets the app in.</summary>
    public static IEnumerable<string> TaskHub(Blueprint blueprint)
    {
        foreach (var (name, plan) in blueprint.Facts.Plans)
        {
            var schedulers = plan.Resources.Where(resource => resource.Type == Scheduler).ToList();
            if (schedulers.Count != (name == "everything" ? 0 : 1))
            {
                yield return $"{name}: {schedulers.Count} schedulers";
            }

            foreach (var scheduler in schedulers.Where(scheduler => scheduler.At("properties.ipAllowlist")?.GetArrayLength() is null or 0))
            {
                yield return $"{name}: {scheduler.Name} lets nobody in";
            }
        }
    }

    /// <summary>The functions that a trigger starts, from the compiled code.</summary>
    public static IEnumerable<(string Function, T Attribute)> TriggersOf<T>() where T : Attribute =>
        from type in typeof(QueueNames).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<T>()
        where trigger is not null
        select (function.Name, trigger);

    private static IEnumerable<string> Differences(Blueprint blueprint, string type, string what, IEnumerable<string> inCode)
    {
        var wanted = inCode.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, plan) in blueprint.Facts.Plans)
        {
            var made = plan.Resources.Where(resource => resource.Type == type).Select(resource => resource.Name.Split('/')[^1]).ToList();
            foreach (var missing in wanted.Except(made))
            {
                yield return $"{name}: the code uses the {what} {missing}, which nothing makes";
            }

            foreach (var stale in made.Except(wanted))
            {
                yield return $"{name}: the {what} {stale} is made, and no code uses it";
            }
        }
    }
}

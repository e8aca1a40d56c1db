using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Tipstaff.Courts;
using Tipstaff.Functions.Queues;
using Tipstaff.Functions.Run;
using Tipstaff.Mail;
using Tipstaff.Tests.Functions.Head;

namespace Tipstaff.Tests.Infrastructure.Rules;

/// <summary>The app's settings: those that the code asks for, and no other.</summary>
internal static partial class SettingRules
{
    // Read by the host and the SDKs, not by an options class.
    private static readonly string[] Host =
    [
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "TASKHUB_NAME", "DURABLE_TASK_SCHEDULER_CONNECTION_STRING",
        "AzureWebJobsDisableHomepage", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId",
        $"{QueueNames.Connection}__fullyQualifiedNamespace", $"{QueueNames.Connection}__credential", $"{QueueNames.Connection}__clientId",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionName",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__maxQueuePollingInterval",
    ];

    // They must be there, without an options class to say so: the host starts without them, and does the wrong thing.
    private static readonly string[] NeededByHost =
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "AzureWebJobsDisableHomepage", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId"];

    // Flex Consumption takes them from functionAppConfig, and refuses them as settings.
    private static readonly string[] Refused = ["FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_TIME_ZONE", "TZ"];

    // The endpoints of the made-up cloud are known by their names only.
    private static readonly string[] Endpoints = ["Azure__TableEndpoint", $"{QueueNames.Connection}__fullyQualifiedNamespace", "Acs__Endpoint"];

    private static readonly Lazy<Dictionary<string, Type>> Options = new(() =>
        new[] { typeof(Court).Assembly, typeof(QueueNames).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
            .ToDictionary(type => (string)type.GetField("Section")!.GetRawConstantValue()!, StringComparer.Ordinal));

    // @Microsoft.KeyVault(SecretUri=https://name.vault.azure.net/secrets/smtp-password)
    [GeneratedRegex(@"^@Microsoft\.KeyVault\(SecretUri=https://(?<vault>[^./]+)\.vault\.azure\.net/secrets/(?<secret>[a-zA-Z0-9-]+)\)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference { get; }

    /// <summary>The app starts with each plan's settings: none is missing that an options class or the start asks for, none is wrong.</summary>
    public static IEnumerable<string> Starts(Blueprint blueprint)
    {
        foreach (var (plan, settings) in All(blueprint))
        {
            foreach (var missing in NeededByHost.Concat(Endpoints).Where(name => settings.GetValueOrDefault(name, "").Length == 0))
            {
                yield return $"{plan}: {missing} is not set";
            }

            if (StartFault(settings) is { } fault)
            {
                yield return $"{plan}: {fault}";
            }
        }
    }

    /// <summary>Each setting is a property of an options class, or one of the host's.</summary>
    public static IEnumerable<string> Stale(Blueprint blueprint) =>
        from plan in All(blueprint)
        from name in plan.Settings.Keys
        where Refused.Contains(name) || (!Host.Contains(name) && !Binds(name))
        select $"{plan.Plan}: nothing reads the setting {name}";

    /// <summary>Each setting that is a secret is a reference to the plan's key vault, and no other is.</summary>
    public static IEnumerable<string> Secrets(Blueprint blueprint) =>
        from plan in All(blueprint)
        from setting in plan.Settings
        let isSecret = setting.Key.EndsWith("Secret", StringComparison.Ordinal) || setting.Key.EndsWith("Password", StringComparison.Ordinal)
        let vault = Reference.Match(setting.Value).Groups["vault"].Value
        where isSecret != (vault.Length > 0) || (isSecret && blueprint.Facts.Plans[plan.Plan].Resources.All(resource => resource.Type != "Microsoft.KeyVault/vaults" || resource.Name != vault))
        select $"{plan.Plan}: {setting.Key} {(isSecret ? "is no reference to the key vault" : "is no secret, and is kept in the key vault")}";

    /// <summary>The canary's entries have arrived by reports where Event Grid makes them, be the app away in this deployment or not, and nowhere else.</summary>
    public static IEnumerable<string> Reports(Blueprint blueprint) =>
        from plan in All(blueprint)
        let wanted = plan.Plan is "away" or "everything" ? "acs" : ""
        where plan.Settings["Canary__ReportedBy"] != wanted
        select $"{plan.Plan}: Canary__ReportedBy is '{plan.Settings["Canary__ReportedBy"]}' in place of '{wanted}'";

    private static IEnumerable<(string Plan, Dictionary<string, string> Settings)> All(Blueprint blueprint) =>
        from plan in blueprint.Facts.Plans
        from site in plan.Value.Resources
        where site.Type == "Microsoft.Web/sites"
        select (plan.Key, site.At("properties.siteConfig.appSettings")!.Value.EnumerateArray()
            .ToDictionary(setting => setting.GetProperty("name").GetString()!, setting => setting.GetProperty("value").ToString(), StringComparer.Ordinal));

    private static string? StartFault(Dictionary<string, string> settings)
    {
        using var bench = new CloudBench();
        bench.Settings.Clear();
        foreach (var (name, value) in settings.Where(setting => !Endpoints.Contains(setting.Key)))
        {
            bench.Settings[name] = Reference.IsMatch(value) ? Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(value))) : value;
        }

        var fault = Record.Exception(() => bench.Start());
        return fault is AggregateException many ? many.InnerException!.Message : fault?.Message;
    }

    // Signatures__Keys__newsroom__Secret, Smtp2__Host, Feeds__nysd
    private static bool Binds(string name)
    {
        var parts = name.Split("__");
        if (parts is [Tipstaff.Functions.Checks.WatchedCourts.Section, var court])
        {
            return CourtDirectory.Default.TryFind(court, out _);
        }

        var section = ProviderNames.SmtpSection(parts[0].ToLowerInvariant()) is null ? parts[0] : "Smtp";
        var type = Options.Value.GetValueOrDefault(section);
        foreach (var part in parts.Skip(1))
        {
            // A dictionary takes any key.
            type = type?.GetGenericArguments() is [_, var values] ? values : type?.GetProperty(part)?.PropertyType;
        }

        return parts.Length > 1 && type is not null;
    }
}

using System.Text.RegularExpressions;

namespace Tipstaff.Tests.Infrastructure.Rules;

/// <summary>Encrypted ways in, identities in place of keys, no secret that a template or its reader sees.</summary>
internal static partial class SafetyRules
{
    // What each resource of a type must say.
    private static readonly (string Type, string Path, string Value)[] Wanted =
    [
        ("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "True"),
        ("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2"),
        ("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "False"),
        ("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "False"),
        ("Microsoft.Storage/storageAccounts", "properties.defaultToOAuthAuthentication", "True"),
        ("Microsoft.Storage/storageAccounts/blobServices/containers", "properties.publicAccess", "None"),
        ("Microsoft.ServiceBus/namespaces", "properties.minimumTlsVersion", "1.2"),
        ("Microsoft.ServiceBus/namespaces", "properties.disableLocalAuth", "True"),
        ("Microsoft.Communication/communicationServices", "properties.disableLocalAuth", "True"),
        ("Microsoft.Communication/emailServices/domains", "properties.userEngagementTracking", "Disabled"),
        ("Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", "True"),
        ("Microsoft.Insights/components", "properties.DisableLocalAuth", "True"),
        ("Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", "True"),
        ("Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", "True"),
        ("Microsoft.Web/sites", "properties.httpsOnly", "True"),
        ("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "1.2"),
        ("Microsoft.Web/sites", "properties.siteConfig.scmMinTlsVersion", "1.2"),
        ("Microsoft.Web/sites", "properties.siteConfig.ftpsState", "Disabled"),
        ("Microsoft.Web/sites", "identity.type", "UserAssigned"),
        ("Microsoft.Web/sites", "properties.functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity"),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", "False"),
        ("Microsoft.EventGrid/systemTopics/eventSubscriptions", "properties.destination.properties.minimumTlsVersionAllowed", "1.2"),
    ];

    [GeneratedRegex("^list[A-Z]|[.]list[A-Z]|^getSecret$|[.]getSecret$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyCall { get; }

    [GeneratedRegex("AccountKey=|SharedAccessKey|[?&]sig=|InstrumentationKey=[0-9a-f]|Password *=", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyInText { get; }

    /// <summary>Each resource that has a switch for it takes encrypted connections and identities only.</summary>
    public static IEnumerable<string> Locks(Blueprint blueprint) =>
        from wanted in Wanted
        from resource in blueprint.Facts.PlannedOf(wanted.Type).DefaultIfEmpty()
        let actual = resource?.TextAt(wanted.Path)
        where actual != wanted.Value
        select $"{wanted.Type} {resource?.Name}: {wanted.Path} is '{actual}', not {wanted.Value}";

    /// <summary>No file asks for a key, no output bears what a secure parameter brought, no text is a key.</summary>
    public static IEnumerable<string> Secrets(Blueprint blueprint)
    {
        foreach (var (name, file) in blueprint.Facts.Files)
        {
            foreach (var call in file.Calls.Where(call => KeyCall.IsMatch(call)))
            {
                yield return $"{name}: {call} asks for a key";
            }

            var secure = file.Parameters.Where(parameter => parameter.Decorators.ContainsKey("secure")).Select(parameter => parameter.Name).ToList();
            foreach (var output in file.Outputs.Where(output => output.IsSecure || output.Names.Intersect(secure).Any()))
            {
                yield return $"{name}: output {output.Name} shows a secret";
            }

            if (KeyInText.IsMatch(blueprint.Text($"infra-bicep/{name}")))
            {
                yield return $"{name}: a key stands in the file";
            }
        }
    }

    /// <summary>What arrives by a secure parameter is declared as secure all the way.</summary>
    public static IEnumerable<string> SecureParameters(Blueprint blueprint) =>
        from file in blueprint.Facts.Files
        where !file.Key.EndsWith(".bicepparam", StringComparison.Ordinal)
        from parameter in file.Value.Parameters
        where parameter.Name is "deliveryReportsUrl" || (file.Key == "modules/delivery-reports.bicep" && parameter.Name == "url")
        where !parameter.Decorators.ContainsKey("secure")
        select $"{file.Key}: {parameter.Name} bears a key and is not secure";
}

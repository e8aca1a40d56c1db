using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tipstaff.Tests.Infrastructure;

/// <summary>What <c>read-bicep.mjs</c> prints: the files as they stand, and what deployments of them would make.</summary>
internal sealed record BicepFacts(IReadOnlyDictionary<string, BicepFile> Files, IReadOnlyDictionary<string, BicepPlan> Plans)
{
    /// <summary>The resources of all plans; those of several plans come several times.</summary>
    public IEnumerable<PlannedResource> Planned => Plans.Values.SelectMany(plan => plan.Resources);

    /// <summary>Those of one type.</summary>
    public IEnumerable<PlannedResource> PlannedOf(string type) => Planned.Where(resource => resource.Type == type);
}

/// <summary>One file.</summary>
internal sealed record BicepFile(
    string[] Errors, BicepParameter[] Parameters, BicepResource[] Resources, BicepModule[] Modules, BicepOutput[] Outputs, string[] Calls);

/// <summary>A parameter with its decorators and their first arguments; null where such an argument is no literal.</summary>
internal sealed record BicepParameter(string Name, string? Type, bool IsRequired, IReadOnlyDictionary<string, JsonElement> Decorators);

internal sealed record BicepResource(string Symbol, string Type, string Version, bool IsExisting);

internal sealed record BicepModule(string Symbol, string Path);

/// <summary>An output with the names that its value is made of.</summary>
internal sealed record BicepOutput(string Name, bool IsSecure, string[] Names);

/// <summary>What one deployment would make, and what it would be refused for.</summary>
internal sealed record BicepPlan(PlannedResource[] Resources, IReadOnlyDictionary<string, JsonElement> Outputs, string[] Faults);

/// <summary>A resource with all expressions worked out.</summary>
internal sealed record PlannedResource(string File, string Symbol, string Type, string Version, string Id, string Name, string? Scope)
{
    /// <summary>Everything else that stands in it: <c>properties</c>, <c>tags</c>, <c>sku</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Body { get; init; } = [];

    /// <summary>The value at a path such as <c>properties.siteConfig.minTlsVersion</c>; null where there is none.</summary>
    public JsonElement? At(string path)
    {
        var parts = path.Split('.');
        if (!Body.TryGetValue(parts[0], out var value))
        {
            return null;
        }

        foreach (var part in parts.Skip(1))
        {
            if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(part, out value))
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>The same as text; empty where there is none.</summary>
    public string TextAt(string path) => At(path)?.ToString() ?? "";
}

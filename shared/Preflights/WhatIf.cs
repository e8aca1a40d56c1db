using System.Text.Json;

namespace Tipstaff.Preflights;

/// <summary>What Azure says a deployment of the templates would change.</summary>
/// <param name="Changes">Each resource that would not stay as it is.</param>
/// <param name="Settings">The settings that the app would have; null where the answer does not tell them.</param>
public sealed record WhatIf(IReadOnlyList<ResourceChange> Changes, IReadOnlyList<PlannedSetting>? Settings)
{
    private const string App = "/providers/Microsoft.Web/sites/";
    private static readonly string[] Quiet = ["NoChange", "Ignore"];

    /// <summary>Reads the answer of <c>az deployment group what-if --no-pretty-print</c>.</summary>
    /// <param name="answer">The answer, UTF-8.</param>
    /// <exception cref="FormatException">It is no such answer, or says that Azure could not tell; the message says what is wrong with it.</exception>
    public static WhatIf Read(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            var root = document.RootElement;
            if (root.TryGetProperty("error", out var error) && error.ValueKind is not JsonValueKind.Null)
            {
                throw new FormatException("it is an error of Azure.");
            }

            var resources = root.GetProperty("changes").EnumerateArray().ToList();
            return new WhatIf([.. resources.Select(Change).Where(change => !Quiet.Contains(change.Kind))], resources.Select(SettingsOf).FirstOrDefault(settings => settings is not null));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static ResourceChange Change(JsonElement resource)
    {
        var id = resource.GetProperty("resourceId").GetString() ?? "";
        var parts = resource.TryGetProperty("delta", out var delta) && delta.ValueKind is JsonValueKind.Array
            ? delta.EnumerateArray().Select(part => part.TryGetProperty("path", out var path) ? path.GetString() ?? "" : "")
            : [];
        return new ResourceChange(id[(id.LastIndexOf("/providers/", StringComparison.Ordinal) is var at and >= 0 ? at + "/providers/".Length : 0)..], resource.GetProperty("changeType").GetString() ?? "", [.. parts]);
    }

    private static IReadOnlyList<PlannedSetting>? SettingsOf(JsonElement resource)
    {
        var id = resource.GetProperty("resourceId").GetString() ?? "";
        // The app itself, and nothing below it.
        if (id.LastIndexOf(App, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at) || id.AsSpan(at + App.Length).Contains('/')
            || !TryGet(resource, "after", out var after) || !TryGet(after, "properties", out var properties)
            || !TryGet(properties, "siteConfig", out var config) || !TryGet(config, "appSettings", out var settings) || settings.ValueKind is not JsonValueKind.Array)
        {
            return null;
        }

        return [.. settings.EnumerateArray().Select(setting => PlannedSetting.Of(setting.GetProperty("name").GetString() ?? "", setting.GetProperty("value").GetString()))];
    }

    private static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out value);
    }
}

/// <summary>A resource that would not stay as it is.</summary>
/// <param name="Name">Its type and name: <c>Microsoft.Web/sites/tipstaff-prod-1</c>.</param>
/// <param name="Kind"><c>Create</c>, <c>Modify</c>, <c>Delete</c>, <c>Deploy</c> or <c>Unsupported</c>, where Azure cannot tell.</param>
/// <param name="Parts">What of it, by path.</param>
public sealed record ResourceChange(string Name, string Kind, IReadOnlyList<string> Parts);

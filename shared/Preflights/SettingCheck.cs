namespace Tipstaff.Preflights;

/// <summary>What becomes of the app's settings, by name.</summary>
public sealed record SettingChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed)
{
    /// <summary>Compares; a value that only Azure knows counts as unchanged.</summary>
    public static SettingChanges Between(IReadOnlyList<CurrentSetting> current, IReadOnlyList<PlannedSetting> planned)
    {
        var now = current.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
        var then = planned.Select(setting => setting.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new SettingChanges(
            Sorted(then.Where(name => !now.ContainsKey(name))),
            Sorted(planned.Where(setting => setting.Value is not null && now.TryGetValue(setting.Name, out var value) && value != setting.Value).Select(setting => setting.Name)),
            Sorted(now.Keys.Where(name => !then.Contains(name))));
    }

    private static List<string> Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}

/// <summary>Refuses settings with which the new code would not start.</summary>
/// <remarks>What is required, and when, is not known here: the new code looks at the settings that it would get, as it does when it starts.</remarks>
public static class SettingCheck
{
    /// <summary>Gives what the new code says, and what becomes of the settings.</summary>
    /// <param name="faults">What the new code finds wrong with the settings.</param>
    /// <param name="changes">What becomes of them.</param>
    public static IEnumerable<Finding> Run(IEnumerable<SettingFault> faults, SettingChanges changes)
    {
        foreach (var fault in faults)
        {
            yield return new Finding.Refused($"The new code would not start with its settings: {fault.Sentence.TrimEnd('.')}", "mend infra-bicep/modules/settings.bicep or what the variable group gives it");
        }

        foreach (var removed in changes.Removed)
        {
            yield return new Finding.NeedsAttention($"The setting {removed} goes away; the old code runs without it until the new one takes over.");
        }
    }

    /// <summary>The names that a template gives settings, for where Azure's answer does not tell them.</summary>
    /// <param name="template">The text of settings.bicep.</param>
    public static IReadOnlyList<PlannedSetting> NamedBy(string template) =>
    [
        .. template.Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith("param ", StringComparison.Ordinal) && !line.StartsWith("//", StringComparison.Ordinal))
            .Select(line => (Line: line, Colon: line.IndexOf(": ", StringComparison.Ordinal)))
            .Where(one => one.Colon > 0 && one.Line[..one.Colon].All(part => char.IsAsciiLetterOrDigit(part) || part == '_') && char.IsAsciiLetterUpper(one.Line[0]))
            .Select(one => PlannedSetting.Of(one.Line[..one.Colon], $"[{one.Line[(one.Colon + 2)..]}]")),
    ];
}

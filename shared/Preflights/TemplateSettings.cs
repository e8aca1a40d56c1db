namespace Tipstaff.Preflights;

/// <summary>What the text of the templates tells of the settings, for where Azure's answer does not tell them.</summary>
/// <param name="Named">Every setting that it names, wanted in this installation or not.</param>
/// <param name="Always">Those that every installation gets.</param>
public sealed record TemplateSettings(IReadOnlyList<PlannedSetting> Named, IReadOnlyList<PlannedSetting> Always)
{
    private const string Begin = "var always = {";

    /// <summary>Reads the text of settings.bicep.</summary>
    /// <exception cref="FormatException">It does not say what every installation gets.</exception>
    public static TemplateSettings Read(string template)
    {
        var always = template.Split('\n').SkipWhile(line => line.TrimEnd() != Begin).Skip(1).TakeWhile(line => line.TrimEnd() != "}");
        var settings = new TemplateSettings(SettingCheck.NamedBy(template), SettingCheck.NamedBy(string.Join('\n', always)));
        return settings.Always.Count > 0 ? settings : throw new FormatException($"settings.bicep has no settings under '{Begin}'.");
    }

    /// <summary>The settings with the values that the app has now; what it has not yet counts as given.</summary>
    public IReadOnlyList<PlannedSetting> With(IReadOnlyList<CurrentSetting> current) =>
        [.. Kept(current).UnionBy(Named, setting => setting.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The settings that refer to a secret for sure: those of every installation, and those that the app has now.</summary>
    public IReadOnlyList<PlannedSetting> References(IReadOnlyList<CurrentSetting> current) =>
        [.. Always.UnionBy(Kept(current), setting => setting.Name, StringComparer.OrdinalIgnoreCase).Where(setting => setting.Secret is not null)];

    private IEnumerable<PlannedSetting> Kept(IReadOnlyList<CurrentSetting> current) => current
        .IntersectBy(Named.Select(setting => setting.Name), setting => setting.Name, StringComparer.OrdinalIgnoreCase)
        .Select(setting => PlannedSetting.Of(setting.Name, setting.Value));
}

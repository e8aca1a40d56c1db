using System.Text.RegularExpressions;

namespace Tipstaff.Preflights;

/// <summary>A setting that the app would have after the deployment.</summary>
/// <param name="Name">Its name: <c>Mail__From</c>.</param>
/// <param name="Value">Its value; null where only Azure or the key vault knows it.</param>
/// <param name="Secret">The secret of the key vault that it refers to; null where it refers to none.</param>
public sealed partial record PlannedSetting(string Name, string? Value, string? Secret)
{
    // @Microsoft.KeyVault(SecretUri=https://name.vault.azure.net/secrets/smtp-password), also with the address still to be worked out
    [GeneratedRegex(@"@Microsoft\.KeyVault\((?:[^)]*?secrets/|[^)]*?SecretName=)(?<secret>[0-9A-Za-z-]{1,127})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference { get; }

    /// <summary>Makes one of what Azure's answer says: a text, or an expression in brackets that is worked out by the deployment.</summary>
    public static PlannedSetting Of(string name, string? value)
    {
        var reference = Reference.Match(value ?? "");
        var isKnown = !reference.Success && value?.StartsWith('[') is not true;
        return new PlannedSetting(name, isKnown ? value ?? "" : null, reference.Success ? reference.Groups["secret"].Value : null);
    }
}

/// <summary>A setting that the app has now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record CurrentSetting(string Name, string Value);

/// <summary>A sentence of the app's own check at start.</summary>
/// <param name="Setting">The setting that it is about, as the configuration names it; null where it names none.</param>
/// <param name="Sentence">What is wrong with it, and what to do.</param>
public sealed record SettingFault(string? Setting, string Sentence);

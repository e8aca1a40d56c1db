using System.Globalization;

namespace Tipstaff.Preflights;

/// <summary>What is known of a secret in the key vault; never its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">How many characters it has; null where it is disabled.</param>
public sealed record VaultSecret(string Name, int? Length)
{
    private const string Disabled = "disabled";

    /// <summary>Reads lines <c>NAME LENGTH</c>, or <c>NAME disabled</c>.</summary>
    /// <exception cref="FormatException">A line is none; the message says which.</exception>
    public static IReadOnlyList<VaultSecret> Read(IEnumerable<string> lines) => [.. lines.Where(line => line.Trim().Length > 0).Select((line, at) => Read(line, at + 1))];

    private static VaultSecret Read(string line, int number) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var name, Disabled] => new VaultSecret(name, Length: null),
        [var name, var length] when int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => new VaultSecret(name, count),
        // Not the line itself: who mistakes the format may have written a value.
        _ => throw new FormatException($"line {number} is not a name and a length, such as 'smtp-password 24'."),
    };
}

/// <summary>Refuses settings whose secrets are missing, disabled or empty.</summary>
public static class SecretCheck
{
    /// <summary>Looks at each setting that refers to the key vault.</summary>
    public static IEnumerable<Finding> Run(IEnumerable<PlannedSetting> settings, IReadOnlyList<VaultSecret> vault)
    {
        foreach (var (name, secret) in settings.Where(setting => setting.Secret is not null).Select(setting => (setting.Name, setting.Secret!)))
        {
            if (vault.FirstOrDefault(known => known.Name.Equals(secret, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                yield return new Finding.Refused($"{name} refers to the secret {secret}, which the key vault has not", $"write it with pipelines/scripts/write-secret.sh {secret}");
            }
            else if (known.Length is null)
            {
                yield return new Finding.Refused($"{name} refers to the secret {secret}, which is disabled", "enable it, or take the setting away");
            }
            else if (known.Length == 0)
            {
                yield return new Finding.Refused($"{name} refers to the secret {secret}, which is empty", $"delete that version of it, and write it with az keyvault secret set --name {secret}");
            }
        }
    }
}

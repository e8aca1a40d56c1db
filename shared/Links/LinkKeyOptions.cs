using System.Globalization;
using Microsoft.Extensions.Options;

namespace Tipstaff.Links;

/// <summary>A key of links as it is configured: <c>Links__Keys__ID__Secret</c> and <c>Links__Keys__ID__SignsFrom</c>.</summary>
public sealed class LinkKeyOptions
{
    /// <summary>At least 32 random bytes in base64, never changed: another secret is another key. Required.</summary>
    public string? Secret { get; set; }

    /// <summary>From when it signs, like <c>2026-03-01T00:00:00Z</c>: a moment by which all instances have started with it. Required.</summary>
    public string? SignsFrom { get; set; }

    internal byte[] ReadSecret()
    {
        var bytes = new byte[(Secret?.Length ?? 0) + 3];
        return Convert.TryFromBase64String(Secret ?? "", bytes, out var length) ? bytes[..length] : [];
    }

    // Without a zone it would be another moment elsewhere.
    internal DateTimeOffset? ReadSignsFrom() =>
        DateTimeOffset.TryParseExact(SignsFrom, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;

    /// <summary>Says what is wrong with the keys, one sentence a fault. None shows a secret.</summary>
    internal static void Check(IReadOnlyDictionary<string, LinkKeyOptions> keys, ValidateOptionsResultBuilder faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, key) in keys)
        {
            var secret = key.ReadSecret();
            if (secret.Length < LinkKey.LeastSecretBytes)
            {
                faults.AddError($"Links:Keys:{id}:Secret must be base64 of at least {LinkKey.LeastSecretBytes} random bytes, as from: openssl rand -base64 32.");
            }
            else if (!seen.Add(Convert.ToHexString(secret)))
            {
                faults.AddError($"Links:Keys:{id}:Secret is that of another link key: give each its own, as from: openssl rand -base64 32.");
            }

            if (key.ReadSignsFrom() is null)
            {
                faults.AddError($"'{key.SignsFrom}' is no value for Links:Keys:{id}:SignsFrom: write from when it signs, some {LinkKeyRing.KnownBefore.TotalMinutes} minutes ahead, like 2026-03-01T00:00:00Z.");
            }
        }
    }
}

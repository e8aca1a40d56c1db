using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Tipstaff.Webhooks;

/// <summary>What one receiver and we know, and nobody else: the key of the signatures of its webhooks.</summary>
/// <remarks>Source: Standard Webhooks 1.0.0, 24 to 64 bytes, serialized as <c>whsec_</c> and base64. Shown once, when it is made.</remarks>
public sealed class WebhookSecret : IParsable<WebhookSecret>
{
    private const string Prefix = "whsec_";
    private const int FewestBytes = 24;
    private const int MostBytes = 64;
    private const int MostCharacters = 88;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>The secret in words, for the one time that its owner is shown it. Never logged, never stored.</summary>
    public string Reveal() => $"{Prefix}{Convert.ToBase64String(_key)}";

    /// <summary>The secret that a derived key makes.</summary>
    internal static WebhookSecret Of(byte[] key) => new(key);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out WebhookSecret result)
    {
        Span<byte> key = stackalloc byte[MostCharacters];
        result = s?.StartsWith(Prefix, StringComparison.Ordinal) is true && s.Length <= Prefix.Length + MostCharacters
            && Convert.TryFromBase64String(s[Prefix.Length..], key, out var length) && length is >= FewestBytes and <= MostBytes
            ? new WebhookSecret(key[..length].ToArray())
            : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public static WebhookSecret Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var secret) ? secret : throw new FormatException("That is no secret of webhooks: whsec_ and 24 to 64 bytes as base64.");

    /// <summary>Stars: a secret that is formatted by accident does not show.</summary>
    public override string ToString() => "***";

    /// <summary>HMAC-SHA256 over the content.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_key, content);
}

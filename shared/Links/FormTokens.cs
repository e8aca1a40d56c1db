using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tipstaff.Links;

/// <summary>Short-lived tokens for the forms that nobody's link leads to. Nothing is stored for them.</summary>
/// <remarks>
/// 24 bytes as 32 characters of base64url: the expiry (Unix seconds, big-endian), and the first 128 bits of HMAC-SHA256 over the
/// form's name and the expiry. No cookie and no login exist that another site could use in its visitor's name; the token sees to it
/// that a form was asked for lately, and <see cref="Api.FormOrigin"/> that a browser sends it from our own page.
/// </remarks>
public sealed class FormTokens(InstallationSecret secret)
{
    /// <summary>How long a form may lie open.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const int ExpiryBytes = 8;
    private const int Bytes = 24;
    private const int Characters = 32;

    private readonly byte[] _key = secret.Derive("form tokens");

    /// <summary>Makes a token.</summary>
    /// <param name="form">The form's name.</param>
    /// <param name="now">The present moment, UTC.</param>
    public string Mint(string form, DateTimeOffset now)
    {
        Span<byte> token = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(token, (now + Lifetime).ToUnixTimeSeconds());
        Sign(form, token[..ExpiryBytes], token[ExpiryBytes..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Whether a token that came with a form is ours, for this form and in time.</summary>
    /// <param name="token">As it came; null when there was none.</param>
    /// <param name="form">The form's name.</param>
    /// <param name="now">The present moment, UTC.</param>
    public bool IsGood(string? token, string form, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Span<byte> mac = stackalloc byte[Bytes - ExpiryBytes];
        if (token is not { Length: Characters }
            || !Base64Url.IsValid(token)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var written)
            || written != Bytes)
        {
            return false;
        }

        Sign(form, bytes[..ExpiryBytes], mac);
        return CryptographicOperations.FixedTimeEquals(mac, bytes[ExpiryBytes..])
            && BinaryPrimitives.ReadInt64BigEndian(bytes) > now.ToUnixTimeSeconds();
    }

    private void Sign(string form, ReadOnlySpan<byte> expiry, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, [.. Encoding.UTF8.GetBytes(form), .. expiry], whole);
        whole[..mac.Length].CopyTo(mac);
    }
}

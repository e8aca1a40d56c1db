using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tipstaff.Links;

/// <summary>Opaque, expiring tokens for the links of our mails. They bear an id, never an address, and nothing is stored for them.</summary>
/// <remarks>
/// 42 bytes as 56 characters of base64url: version, purpose, expiry (Unix seconds, big-endian), subject, and the first 128 bits
/// of HMAC-SHA256 over all of these. 42 bytes leave no spare bits, so a token has one spelling only.
/// </remarks>
public sealed class LinkTokens
{
    private const byte Version = 1;
    private const int ExpiryAt = 2;
    private const int SubjectAt = 10;
    private const int MacAt = 26;
    private const int Bytes = 42;
    private const int Characters = 56;

    private readonly byte[] _key;

    /// <summary>Tokens of one installation.</summary>
    /// <param name="secret">The installation's secret, 32 bytes; the key of the tokens is derived from it and tells nothing of it.</param>
    /// <exception cref="ArgumentException">The secret is not 32 bytes long.</exception>
    public LinkTokens(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != 32)
        {
            throw new ArgumentException("The installation's secret must be 32 bytes long.", nameof(secret));
        }

        _key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, _key, salt: [], info: "links"u8);
    }

    /// <summary>Makes a token. The same arguments make the same token.</summary>
    /// <param name="purpose">What it is good for.</param>
    /// <param name="subject">Whom or what it is about: 32 lower-case hex digits.</param>
    /// <param name="expires">The first moment at which it is no longer good; fractions of a second are cut off.</param>
    /// <exception cref="ArgumentException">The subject is no id.</exception>
    public string Mint(LinkPurpose purpose, string subject, DateTimeOffset expires)
    {
        if (!ContentKey.IsWellFormed(subject))
        {
            throw new ArgumentException("A token's subject is 32 lower-case hex digits.", nameof(subject));
        }

        Span<byte> token = stackalloc byte[Bytes];
        token[0] = Version;
        token[1] = (byte)purpose;
        BinaryPrimitives.WriteInt64BigEndian(token[ExpiryAt..], expires.ToUnixTimeSeconds());
        Convert.FromHexString(subject, token[SubjectAt..MacAt], out _, out _);
        Sign(token[..MacAt], token[MacAt..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a token that somebody brought.</summary>
    /// <param name="token">As it came; null when there was none.</param>
    /// <param name="purpose">What it is to be good for.</param>
    /// <param name="now">The present moment, UTC.</param>
    public LinkReading Read(string? token, LinkPurpose purpose, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Span<byte> mac = stackalloc byte[Bytes - MacAt];
        if (token is not { Length: Characters }
            || token.AsSpan().ContainsAny(" \t\r\n=")
            || !Base64Url.IsValid(token)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var written)
            || written != Bytes)
        {
            return new LinkReading.Invalid();
        }

        Sign(bytes[..MacAt], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[MacAt..]) || bytes[0] != Version || bytes[1] != (byte)purpose)
        {
            return new LinkReading.Invalid();
        }

        return BinaryPrimitives.ReadInt64BigEndian(bytes[ExpiryAt..]) <= now.ToUnixTimeSeconds()
            ? new LinkReading.Expired()
            : new LinkReading.Valid(Convert.ToHexStringLower(bytes[SubjectAt..MacAt]));
    }

    private void Sign(ReadOnlySpan<byte> signed, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, signed, whole);
        whole[..mac.Length].CopyTo(mac);
    }
}

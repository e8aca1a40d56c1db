using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tipstaff.Links;

/// <summary>Opaque, expiring tokens for the links of our mails. They bear an id, never an address, and nothing is stored for them.</summary>
/// <remarks>
/// 45 bytes as 60 characters of base64url: version 2, purpose, the key's id, expiry (Unix seconds, big-endian), subject, and the first
/// 128 bits of HMAC-SHA256 over all of these. Before the first rotation 42 bytes as 56 characters, version 1, which names no key. Neither
/// leaves spare bits, so a token has one spelling only.
/// </remarks>
public sealed class LinkTokens(ILinkKeys keys)
{
    private const byte OfFirstKey = 1;
    private const byte OfNamedKey = 2;
    private const int KeyAt = 2;
    private const int ExpiryBytes = 8;
    private const int SubjectBytes = 16;
    private const int MacBytes = 16;
    private const int LeastBytes = KeyAt + ExpiryBytes + SubjectBytes + MacBytes;
    private const int MostBytes = LeastBytes + LinkKey.IdBytes;

    /// <summary>Makes a token by the key that signs now.</summary>
    /// <param name="purpose">What it is good for.</param>
    /// <param name="subject">Whom or what it is about: 32 lower-case hex digits.</param>
    /// <param name="expires">The first moment at which it is no longer good; fractions of a second are cut off.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <exception cref="ArgumentException">The subject is no id.</exception>
    public string Mint(LinkPurpose purpose, string subject, DateTimeOffset expires, DateTimeOffset now) =>
        Mint(purpose, subject, expires, issuedAt: now, now);

    /// <summary>Makes a token. The same arguments but for the last make the same token, while links are good of the key that signed when it was issued.</summary>
    /// <param name="purpose">What it is good for.</param>
    /// <param name="subject">Whom or what it is about: 32 lower-case hex digits.</param>
    /// <param name="expires">The first moment at which it is no longer good; fractions of a second are cut off.</param>
    /// <param name="issuedAt">When it was issued, UTC: by it goes which key signs.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <exception cref="ArgumentException">The subject is no id.</exception>
    public string Mint(LinkPurpose purpose, string subject, DateTimeOffset expires, DateTimeOffset issuedAt, DateTimeOffset now)
    {
        if (!ContentKey.IsWellFormed(subject))
        {
            throw new ArgumentException("A token's subject is 32 lower-case hex digits.", nameof(subject));
        }

        var key = keys.Ring.SigningFor(issuedAt, now);
        Span<byte> bytes = stackalloc byte[MostBytes];
        bytes[0] = key.Id is null ? OfFirstKey : OfNamedKey;
        bytes[1] = (byte)purpose;
        var at = KeyAt;
        if (key.Id is { } id)
        {
            Span<byte> named = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(named, id);
            named[..LinkKey.IdBytes].CopyTo(bytes[at..]);
            at += LinkKey.IdBytes;
        }

        BinaryPrimitives.WriteInt64BigEndian(bytes[at..], expires.ToUnixTimeSeconds());
        Convert.FromHexString(subject, bytes.Slice(at + ExpiryBytes, SubjectBytes), out _, out _);
        var macAt = at + ExpiryBytes + SubjectBytes;
        key.Sign(bytes[..macAt], bytes.Slice(macAt, MacBytes));
        return Base64Url.EncodeToString(bytes[..(macAt + MacBytes)]);
    }

    /// <summary>Reads a token that somebody brought.</summary>
    /// <param name="token">As it came; null when there was none.</param>
    /// <param name="purpose">What it is to be good for.</param>
    /// <param name="now">The present moment, UTC.</param>
    public LinkReading Read(string? token, LinkPurpose purpose, DateTimeOffset now)
    {
        Span<byte> whole = stackalloc byte[MostBytes];
        if (token is null
            || token.Length > Base64Url.GetEncodedLength(MostBytes)
            || token.AsSpan().ContainsAny(" \t\r\n=")
            || !Base64Url.IsValid(token)
            || !Base64Url.TryDecodeFromChars(token, whole, out var length)
            || length != whole[0] switch { OfFirstKey => LeastBytes, OfNamedKey => MostBytes, _ => -1 })
        {
            return new LinkReading.Invalid();
        }

        var ring = keys.Ring;
        var bytes = whole[..length];
        foreach (var key in ring.Named(bytes[0] == OfNamedKey ? KeyOf(bytes) : null))
        {
            if (IsSigned(bytes, key) && bytes[1] == (byte)purpose)
            {
                var expiry = BinaryPrimitives.ReadInt64BigEndian(bytes[^(MacBytes + SubjectBytes + ExpiryBytes)..]);
                return expiry > now.ToUnixTimeSeconds() && ring.IsGood(key, now)
                    ? new LinkReading.Valid(Convert.ToHexStringLower(bytes[^(MacBytes + SubjectBytes)..^MacBytes]))
                    : new LinkReading.Expired();
            }
        }

        return new LinkReading.Invalid();
    }

    /// <summary>The first moment at which a token is no longer good, as it says itself: to be asked of one that was found valid.</summary>
    /// <exception cref="FormatException">It is no token.</exception>
    public static DateTimeOffset ExpiryOf(string token) => DateTimeOffset.FromUnixTimeSeconds(
        BinaryPrimitives.ReadInt64BigEndian(Base64Url.DecodeFromChars(token).AsSpan()[^(MacBytes + SubjectBytes + ExpiryBytes)..]));

    private static int KeyOf(ReadOnlySpan<byte> token)
    {
        Span<byte> named = stackalloc byte[sizeof(int)];
        named.Clear();
        token.Slice(KeyAt, LinkKey.IdBytes).CopyTo(named);
        return BinaryPrimitives.ReadInt32LittleEndian(named);
    }

    private static bool IsSigned(ReadOnlySpan<byte> token, LinkKey key)
    {
        Span<byte> mac = stackalloc byte[MacBytes];
        key.Sign(token[..^MacBytes], mac);
        return CryptographicOperations.FixedTimeEquals(mac, token[^MacBytes..]);
    }
}

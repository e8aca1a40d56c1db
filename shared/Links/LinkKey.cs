using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tipstaff.Links;

/// <summary>A key that signs links for a time. Its holder needs the installation's secret as well: a link key alone opens nothing.</summary>
/// <remarks>
/// Links have keys of their own so that they can be rotated: what else is derived of the <see cref="InstallationSecret"/>, the ids of
/// subscribers first of all, has to stay what it is.
/// </remarks>
public sealed class LinkKey
{
    /// <summary>The shortest secret, in bytes.</summary>
    public const int LeastSecretBytes = 32;

    /// <summary>How many bytes of a token name its key.</summary>
    internal const int IdBytes = 3;

    private readonly byte[] _key;

    private LinkKey(byte[] key, int? id, DateTimeOffset signsFrom) => (_key, Id, SignsFrom) = (key, id, signsFrom);

    /// <summary>What tokens name it by, made of its secret and telling nothing of it; null for the first one, whose tokens name none.</summary>
    public int? Id { get; }

    /// <summary>From when it signs, UTC, until another does.</summary>
    public DateTimeOffset SignsFrom { get; }

    /// <summary>The key with which an installation begins, derived of its secret alone.</summary>
    public static LinkKey First(InstallationSecret installation) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, installation.Derive("link tokens"), outputLength: 32, info: "links"u8.ToArray()), id: null, DateTimeOffset.MinValue);

    /// <summary>A key that takes another one's place.</summary>
    /// <param name="installation">The installation's secret.</param>
    /// <param name="secret">At least <see cref="LeastSecretBytes"/> random bytes.</param>
    /// <param name="signsFrom">From when it signs, UTC.</param>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    public static LinkKey Of(InstallationSecret installation, ReadOnlySpan<byte> secret, DateTimeOffset signsFrom)
    {
        if (secret.Length < LeastSecretBytes)
        {
            throw new ArgumentException($"A link key's secret has at least {LeastSecretBytes} bytes.", nameof(secret));
        }

        Span<byte> id = stackalloc byte[sizeof(int)];
        id.Clear();
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, id[..IdBytes], salt: [], info: "link key id"u8);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, installation.Derive("link tokens"), outputLength: 32, secret.ToArray(), "rotated links"u8.ToArray());
        return new(key, BinaryPrimitives.ReadInt32LittleEndian(id), signsFrom);
    }

    /// <summary>The first 128 bits of HMAC-SHA256 under this key.</summary>
    internal void Sign(ReadOnlySpan<byte> signed, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, signed, whole);
        whole[..mac.Length].CopyTo(mac);
    }
}

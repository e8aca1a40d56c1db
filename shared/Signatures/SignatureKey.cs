using System.Security.Cryptography;

namespace Tipstaff.Signatures;

/// <summary>A key that signs requests, or tells whether it did. What it holds is never printed.</summary>
/// <param name="id">The <c>keyid</c>.</param>
/// <param name="algorithm">The only algorithm that it is used with.</param>
public abstract class SignatureKey(string id, SignatureAlgorithm algorithm)
{
    /// <summary>The fewest bytes of a shared secret: as many as the hash has (RFC 2104, section 3).</summary>
    public const int LeastSecretBytes = HMACSHA256.HashSizeInBytes;

    /// <summary>The <c>keyid</c>.</summary>
    public string Id => id;

    /// <summary>The only algorithm that it is used with, whatever a message says.</summary>
    public SignatureAlgorithm Algorithm => algorithm;

    /// <summary>From when it is in use, UTC; null for ever since.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The first moment at which it is no longer in use, UTC; null for never.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>What its holder may do.</summary>
    public IReadOnlySet<string> Scopes { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether it can sign: a public key only verifies.</summary>
    public abstract bool CanSign { get; }

    /// <summary>Whether it is in use.</summary>
    public bool IsCurrent(DateTimeOffset now) => !(now < NotBefore) && !(now >= NotAfter);

    /// <summary>The signature over a signature base.</summary>
    /// <exception cref="InvalidOperationException">It cannot sign.</exception>
    public abstract byte[] Sign(ReadOnlySpan<byte> signatureBase);

    /// <summary>Whether the signature is of this key over this base. Of whatever bytes it is asked, it answers.</summary>
    public abstract bool Verifies(ReadOnlySpan<byte> signatureBase, ReadOnlySpan<byte> signature);

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Algorithm.Name()})";
}

/// <summary>A shared secret with HMAC-SHA256 (RFC 9421, section 3.3.3).</summary>
/// <param name="id">The <c>keyid</c>.</param>
/// <param name="secret">At least <see cref="SignatureKey.LeastSecretBytes"/> bytes.</param>
/// <exception cref="ArgumentException">The secret is shorter.</exception>
public sealed class HmacKey(string id, byte[] secret) : SignatureKey(id, SignatureAlgorithm.HmacSha256)
{
    private readonly byte[] _secret = secret.Length >= LeastSecretBytes
        ? secret
        : throw new ArgumentException($"A shared secret has at least {LeastSecretBytes} bytes.", nameof(secret));

    /// <inheritdoc/>
    public override bool CanSign => true;

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> signatureBase) => HMACSHA256.HashData(_secret, signatureBase);

    /// <inheritdoc/>
    public override bool Verifies(ReadOnlySpan<byte> signatureBase, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(Sign(signatureBase), signature);
}

/// <summary>A key on the curve P-256 with SHA-256 (RFC 9421, section 3.3.4); signatures are the 64 bytes of r and s.</summary>
/// <param name="id">The <c>keyid</c>.</param>
/// <param name="key">The public key, or the pair.</param>
/// <exception cref="CryptographicException">It is no such key.</exception>
public sealed class EcdsaKey(string id, ECParameters key) : SignatureKey(id, SignatureAlgorithm.EcdsaP256Sha256)
{
    private const int SignatureBytes = 64;
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly ECParameters _key = Checked(key);

    /// <inheritdoc/>
    public override bool CanSign => _key.D is not null;

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> signatureBase)
    {
        if (!CanSign)
        {
            throw new InvalidOperationException($"The key {Id} is public and cannot sign: configure its private key.");
        }

        using var ecdsa = ECDsa.Create(_key);
        return ecdsa.SignData(signatureBase, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <inheritdoc/>
    public override bool Verifies(ReadOnlySpan<byte> signatureBase, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
        {
            return false;
        }

        // Instances are not made for several threads at once; to make one costs less than to verify.
        using var ecdsa = ECDsa.Create(_key);
        return ecdsa.VerifyData(signatureBase, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static ECParameters Checked(ECParameters key)
    {
        if (key.Curve.Oid?.Value != P256)
        {
            throw new CryptographicException("The key is not on the curve P-256.");
        }

        using var ecdsa = ECDsa.Create(key);
        return key;
    }
}

using System.Diagnostics;

namespace Tipstaff.Signatures;

/// <summary>How requests are signed.</summary>
public enum SignatureAlgorithm
{
    /// <summary><c>hmac-sha256</c>: a shared secret (RFC 9421, section 3.3.3).</summary>
    HmacSha256,

    /// <summary><c>ecdsa-p256-sha256</c>: a private key that never leaves the signer (RFC 9421, section 3.3.4).</summary>
    EcdsaP256Sha256,
}

/// <summary>The registered names of the algorithms.</summary>
public static class SignatureAlgorithms
{
    private const string Hmac = "hmac-sha256";
    private const string Ecdsa = "ecdsa-p256-sha256";

    /// <summary>The registered name (RFC 9421, section 6.2).</summary>
    public static string Name(this SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.HmacSha256 => Hmac,
        SignatureAlgorithm.EcdsaP256Sha256 => Ecdsa,
        _ => throw new UnreachableException(),
    };

    /// <summary>Reads a registered name.</summary>
    /// <returns>False for any that we do not sign with.</returns>
    public static bool TryParse(string? name, out SignatureAlgorithm algorithm)
    {
        algorithm = name == Ecdsa ? SignatureAlgorithm.EcdsaP256Sha256 : SignatureAlgorithm.HmacSha256;
        return name is Hmac or Ecdsa;
    }
}

namespace Tipstaff.Signatures;

/// <summary>How much of what a client sends is looked at. Beyond it a request is refused before anything is computed.</summary>
internal static class SignatureLimits
{
    /// <summary>Characters of each of the fields <c>Signature-Input</c>, <c>Signature</c> and <c>Content-Digest</c>.</summary>
    public const int FieldCharacters = 8 * 1024;

    /// <summary>Components that one signature covers.</summary>
    public const int Components = 64;

    /// <summary>Characters of a signature base.</summary>
    public const int BaseCharacters = 64 * 1024;

    /// <summary>Characters of a nonce: stores keep it.</summary>
    public const int NonceCharacters = 256;
}

using System.Security.Cryptography;

namespace Tipstaff.Signatures;

/// <summary>The field <c>Content-Digest</c>, by which a signature covers a body. Known are <c>sha-256</c> and <c>sha-512</c>.</summary>
/// <remarks>Source: RFC 9530, sections 2 and 5. The weak algorithms that it lists, and unknown ones, are passed over.</remarks>
internal static class ContentDigest
{
    public const string Field = "Content-Digest";

    private const string Sha256 = "sha-256";
    private const string Sha512 = "sha-512";

    /// <summary>The field's value for a body.</summary>
    public static string Of(ReadOnlyMemory<byte> body) =>
        StructuredFieldWriter.Member(Sha256, new FieldMember.Item(new BareItem.Bytes(SHA256.HashData(body.Span)), []));

    /// <summary>Whether the digest fits the body: at least one that we know, and all that we know right.</summary>
    /// <param name="message">The message. Without a body it needs no digest, but one that is there must be right.</param>
    /// <returns>Null when it fits.</returns>
    public static Verification.Refused? Check(HttpMessage message)
    {
        if (message.Fields.Combined(Field) is not { } text)
        {
            return message.Body.IsEmpty
                ? null
                : new(SignatureFault.DigestMissing, "The request has a body but no Content-Digest: send one with sha-256 or sha-512, and cover it.");
        }

        if (text.Length > SignatureLimits.FieldCharacters)
        {
            return new(SignatureFault.TooLarge, $"Content-Digest is longer than {SignatureLimits.FieldCharacters} characters: send sha-256 alone.");
        }

        if (!StructuredFieldReader.TryReadDictionary(text, out var digests))
        {
            return new(SignatureFault.Malformed, "Content-Digest cannot be read: write it like sha-256=:base64:, each algorithm once.");
        }

        var known = digests.Where(digest => digest.Key is Sha256 or Sha512).ToList();
        if (known.Exists(digest => digest.Value is not FieldMember.Item { Value: BareItem.Bytes }))
        {
            return new(SignatureFault.Malformed, "A digest in Content-Digest must be bytes: write it like sha-256=:base64:.");
        }

        if (known is [])
        {
            return new(SignatureFault.DigestMissing, "Content-Digest has neither sha-256 nor sha-512: send one of them.");
        }

        return known.TrueForAll(digest => Fits(digest.Key, ((BareItem.Bytes)((FieldMember.Item)digest.Value).Value).Value, message.Body.Span))
            ? null
            : new(SignatureFault.DigestMismatch, "The body does not have the digest in Content-Digest: it was changed on its way, or another body was digested.");
    }

    private static bool Fits(string algorithm, byte[] digest, ReadOnlySpan<byte> body) =>
        CryptographicOperations.FixedTimeEquals(digest, algorithm == Sha256 ? SHA256.HashData(body) : SHA512.HashData(body));
}

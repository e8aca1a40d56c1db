using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tipstaff;

/// <summary>
/// Derives a key from content, so that doing a step twice arrives at the same row.
/// </summary>
public static class ContentKey
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Length of a key in characters.</summary>
    public const int Length = 32;

    /// <summary>The first 128 bits of SHA-256 over the parts, as 32 lower-case hex digits.</summary>
    /// <param name="parts">In order; each is length-prefixed, so that no two lists of parts run together.</param>
    public static string Of(params IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest[..(Length / 2)]);
    }

    /// <summary>Whether the text has the form of a key: 32 lower-case hex digits.</summary>
    public static bool IsWellFormed(string? text) =>
        text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(Digits);
}

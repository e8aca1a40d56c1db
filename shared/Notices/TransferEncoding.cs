using System.Text;

namespace Tipstaff.Notices;

/// <summary>Undoes the transfer encoding of a part. What is broken in it stays as it is: a spoilt letter must not lose the notice.</summary>
/// <remarks>Source: RFC 2045, 6.7 and 6.8.</remarks>
internal static class TransferEncoding
{
    /// <summary>The bytes of a part.</summary>
    /// <param name="body">As it stands in the message.</param>
    /// <param name="name">What <c>Content-Transfer-Encoding</c> says.</param>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> body, string name) =>
        name.StartsWith("quoted-printable", StringComparison.OrdinalIgnoreCase) ? QuotedPrintable(body, isWord: false)
        : name.StartsWith("base64", StringComparison.OrdinalIgnoreCase) ? Base64(body)
        : body;

    /// <summary>Quoted-printable.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isWord">Whether it is that of an encoded word, in which <c>_</c> is a space.</param>
    public static byte[] QuotedPrintable(ReadOnlySpan<byte> text, bool isWord)
    {
        var decoded = new byte[text.Length];
        var length = 0;
        var blanks = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter == '=' && SoftBreak(text[(index + 1)..]) is var fold and > 0)
            {
                index += fold;
                blanks = 0;
            }
            else if (letter == '=' && index + 2 < text.Length && Hex(text[index + 1]) is var high and >= 0 && Hex(text[index + 2]) is var low and >= 0)
            {
                decoded[length++] = (byte)((high << 4) | low);
                index += 2;
                blanks = 0;
            }
            else
            {
                // Blanks before a line's end were added on the way.
                length -= letter is (byte)'\n' or (byte)'\r' ? blanks : 0;
                blanks = letter is (byte)' ' or (byte)'\t' ? blanks + 1 : 0;
                decoded[length++] = isWord && letter == '_' ? (byte)' ' : letter;
            }
        }

        return decoded[..length];
    }

    /// <summary>Base64; other characters are passed over, and what follows padding is another piece of it.</summary>
    public static byte[] Base64(ReadOnlySpan<byte> text)
    {
        var decoded = new byte[(text.Length / 4 * 3) + 3];
        int length = 0, bits = 0, held = 0;
        foreach (var letter in text)
        {
            if (letter == '=')
            {
                (bits, held) = (0, 0);
            }
            else if (Sextet(letter) is var value and >= 0)
            {
                held = (held << 6) | value;
                bits += 6;
                if (bits >= 8)
                {
                    bits -= 8;
                    decoded[length++] = (byte)(held >> bits);
                    held &= (1 << bits) - 1;
                }
            }
        }

        return decoded[..length];
    }

    /// <summary>The text of a part of ASCII letters as bytes.</summary>
    public static byte[] BytesOf(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    // How long the rest of a line is that = ends: blanks and the line's end; 0 where it is none.
    private static int SoftBreak(ReadOnlySpan<byte> rest)
    {
        const int mostBlanks = 100;
        var blanks = rest[..Math.Min(rest.Length, mostBlanks)].IndexOfAnyExcept((byte)' ', (byte)'\t');
        return blanks < 0 ? (rest.Length < mostBlanks ? rest.Length : 0)
            : rest[blanks..].StartsWith("\r\n"u8) ? blanks + 2
            : rest[blanks] is (byte)'\n' or (byte)'\r' ? blanks + 1
            : 0;
    }

    private static int Hex(byte letter) => char.IsAsciiHexDigit((char)letter) ? Convert.ToInt32(((char)letter).ToString(), 16) : -1;

    private static int Sextet(byte letter) => letter switch
    {
        >= (byte)'A' and <= (byte)'Z' => letter - 'A',
        >= (byte)'a' and <= (byte)'z' => letter - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };
}

using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Tipstaff.Mail;

/// <summary>RFC 2047: text that is not plain ASCII, in words of at most 75 characters that never part a character.</summary>
internal static class EncodedWords
{
    private const int LineLength = 76;
    private const int Overhead = 12;
    private const int LongestPayload = 75 - Overhead;

    // Below this a word is not worth beginning on the rest of a line; every character fits in it.
    private const int ShortestPayload = 12;

    // The set for phrases (RFC 2047, 5(3)), the strictest, serves everywhere.
    private static readonly SearchValues<byte> Literal =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/ "u8);

    /// <summary>Writes a space and the words, each further one on a line of its own.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">The text, without line breaks.</param>
    /// <param name="column">How much of the present line is taken.</param>
    /// <returns>How much of the last line is taken.</returns>
    public static int Write(IBufferWriter<byte> output, ReadOnlySpan<char> text, int column)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        ReadOnlySpan<byte> rest = rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented));
        var quoted = LengthQuoted(rest) <= (rest.Length + 2) / 3 * 4;
        for (var first = true; !rest.IsEmpty; first = false)
        {
            if (!first || LineLength - column - 1 - Overhead < ShortestPayload)
            {
                output.Ascii("\r\n");
                column = 0;
            }

            var room = Math.Min(LongestPayload, LineLength - column - 1 - Overhead);
            var length = Fitting(rest, room, quoted);
            column += 1 + Overhead + (quoted ? WriteQuoted(output, rest[..length]) : WriteBase64(output, rest[..length]));
            rest = rest[length..];
        }

        ArrayPool<byte>.Shared.Return(rented);
        return column;
    }

    private static int Fitting(ReadOnlySpan<byte> text, int room, bool quoted)
    {
        var length = 0;
        var bytes = quoted ? room : room / 4 * 3;
        while (length < text.Length)
        {
            var character = LengthOfCharacter(text[length]);
            bytes -= quoted ? LengthQuoted(text.Slice(length, character)) : character;
            if (bytes < 0)
            {
                break;
            }

            length += character;
        }

        return length;
    }

    private static int LengthOfCharacter(byte lead) => lead switch { < 0x80 => 1, < 0xe0 => 2, < 0xf0 => 3, _ => 4 };

    private static int LengthQuoted(ReadOnlySpan<byte> text)
    {
        var length = 0;
        foreach (var b in text)
        {
            length += Literal.Contains(b) ? 1 : 3;
        }

        return length;
    }

    private static int WriteQuoted(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Ascii(" =?utf-8?Q?");
        var span = output.GetSpan(text.Length * 3);
        var written = 0;
        foreach (var b in text)
        {
            if (Literal.Contains(b))
            {
                span[written++] = b == (byte)' ' ? (byte)'_' : b;
            }
            else
            {
                written += QuotedPrintable.Escape(b, span[written..]);
            }
        }

        output.Advance(written);
        output.Ascii("?=");
        return written;
    }

    private static int WriteBase64(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Ascii(" =?utf-8?B?");
        Base64.EncodeToUtf8(text, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(text.Length)), out _, out var written);
        output.Advance(written);
        output.Ascii("?=");
        return written;
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Tipstaff.Mail;

/// <summary>The body of one part: its transfer encoding, whichever is shortest, and the text in it.</summary>
internal static class MimeBody
{
    private const int LineLength = 76;

    /// <summary>Writes the encoding's header, the empty line and the text, without a line end behind it.</summary>
    public static void Write(string text, IBufferWriter<byte> output)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        ReadOnlySpan<byte> body = rented.AsSpan(0, WithCrLf(text, rented));
        var (escapes, fitsAsItIs) = Measure(body);
        var quotedLength = body.Length + (2L * escapes);
        var base64Length = (body.Length + 2L) / 3 * 4;
        if (fitsAsItIs)
        {
            output.Ascii("Content-Transfer-Encoding: 7bit\r\n\r\n");
            output.Write(body);
        }
        else if (quotedLength <= base64Length)
        {
            output.Ascii("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
            QuotedPrintable.Write(body, output);
        }
        else
        {
            output.Ascii("Content-Transfer-Encoding: base64\r\n\r\n");
            WriteBase64(body, output);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    private static int WithCrLf(ReadOnlySpan<char> text, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var end = text.IndexOfAny('\r', '\n');
            written += Encoding.UTF8.GetBytes(end < 0 ? text : text[..end], target[written..]);
            if (end < 0)
            {
                return written;
            }

            "\r\n"u8.CopyTo(target[written..]);
            written += 2;
            text = text[(end + (text[end..].StartsWith("\r\n", StringComparison.Ordinal) ? 2 : 1))..];
        }
    }

    /// <summary>How many bytes quoted-printable would escape, and whether none of it needs any encoding.</summary>
    private static (int Escapes, bool FitsAsItIs) Measure(ReadOnlySpan<byte> body)
    {
        // A line that begins with two hyphens might be taken for a boundary.
        var fits = !body.StartsWith("--"u8) && body.IndexOf("\n--"u8) < 0;
        var escapes = 0;
        foreach (var range in body.SplitAny("\r\n"u8))
        {
            var line = body[range];
            var inLine = QuotedPrintable.CountEscapes(line);
            escapes += inLine;
            fits &= line.Length <= LineLength && inLine == line.Count((byte)'=') && line is not [.., (byte)' ' or (byte)'\t'];
        }

        return (escapes, fits);
    }

    private static void WriteBase64(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        const int bytesALine = LineLength / 4 * 3;
        while (true)
        {
            var line = body[..Math.Min(bytesALine, body.Length)];
            body = body[line.Length..];
            var span = output.GetSpan(LineLength + 2);
            Base64.EncodeToUtf8(line, span, out _, out var written);
            if (!body.IsEmpty)
            {
                "\r\n"u8.CopyTo(span[written..]);
                written += 2;
            }

            output.Advance(written);
            if (body.IsEmpty)
            {
                return;
            }
        }
    }
}

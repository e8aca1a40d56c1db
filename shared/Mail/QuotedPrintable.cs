using System.Buffers;

namespace Tipstaff.Mail;

/// <summary>RFC 2045, 6.7: mostly readable, every line at most 76 characters.</summary>
internal static class QuotedPrintable
{
    private const int LineLength = 76;

    /// <summary>Writes text whose line ends are all CRLF.</summary>
    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(4096);
        var (written, column) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (span.Length - written < 8)
            {
                output.Advance(written);
                span = output.GetSpan(4096);
                written = 0;
            }

            var b = text[i];
            if (b == (byte)'\r')
            {
                "\r\n"u8.CopyTo(span[written..]);
                (written, column, i) = (written + 2, 0, i + 1);
                continue;
            }

            var lineEnds = i + 1 == text.Length || text[i + 1] == (byte)'\r';
            var literal = b is (byte)' ' or (byte)'\t' ? !lineEnds : b is > 32 and < 127 and not (byte)'=';
            var width = literal ? 1 : 3;
            if (column + width > (lineEnds ? LineLength : LineLength - 1))
            {
                "=\r\n"u8.CopyTo(span[written..]);
                (written, column) = (written + 3, 0);
            }

            if (literal)
            {
                span[written++] = b;
            }
            else
            {
                written += Escape(b, span[written..]);
            }

            column += width;
        }

        output.Advance(written);
    }

    /// <summary>Writes <c>=</c> and two hex digits.</summary>
    /// <returns>3.</returns>
    public static int Escape(byte value, Span<byte> target)
    {
        var digits = "0123456789ABCDEF"u8;
        target[0] = (byte)'=';
        target[1] = digits[value >> 4];
        target[2] = digits[value & 15];
        return 3;
    }
}

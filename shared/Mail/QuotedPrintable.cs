using System.Buffers;

namespace Tipstaff.Mail;

/// <summary>RFC 2045, 6.7: mostly readable, every line at most 76 characters.</summary>
internal static class QuotedPrintable
{
    private const int LineLength = 76;

    // Everything that stands for itself anywhere in a line; blanks do so too, save at its end.
    private static readonly SearchValues<byte> Literal = SearchValues.Create(
        [.. Enumerable.Range(33, 94).Where(b => b != '=').Select(b => (byte)b)]);

    private static readonly SearchValues<byte> LiteralOrBlank = SearchValues.Create(
        [.. Enumerable.Range(33, 94).Where(b => b != '=').Select(b => (byte)b), (byte)' ', (byte)'\t']);

    /// <summary>Writes text whose line ends are all CRLF.</summary>
    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (true)
        {
            var end = text.IndexOf((byte)'\r');
            WriteLine(end < 0 ? text : text[..end], output);
            if (end < 0)
            {
                return;
            }

            output.Write("\r\n"u8);
            text = text[(end + 2)..];
        }
    }

    /// <summary>How many of the bytes of a text, line ends aside, are escaped wherever they stand.</summary>
    public static int CountEscapes(ReadOnlySpan<byte> line)
    {
        var count = 0;
        while (line.IndexOfAnyExcept(LiteralOrBlank) is var at and >= 0)
        {
            count++;
            line = line[(at + 1)..];
        }

        return count;
    }

    private static void WriteLine(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        // At worst each byte becomes three, and a soft break of three follows each 25 of those.
        var span = output.GetSpan((line.Length * 3) + (line.Length / 8) + 8);
        var (written, column) = (0, 0);
        while (!line.IsEmpty)
        {
            var run = line.IndexOfAnyExcept(LiteralOrBlank);
            run = run < 0 ? line.Length : run;
            if (run == line.Length && !Literal.Contains(line[^1]))
            {
                run--;
            }

            if (run > 0)
            {
                var room = LineLength - column;
                var fits = run == line.Length && run <= room ? run : Math.Min(run, room - 1);
                if (fits > 0)
                {
                    line[..fits].CopyTo(span[written..]);
                    line = line[fits..];
                    (written, column) = (written + fits, column + fits);
                    continue;
                }
            }
            else if (column + 3 <= (line.Length == 1 ? LineLength : LineLength - 1))
            {
                written += Escape(line[0], span[written..]);
                line = line[1..];
                column += 3;
                continue;
            }

            "=\r\n"u8.CopyTo(span[written..]);
            (written, column) = (written + 3, 0);
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

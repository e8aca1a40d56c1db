using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Tipstaff.Feeds;

/// <summary>Turns the bytes of an element into what they say, as UTF-8.</summary>
/// <remarks>
/// The declared encoding is not believed: UTF-8, or where an element is not valid UTF-8, Windows-1252, which is ISO-8859-1
/// with letters in place of some controls. Deciding element by element keeps one bad byte from garbling the others.
/// </remarks>
internal sealed class FieldDecoder
{
    /// <summary>Elements that are longer are not read.</summary>
    public const int MaxLength = 65_536;

    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [(byte)'&', (byte)'<', 0x7F, .. Enumerable.Range(0, 0x20).Where(value => value is not ('\t' or '\n' or '\r')).Select(value => (byte)value)]);

    private byte[] _decoded = new byte[1_024];
    private byte[] _widened = [];

    /// <summary>Decodes XML: references, CDATA sections, comments; control characters fall away.</summary>
    /// <param name="raw">At most <see cref="MaxLength"/> bytes.</param>
    /// <returns>Valid UTF-8, good until the next call.</returns>
    public ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> raw)
    {
        if (!Ascii.IsValid(raw) && !Utf8.IsValid(raw))
        {
            raw = Widen(raw);
        }

        var special = raw.IndexOfAny(Special);
        if (special < 0)
        {
            return raw;
        }

        Grow(ref _decoded, raw.Length);
        var target = _decoded.AsSpan();
        var length = 0;
        var position = 0;
        bool cdataEnds = true, commentsEnd = true;
        while (true)
        {
            var plain = special < 0 ? raw[position..] : raw.Slice(position, special);
            plain.CopyTo(target[length..]);
            length += plain.Length;
            if (special < 0)
            {
                return target[..length];
            }

            position += special;
            var rest = raw[position..];
            if (rest[0] == '&')
            {
                if (rest.Length >= 6 && rest[5] == ';' && CharacterReference.UsualAt(rest) is var usual and > 0)
                {
                    target[length++] = usual;
                    position += 6;
                }
                else if (CharacterReference.TryRead(rest, target[length..], out var consumed, out var written))
                {
                    length += written;
                    position += consumed;
                }
                else
                {
                    target[length++] = (byte)'&';
                    position++;
                }
            }
            else if (rest[0] == '<')
            {
                if (rest.StartsWith(Markup.CdataStart))
                {
                    var text = rest[Markup.CdataStart.Length..];
                    var end = cdataEnds ? text.IndexOf(Markup.CdataEnd) : -1;
                    cdataEnds = end >= 0;
                    position += Markup.CdataStart.Length + (cdataEnds ? end + Markup.CdataEnd.Length : 0);
                    length += cdataEnds ? CopyWithoutControls(text[..end], target[length..]) : 0;
                }
                else if (commentsEnd && rest.StartsWith(Markup.CommentStart))
                {
                    var end = rest.IndexOf(Markup.CommentEnd);
                    commentsEnd = end >= 0;
                    position += commentsEnd ? end + Markup.CommentEnd.Length : Markup.CommentStart.Length;
                }
                else
                {
                    target[length++] = (byte)'<';
                    position++;
                }
            }
            else
            {
                position++;
            }

            special = raw[position..].IndexOfAny(Special);
        }
    }

    private static int CopyWithoutControls(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        foreach (var value in text)
        {
            if (value is not (< 0x20 or 0x7F) || Markup.IsSpace(value))
            {
                target[length++] = value;
            }
        }

        return length;
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, buffer.Length * 2)];
        }
    }

    private ReadOnlySpan<byte> Widen(ReadOnlySpan<byte> raw)
    {
        Grow(ref _widened, raw.Length * 3);
        var length = 0;
        foreach (var value in raw)
        {
            var letter = value is >= 0x80 and <= 0x9F ? CharacterReference.OfWindows1252(value) : (char)value;
            if (letter != '\0')
            {
                length += new Rune(letter).EncodeToUtf8(_widened.AsSpan(length));
            }
        }

        return _widened.AsSpan(0, length);
    }
}

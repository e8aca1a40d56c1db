using System.Numerics;
using System.Runtime.Intrinsics;
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

        Grow(ref _decoded, raw.Length);
        var target = _decoded.AsSpan();
        var length = 0;
        var position = 0;
        bool cdataEnds = true, commentsEnd = true;
        while (true)
        {
            var plain = CopyPlain(raw[position..], target[length..]);
            length += plain;
            position += plain;
            if (position == raw.Length)
            {
                return target[..length];
            }

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
                length += CopyWithoutControls(rest[..1], target[length..]);
                position++;
            }
        }
    }

    // References come so close together in descriptions that to search and then to copy would take longer.
    private static int CopyPlain(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        for (; text.Length - length >= Vector128<byte>.Count; length += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(text[length..]);
            bytes.CopyTo(target[length..]);
            var special = Vector128.Equals(bytes, Vector128.Create((byte)'&')) | Vector128.Equals(bytes, Vector128.Create((byte)'<'))
                | Vector128.Equals(bytes, Vector128.Create((byte)0x7F)) | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            if (special != Vector128<byte>.Zero)
            {
                return length + BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits());
            }
        }

        for (; length < text.Length && text[length] is not ((byte)'&' or (byte)'<' or 0x7F or < (byte)' '); length++)
        {
            target[length] = text[length];
        }

        return length;
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

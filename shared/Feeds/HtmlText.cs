using System.Text;

namespace Tipstaff.Feeds;

/// <summary>What a piece of HTML says: without tags, references decoded, white space tidied.</summary>
internal sealed class HtmlText
{
    // Only what is HTML is taken out: "USA v. <Sealed>" is a caption.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Names = new HashSet<string>(
        [
            "a", "abbr", "b", "big", "blockquote", "body", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
            "html", "i", "img", "li", "ol", "p", "pre", "s", "script", "small", "span", "strike", "strong", "style", "sub", "sup", "table", "tbody",
            "td", "th", "tr", "tt", "u", "ul",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly TextCache _texts = new();
    private byte[] _bytes = new byte[256];
    private char[] _chars = new char[256];

    /// <summary>The text; never null.</summary>
    /// <param name="html">Valid UTF-8.</param>
    public string Of(ReadOnlySpan<byte> html) => _texts.Get(CharactersOf(html));

    /// <summary>The text, good until the next call.</summary>
    /// <param name="html">Valid UTF-8.</param>
    public ReadOnlySpan<char> CharactersOf(ReadOnlySpan<byte> html)
    {
        html = Markup.Trim(html);
        if (!html.ContainsAny((byte)'&', (byte)'<'))
        {
            return TidyCharacters(html);
        }

        if (_bytes.Length < html.Length)
        {
            _bytes = new byte[html.Length * 2];
        }

        var length = 0;
        while (html.IndexOfAny((byte)'&', (byte)'<') is var special and >= 0)
        {
            html[..special].CopyTo(_bytes.AsSpan(length));
            length += special;
            html = html[special..];
            if (html[0] == '&' && CharacterReference.TryRead(html, _bytes.AsSpan(length), out var consumed, out var written))
            {
                length += written;
                html = html[consumed..];
            }
            else if (html[0] == '<' && TagLength(html, out var isBreak) is var tag and > 0)
            {
                if (isBreak)
                {
                    _bytes[length++] = (byte)' ';
                }

                html = html[tag..];
            }
            else
            {
                _bytes[length++] = html[0];
                html = html[1..];
            }
        }

        html.CopyTo(_bytes.AsSpan(length));
        return TidyCharacters(_bytes.AsSpan(0, length + html.Length));
    }

    /// <summary>The text with every run of white space as one space, none at the ends, no controls.</summary>
    /// <param name="text">Valid UTF-8.</param>
    public string Tidy(ReadOnlySpan<byte> text) => _texts.Get(TidyCharacters(text));

    private ReadOnlySpan<char> TidyCharacters(ReadOnlySpan<byte> text)
    {
        if (_chars.Length < text.Length)
        {
            _chars = new char[text.Length * 2];
        }

        if (IsTidy(text))
        {
            return _chars.AsSpan(0, Encoding.Latin1.GetChars(text, _chars));
        }

        var read = Encoding.UTF8.GetChars(text, _chars);
        var length = 0;
        var gap = false;
        for (var index = 0; index < read; index++)
        {
            var letter = _chars[index];
            if (char.IsWhiteSpace(letter))
            {
                gap = length > 0;
            }
            else if (!char.IsControl(letter))
            {
                if (gap)
                {
                    _chars[length++] = ' ';
                    gap = false;
                }

                _chars[length++] = letter;
            }
        }

        return _chars.AsSpan(0, length);
    }

    private static bool IsTidy(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] != ' ' && text[^1] != ' ' && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~') && text.IndexOf("  "u8) < 0);

    private static int TagLength(ReadOnlySpan<byte> html, out bool isBreak)
    {
        const int maxNameLength = 10;
        const int maxTagLength = 1_024;
        Span<char> name = stackalloc char[maxNameLength + 1];
        isBreak = false;
        var start = html.Length > 1 && html[1] == '/' ? 2 : 1;
        var length = 0;
        while (length <= maxNameLength && start + length < html.Length && char.IsAsciiLetterOrDigit((char)html[start + length]))
        {
            name[length] = (char)html[start + length];
            length++;
        }

        if (!Names.Contains(name[..length]))
        {
            return 0;
        }

        isBreak = name[..length] is not ("a" or "A" or "b" or "B" or "i" or "I" or "u" or "U" or "em" or "strong" or "span" or "font" or "sub" or "sup");
        return html[..Math.Min(html.Length, maxTagLength)].IndexOf((byte)'>') + 1;
    }
}

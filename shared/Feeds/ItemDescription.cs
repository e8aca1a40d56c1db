using System.Text;

namespace Tipstaff.Feeds;

/// <summary>The parts of an item's description: pieces of HTML, empty where missing.</summary>
internal readonly ref struct ItemDescription
{
    private const int MaxLinks = 100;

    /// <summary>Finds the parts.</summary>
    /// <param name="html">Decoded once: <c>Type: bk Office: 7 Chapter: 7 Trustee: Roe, Jane [Notice] (&lt;a href='…'>3&lt;/a>)</c>.</param>
    public ItemDescription(ReadOnlySpan<byte> html)
    {
        var rest = html;
        var open = html.IndexOf((byte)'[');
        if (open >= 0 && html[open..].IndexOf((byte)']') is var close and > 0)
        {
            Label = html.Slice(open + 1, close - 1);
            Prefix = html[..open];
            rest = html[(open + close + 1)..];
        }

        if (!TryFindLink(rest, out Link, out LinkText, out DocumentId, out var start) && rest.Length < html.Length)
        {
            TryFindLink(html, out Link, out LinkText, out DocumentId, out start);
        }

        if (Prefix.IsEmpty && Label.IsEmpty)
        {
            Prefix = start < 0 ? html : html[..start];
            Prefix = Prefix.TrimEnd(" ("u8);
        }
    }

    /// <summary>What stands in the first <c>[ ]</c>.</summary>
    public readonly ReadOnlySpan<byte> Label;

    /// <summary>What stands before it.</summary>
    public readonly ReadOnlySpan<byte> Prefix;

    /// <summary>The address that the text links to; of several, the first one to a document.</summary>
    public readonly ReadOnlySpan<byte> Link;

    /// <summary>The text of that link.</summary>
    public readonly ReadOnlySpan<byte> LinkText;

    /// <summary>The entry's number: the link's text where it is digits only.</summary>
    public ReadOnlySpan<byte> Number
    {
        get
        {
            var text = Markup.Trim(LinkText);
            return text.Length <= 20 && FeedGuid.LeadingDigits(text) == text.Length ? text : default;
        }
    }

    /// <summary>The digits in the address's <c>de_seq_num</c>.</summary>
    public ReadOnlySpan<byte> LinkSequence => Digits(FeedGuid.Value(Link, "de_seq_num"u8));

    /// <summary>The digits in the address's <c>caseid</c>.</summary>
    public ReadOnlySpan<byte> LinkCaseId => Digits(FeedGuid.Value(Link, "caseid"u8));

    /// <summary>PACER's id of the document as the address has it: <c>…/doc1/127122264358?caseid=…</c>; empty for <c>show_case_doc</c> and the like.</summary>
    public readonly ReadOnlySpan<byte> DocumentId;

    /// <summary>What stands behind a word like <c>Office:</c> in front of the label, up to the next such word.</summary>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> word)
    {
        var start = IndexOfWord(Prefix, word);
        if (start < 0)
        {
            return default;
        }

        var value = Prefix[(start + word.Length)..];
        value = Before(value, "office:"u8);
        value = Before(value, "chapter:"u8);
        return Before(value, "trustee:"u8);
    }

    private static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        IndexOfWord(text, word) is var end and >= 0 ? text[..end] : text;

    private static int IndexOfWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var position = 0;
        while (text[position..].IndexOf((byte)':') is var colon and >= 0)
        {
            var start = position + colon + 1 - word.Length;
            if (start >= 0
                && Ascii.EqualsIgnoreCase(text.Slice(start, word.Length), word)
                && (start == 0 || !char.IsAsciiLetterOrDigit((char)text[start - 1])))
            {
                return start;
            }

            position += colon + 1;
        }

        return -1;
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text) => text[..FeedGuid.LeadingDigits(text)];

    private static ReadOnlySpan<byte> DocumentIdOf(ReadOnlySpan<byte> address)
    {
        var end = address.IndexOfAny("?#;"u8);
        var path = end < 0 ? address : address[..end];
        var slash = path.LastIndexOf((byte)'/');
        if (slash <= 0 || slash == path.Length - 1 || FeedGuid.LeadingDigits(path[(slash + 1)..]) != path.Length - slash - 1)
        {
            return default;
        }

        // /doc1/, /docs1/, /docs4/
        var folder = path[..slash];
        folder = folder[(folder.LastIndexOf((byte)'/') + 1)..];
        while (folder is [.. var name, >= (byte)'0' and <= (byte)'9'])
        {
            folder = name;
        }

        return Ascii.EqualsIgnoreCase(folder, "doc"u8) || Ascii.EqualsIgnoreCase(folder, "docs"u8) ? path[(slash + 1)..] : default;
    }

    private static bool TryFindLink(ReadOnlySpan<byte> html, out ReadOnlySpan<byte> link, out ReadOnlySpan<byte> text, out ReadOnlySpan<byte> documentId, out int start)
    {
        link = text = documentId = default;
        start = -1;
        var position = 0;
        for (var count = 0; count < MaxLinks && html[position..].IndexOf((byte)'<') is var offset and >= 0; count++)
        {
            var at = position + offset;
            position = at + 1;
            if (!Markup.IsName(html, at + 1, "a"u8) || !TryReadAddress(html[(at + 2)..], out var address, out var length))
            {
                continue;
            }

            position = at + 2 + length;
            documentId = DocumentIdOf(address);
            if (link.IsEmpty || !documentId.IsEmpty)
            {
                start = start < 0 ? at : start;
                link = address;
                text = TextOf(html[position..]);
            }

            if (!documentId.IsEmpty)
            {
                break;
            }
        }

        return !link.IsEmpty;
    }

    // " href='https://…' >"
    private static bool TryReadAddress(ReadOnlySpan<byte> tag, out ReadOnlySpan<byte> address, out int length)
    {
        address = default;
        length = 0;
        var position = 0;
        while (tag[position..].IndexOfAny((byte)'=', (byte)'>') is var mark and >= 0 && tag[position + mark] == '=')
        {
            var name = Markup.Trim(tag.Slice(position, mark));
            position += mark + 1;
            while (position < tag.Length && Markup.IsSpace(tag[position]))
            {
                position++;
            }

            var quote = position < tag.Length ? tag[position] : (byte)0;
            var isQuoted = quote is (byte)'"' or (byte)'\'';
            var value = isQuoted ? tag[(position + 1)..] : tag[position..];
            var end = isQuoted ? value.IndexOf(quote) : -1;
            if (end < 0)
            {
                isQuoted &= end >= 0;
                end = value.IndexOfAny(" \t\r\n>"u8);
                end = end < 0 ? value.Length : end;
            }

            position += end + (isQuoted ? 2 : value.Length == tag.Length - position ? 0 : 1);
            if (address.IsEmpty && Ascii.EqualsIgnoreCase(name, "href"u8))
            {
                address = value[..end];
            }
        }

        var close = tag[position..].IndexOf((byte)'>');
        length = close < 0 ? tag.Length : position + close + 1;
        return !address.IsEmpty;
    }

    // <b>3</b></a>  -->  3
    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> html)
    {
        var end = 0;
        while (html.Length > 0 && html[0] == '<' && !Markup.IsName(html, Math.Min(2, html.Length), "a"u8) && (end = html.IndexOf((byte)'>')) > 0)
        {
            html = html[(end + 1)..];
        }

        end = html.IndexOf((byte)'<');
        return end < 0 ? html : html[..end];
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Tipstaff.Feeds;

/// <summary>The elements of an item, or of a channel's head, as they stand in the bytes; empty where missing.</summary>
internal ref struct ItemFields
{
    private const int None = -1;

    public ReadOnlySpan<byte> Title;
    public ReadOnlySpan<byte> Link;
    public ReadOnlySpan<byte> Description;
    public ReadOnlySpan<byte> Guid;
    public ReadOnlySpan<byte> PubDate;
    public ReadOnlySpan<byte> LastBuildDate;

    /// <summary>The length of the longest element.</summary>
    public readonly int Longest =>
        Math.Max(Math.Max(Math.Max(Title.Length, Link.Length), Math.Max(Description.Length, Guid.Length)), PubDate.Length);

    /// <summary>Finds the elements; of several with one name the first that is not empty counts.</summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="start">Where the item's start tag is.</param>
    /// <param name="work">How many bytes were looked at, to be added to.</param>
    /// <returns>Where the item ends: before the next tag of an item or of the feed's end, or at the end of the bytes.</returns>
    /// <remarks>
    /// Markup within an element is part of it; an element without end tag ends at the next one, unless that stands in a CDATA
    /// section. A comment or a CDATA section that the item does not close is none: then the walk goes back to it, once each.
    /// </remarks>
    public int Read(ReadOnlySpan<byte> bytes, int start, ref long work)
    {
        var position = start + 1;
        int comment = None, looked = 0, section = None;
        bool hasComments = true, hasSections = true;
        var open = Name.None;
        var contentStart = 0;
        while (true)
        {
            var offset = NextTag(bytes, position);
            var at = offset < 0 ? bytes.Length : position + offset;
            work += at - position + 1;
            if (comment != None)
            {
                comment = bytes[looked..at].IndexOf(Markup.CommentEnd) >= 0 ? None : comment;
                work += at - looked;
                looked = at;
            }

            if (section != None)
            {
                section = bytes[looked..at].IndexOf(Markup.CdataEnd) >= 0 ? None : section;
                work += at - looked;
                looked = at;
            }

            position = Math.Min(at + 1, bytes.Length);
            var tag = bytes[position..];
            var isEnd = !tag.IsEmpty && tag[0] == '/';
            var letter = isEnd ? (tag.Length > 1 ? tag[1] | 0x20 : 0) : (tag.IsEmpty ? 0 : tag[0] | 0x20);
            if (offset < 0 || (letter is 'i' or 'r' or 'c' && (isEnd ? Markup.IsItemOrFeed(bytes, at + 2) : Markup.IsItem(bytes, position))))
            {
                if (comment == None && section == None)
                {
                    Close(open, bytes[contentStart..at]);
                    return at;
                }

                if (section != None)
                {
                    hasSections = false;
                    position = section + Markup.CdataStart.Length;
                    section = None;
                    continue;
                }

                hasComments = false;
                position = comment + Markup.CommentStart.Length;
                comment = None;
                continue;
            }

            if (comment != None || section != None)
            {
                continue;
            }

            if (isEnd)
            {
                if (open != Name.None && IsName(tag[1..], open))
                {
                    Close(open, bytes[contentStart..at]);
                    open = Name.None;
                    position = SkipToTag(bytes, position);
                }

                continue;
            }

            var name = NameAt(tag, out var length);
            if (name != Name.None)
            {
                Close(open, bytes[contentStart..at]);
                var isEmpty = false;
                position += length;
                contentStart = position < bytes.Length && bytes[position] == '>' ? position + 1 : Markup.SkipTag(bytes, position, out isEmpty);
                open = isEmpty || !Field(name).IsEmpty ? Name.None : name;
                position = contentStart;
                if (hasSections && position < bytes.Length && bytes[position] == '<' && bytes[position..].StartsWith(Markup.CdataStart))
                {
                    section = position;
                    position = looked = position + Markup.CdataStart.Length;
                }
            }
            else if (open == Name.None && hasComments && tag.StartsWith(Markup.CommentStart[1..]))
            {
                comment = at;
                position = looked = at + Markup.CommentStart.Length;
            }
        }
    }

    private static int NextTag(ReadOnlySpan<byte> bytes, int position) =>
        position < bytes.Length && bytes[position] == '<' ? 0 : bytes[position..].IndexOf((byte)'<');

    // </title>\n<link>: the next tag is so near that searching for it would take longer.
    private static int SkipToTag(ReadOnlySpan<byte> bytes, int position)
    {
        while (position < bytes.Length && bytes[position] is not ((byte)'>' or (byte)'<'))
        {
            position++;
        }

        if (position < bytes.Length && bytes[position] == '>')
        {
            position++;
        }

        while (position < bytes.Length && Markup.IsSpace(bytes[position]))
        {
            position++;
        }

        return position;
    }

    private static bool IsName(ReadOnlySpan<byte> tag, Name name) =>
        name switch
        {
            Name.Title => tag.StartsWith("title>"u8),
            Name.Link => tag.StartsWith("link>"u8),
            Name.Description => tag.StartsWith("description>"u8),
            Name.Guid => tag.StartsWith("guid>"u8),
            Name.PubDate => tag.StartsWith("pubDate>"u8),
            _ => false,
        }
        || NameAt(tag, out _) == name;

    // The spelling that courts use first: it is compared fastest.
    private static Name NameAt(ReadOnlySpan<byte> tag, out int length)
    {
        (var name, length) = (tag.IsEmpty ? 0 : tag[0] | 0x20) switch
        {
            't' when tag.StartsWith("title>"u8) || Markup.IsName(tag, 0, "title"u8) => (Name.Title, 5),
            'l' when tag.StartsWith("link>"u8) || Markup.IsName(tag, 0, "link"u8) => (Name.Link, 4),
            'l' when Markup.IsName(tag, 0, "lastbuilddate"u8) => (Name.LastBuildDate, 13),
            'd' when tag.StartsWith("description>"u8) || Markup.IsName(tag, 0, "description"u8) => (Name.Description, 11),
            'g' when tag.StartsWith("guid "u8) || Markup.IsName(tag, 0, "guid"u8) => (Name.Guid, 4),
            'p' when tag.StartsWith("pubDate>"u8) || Markup.IsName(tag, 0, "pubdate"u8) => (Name.PubDate, 7),
            _ => (Name.None, 0),
        };
        return name;
    }

    private void Close(Name name, ReadOnlySpan<byte> content)
    {
        if (name != Name.None)
        {
            Field(name) = content;
        }
    }

    [UnscopedRef]
    private ref ReadOnlySpan<byte> Field(Name name)
    {
        switch (name)
        {
            case Name.Title:
                return ref Title;
            case Name.Link:
                return ref Link;
            case Name.Description:
                return ref Description;
            case Name.Guid:
                return ref Guid;
            case Name.PubDate:
                return ref PubDate;
            default:
                return ref LastBuildDate;
        }
    }

    private enum Name
    {
        None,
        Title,
        Link,
        Description,
        Guid,
        PubDate,
        LastBuildDate,
    }
}

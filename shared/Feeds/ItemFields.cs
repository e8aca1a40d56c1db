using System.Diagnostics.CodeAnalysis;

namespace Tipstaff.Feeds;

/// <summary>The elements of an item, or of a channel's head, as they stand in the bytes; empty where missing.</summary>
internal ref struct ItemFields
{
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
    /// <param name="comments">Ends of comments known so far.</param>
    /// <param name="work">How many bytes were looked at, to be added to.</param>
    /// <returns>Where the item ends: before the next tag of an item or of the feed's end, or at the end of the bytes.</returns>
    /// <remarks>Markup within an element is part of it; an element without end tag ends at the next one.</remarks>
    public int Read(ReadOnlySpan<byte> bytes, int start, ref CommentEnds comments, ref long work)
    {
        var position = start + 1;
        var hiddenUntil = 0;
        var open = Name.None;
        var contentStart = 0;
        while (bytes[position..].IndexOf((byte)'<') is var offset and >= 0)
        {
            work += offset + 1;
            var at = position + offset;
            position = at + 1;
            var tag = bytes[position..];
            var isEnd = !tag.IsEmpty && tag[0] == '/';
            if (isEnd ? Markup.IsItemOrFeed(bytes, at + 2) : Markup.IsItem(bytes, position))
            {
                Close(open, bytes[contentStart..at]);
                return at;
            }

            if (at < hiddenUntil)
            {
                continue;
            }

            if (isEnd)
            {
                if (open != Name.None && IsName(tag[1..], open))
                {
                    Close(open, bytes[contentStart..at]);
                    open = Name.None;
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
            }
            else if (open == Name.None && tag.StartsWith(Markup.CommentStart[1..]))
            {
                hiddenUntil = comments.After(bytes, at + Markup.CommentStart.Length, ref work);
            }
        }

        work += bytes.Length - position;
        Close(open, bytes[contentStart..]);
        return bytes.Length;
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

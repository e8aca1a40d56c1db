namespace Tipstaff.Feeds;

/// <summary>The elements of an item, or of a channel's head, as they stand in the bytes; empty where missing.</summary>
internal ref struct ItemFields
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Finds the elements; of several with one name the first that is not empty counts.</summary>
    public ItemFields(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        var position = 1;
        var commentsEnd = true;
        while (position < bytes.Length && bytes[position..].IndexOf((byte)'<') is var offset and >= 0)
        {
            Work += offset + 1;
            position += offset + 1;
            if (position < bytes.Length && bytes[position] == '!')
            {
                position = SkipComment(position, ref commentsEnd);
                continue;
            }

            var name = NameAt(position);
            if (name.IsEmpty || !Field(name).IsEmpty)
            {
                continue;
            }

            var start = Markup.SkipTag(bytes, position + name.Length, out var isEmpty);
            var end = isEmpty ? start : ContentEnd(start, name);
            Field(name) = bytes[start..end];
            position = end;
        }
    }

    public ReadOnlySpan<byte> Title;
    public ReadOnlySpan<byte> Link;
    public ReadOnlySpan<byte> Description;
    public ReadOnlySpan<byte> Guid;
    public ReadOnlySpan<byte> PubDate;
    public ReadOnlySpan<byte> LastBuildDate;

    /// <summary>How many bytes were looked at; a test holds it against the size.</summary>
    public long Work;

    /// <summary>The length of the longest element.</summary>
    public readonly int Longest =>
        Math.Max(Math.Max(Math.Max(Title.Length, Link.Length), Math.Max(Description.Length, Guid.Length)), PubDate.Length);

    private readonly ReadOnlySpan<byte> NameAt(int at)
    {
        if (at >= _bytes.Length)
        {
            return [];
        }

        var name = (_bytes[at] | 0x20) switch
        {
            't' => "title"u8,
            'd' => "description"u8,
            'g' => "guid"u8,
            'p' => "pubdate"u8,
            'l' when at + 1 < _bytes.Length && (_bytes[at + 1] | 0x20) == 'a' => "lastbuilddate"u8,
            'l' => "link"u8,
            _ => default,
        };
        return !name.IsEmpty && Markup.IsName(_bytes, at, name) ? name : default;
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    private ref ReadOnlySpan<byte> Field(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 5:
                return ref Title;
            case 11:
                return ref Description;
            case 7:
                return ref PubDate;
            case 13:
                return ref LastBuildDate;
            default:
                if (name[0] == 'g')
                {
                    return ref Guid;
                }

                return ref Link;
        }
    }

    // Its end tag, or where that is missing the next element: markup within an element is part of it.
    private int ContentEnd(int start, ReadOnlySpan<byte> name)
    {
        var position = start;
        while (_bytes[position..].IndexOf((byte)'<') is var offset and >= 0)
        {
            Work += offset + 1;
            position += offset + 1;
            var isEnd = position < _bytes.Length && _bytes[position] == '/'
                ? Markup.IsName(_bytes, position + 1, name)
                : !NameAt(position).IsEmpty;
            if (isEnd)
            {
                return position - 1;
            }
        }

        Work += _bytes.Length - position;
        return _bytes.Length;
    }

    private int SkipComment(int position, ref bool commentsEnd)
    {
        if (!commentsEnd || !_bytes[(position - 1)..].StartsWith(Markup.CommentStart))
        {
            return position + 1;
        }

        var inside = position - 1 + Markup.CommentStart.Length;
        var end = _bytes[inside..].IndexOf(Markup.CommentEnd);
        commentsEnd = end >= 0;
        Work += commentsEnd ? end : _bytes.Length - inside;
        return commentsEnd ? inside + end + Markup.CommentEnd.Length : inside;
    }
}

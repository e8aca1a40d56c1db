using System.Text;

namespace Tipstaff.Feeds;

/// <summary>Looks at markup in place, without ever trusting that it is well-formed.</summary>
internal static class Markup
{
    public static ReadOnlySpan<byte> CommentStart => "<!--"u8;

    public static ReadOnlySpan<byte> CommentEnd => "-->"u8;

    public static ReadOnlySpan<byte> CdataStart => "<![CDATA["u8;

    public static ReadOnlySpan<byte> CdataEnd => "]]>"u8;

    /// <summary>Whether this name stands here as a whole, in any case.</summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="at">Position of the name's first letter.</param>
    /// <param name="name">The name, in lower case.</param>
    public static bool IsName(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> name) =>
        bytes.Length - at >= name.Length
        && (bytes[at] | 0x20) == name[0]
        && Ascii.EqualsIgnoreCase(bytes.Slice(at, name.Length), name)
        && (bytes.Length - at == name.Length || EndsName(bytes[at + name.Length]));

    /// <summary>Whether the name of an item stands here.</summary>
    public static bool IsItem(ReadOnlySpan<byte> bytes, int at) =>
        at < bytes.Length && (bytes[at] | 0x20) == 'i' && (bytes[at..].StartsWith("item>"u8) || IsName(bytes, at, "item"u8));

    /// <summary>Whether a name of what holds the items stands here.</summary>
    public static bool IsFeed(ReadOnlySpan<byte> bytes, int at) =>
        at < bytes.Length && (bytes[at] | 0x20) switch
        {
            'c' => IsName(bytes, at, "channel"u8),
            'r' => IsName(bytes, at, "rss"u8) || IsName(bytes, at, "rdf:rdf"u8),
            _ => false,
        };

    /// <summary>Whether one of these names stands here.</summary>
    public static bool IsItemOrFeed(ReadOnlySpan<byte> bytes, int at) => IsItem(bytes, at) || IsFeed(bytes, at);

    public static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    /// <summary>The text without white space at its ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text is [.. var head, (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'])
        {
            text = head;
        }

        while (text is [(byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r', .. var tail])
        {
            text = tail;
        }

        return text;
    }

    /// <summary>The position behind a start tag.</summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="at">A position behind the tag's name.</param>
    /// <param name="isEmpty">Whether the tag is its own end: <c>&lt;link/&gt;</c>.</param>
    /// <returns>Behind the <c>&gt;</c>; <paramref name="at"/> itself where none comes, so that what follows counts as content.</returns>
    public static int SkipTag(ReadOnlySpan<byte> bytes, int at, out bool isEmpty)
    {
        var rest = bytes.Slice(at, Math.Min(bytes.Length - at, MaxTagLength));
        var end = rest.IndexOf((byte)'>');
        isEmpty = end > 0 && rest[end - 1] == '/';
        if (end == 0)
        {
            return at + 1;
        }

        // Another tag within this one: it was broken off.
        var sign = end < 0 ? 0 : rest[..end].IndexOfAny((byte)'<', (byte)'"', (byte)'\'');
        if (end < 0 || (sign >= 0 && rest[sign..end].Contains((byte)'<')))
        {
            isEmpty = false;
            return at;
        }

        if (sign < 0)
        {
            return at + end + 1;
        }

        // A quoted value may hold the sign: <guid class="a>b">.
        var position = sign;
        while (true)
        {
            var next = rest[position..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (next < 0)
            {
                return at + end + 1;
            }

            position += next;
            if (rest[position] == '>' && (position == end || !rest[..position].Contains((byte)'<')))
            {
                isEmpty = rest[position - 1] == '/';
                return at + position + 1;
            }

            var close = rest[(position + 1)..].IndexOf(rest[position]);
            if (rest[position] == '>' || close < 0)
            {
                return at + end + 1;
            }

            position += close + 2;
        }
    }

    private const int MaxTagLength = 1_024;

    private static bool EndsName(byte value) => IsSpace(value) || value is (byte)'>' or (byte)'/';
}

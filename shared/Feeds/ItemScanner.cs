namespace Tipstaff.Feeds;

/// <summary>Finds the items of a body, one after the other, in time linear in its size.</summary>
/// <remarks>
/// The tags of items win over everything else: an item that was not ended, a comment or a CDATA section that was not
/// closed never reaches into the next item. Only a comment between items hides what is in it, and only whole items.
/// </remarks>
internal ref struct ItemScanner(ReadOnlySpan<byte> body, int position = 0)
{
    private const int None = int.MaxValue;

    private readonly ReadOnlySpan<byte> _body = body;
    private int _position = position;
    private int _nextCommentStart = -1;
    private int _nextCommentEnd = -1;

    /// <summary>Where the present item begins: at its start tag.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends: before its end tag, or before the next item where it has none.</summary>
    public int End { get; private set; }

    /// <summary>Whether the body stopped within it.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether a start tag of a feed came along.</summary>
    public bool SawFeed { get; private set; }

    /// <summary>Whether an end tag of a feed came along.</summary>
    public bool SawFeedEnd { get; private set; }

    /// <summary>Whether the mark of a web page came along.</summary>
    public bool SawPage { get; private set; }

    /// <summary>How many bytes were looked at; a test holds it against the size.</summary>
    public long Work { get; private set; }

    /// <summary>The bytes of the present item, from its start tag.</summary>
    public readonly ReadOnlySpan<byte> Item => _body[Start..End];

    /// <summary>Goes to the next item.</summary>
    public bool MoveNext()
    {
        var start = -1;
        while (TryFind((byte)'<', _position, out var at))
        {
            _position = at + 1;
            switch (At(at + 1) | 0x20)
            {
                case 'i' when Markup.IsName(_body, at + 1, "item"u8):
                    if (start >= 0)
                    {
                        _position = at;
                        return Found(start, at, isCut: false);
                    }

                    start = at;
                    break;
                case '/' when Markup.IsName(_body, at + 2, "item"u8) && start >= 0:
                    return Found(start, at, isCut: false);
                case '/' when IsFeedName(at + 2):
                    SawFeedEnd = true;
                    if (start >= 0)
                    {
                        return Found(start, at, isCut: false);
                    }

                    break;
                case '!' when start < 0:
                    SkipComment(at);
                    SawPage |= Markup.IsName(_body, at + 2, "doctype"u8) && IsPageName(at);
                    break;
                case 'r' or 'c' when start < 0:
                    SawFeed |= IsFeedName(at + 1);
                    break;
                case 'h' when start < 0:
                    SawPage |= Markup.IsName(_body, at + 1, "html"u8);
                    break;
            }
        }

        _position = _body.Length;
        return start >= 0 && Found(start, _body.Length, isCut: true);
    }

    private bool Found(int start, int end, bool isCut)
    {
        (Start, End, IsCut) = (start, end, isCut);
        return true;
    }

    private readonly int At(int index) => index < _body.Length ? _body[index] : 0;

    private readonly bool IsFeedName(int at) =>
        Markup.IsName(_body, at, "channel"u8) || Markup.IsName(_body, at, "rss"u8) || Markup.IsName(_body, at, "rdf:rdf"u8);

    // <!DOCTYPE html PUBLIC ...
    private readonly bool IsPageName(int at) => Markup.IsName(_body, Math.Min(at + 10, _body.Length), "html"u8);

    private bool TryFind(byte value, int from, out int at)
    {
        var offset = _body[from..].IndexOf(value);
        at = from + offset;
        Work += offset < 0 ? _body.Length - from : offset + 1;
        return offset >= 0;
    }

    private int Find(ReadOnlySpan<byte> value, int from)
    {
        var offset = from < _body.Length ? _body[from..].IndexOf(value) : -1;
        Work += offset < 0 ? _body.Length - from : offset + value.Length;
        return offset < 0 ? None : from + offset;
    }

    // A stray "<!--" hides nothing: it is closed before the next one opens, and holds no half item.
    private void SkipComment(int at)
    {
        if (!_body[at..].StartsWith(Markup.CommentStart))
        {
            return;
        }

        var inside = at + Markup.CommentStart.Length;
        _nextCommentEnd = _nextCommentEnd < inside ? Find(Markup.CommentEnd, inside) : _nextCommentEnd;
        _nextCommentStart = _nextCommentStart < inside ? Find(Markup.CommentStart, inside) : _nextCommentStart;
        if (_nextCommentEnd != None && _nextCommentEnd < _nextCommentStart && HoldsWholeItems(_body[inside.._nextCommentEnd]))
        {
            _position = _nextCommentEnd + Markup.CommentEnd.Length;
        }
    }

    private bool HoldsWholeItems(ReadOnlySpan<byte> comment)
    {
        var open = false;
        var at = 0;
        Work += comment.Length;
        while (comment[at..].IndexOf((byte)'<') is var offset and >= 0)
        {
            at += offset + 1;
            if (Markup.IsName(comment, at, "item"u8))
            {
                open = true;
            }
            else if (at < comment.Length && comment[at] == '/' && Markup.IsName(comment, at + 1, "item"u8))
            {
                open = false;
            }
        }

        return !open;
    }
}

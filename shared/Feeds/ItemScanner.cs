namespace Tipstaff.Feeds;

/// <summary>Finds the items of a body, one after the other, in time linear in its size.</summary>
/// <remarks>
/// The tags of items win over everything else: an item that was not ended, a comment or a CDATA section that was not
/// closed never reaches into the next item. Only a comment between items hides what is in it, and only whole items.
/// </remarks>
internal ref struct ItemScanner(ReadOnlySpan<byte> body, ScanState from)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private int _position = from.Position;
    private int _nextCommentStart = from.NextCommentStart;
    private int _nextCommentEnd = from.NextCommentEnd;
    private long _work;

    /// <summary>A scanner at the beginning.</summary>
    public ItemScanner(ReadOnlySpan<byte> body)
        : this(body, new ScanState(0, -1, -1))
    {
    }

    /// <summary>Where to go on later.</summary>
    public readonly ScanState State => new(_position, _nextCommentStart, _nextCommentEnd);

    /// <summary>Where the present item begins: at its start tag.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends: before its end tag, or before the next item where it has none.</summary>
    public int End { get; private set; }

    /// <summary>How many items there were so far.</summary>
    public int Count { get; private set; }

    /// <summary>Where the first of them begins.</summary>
    public int First { get; private set; }

    /// <summary>Whether the body stopped within it.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether a start tag of a feed came along.</summary>
    public bool SawFeed { get; private set; }

    /// <summary>Whether an end tag of a feed came along.</summary>
    public bool SawFeedEnd { get; private set; }

    /// <summary>Whether the mark of a web page came along.</summary>
    public bool SawPage { get; private set; }

    /// <summary>How many bytes were looked at; a test holds it against the size.</summary>
    public readonly long Work => _work;

    /// <summary>The bytes of the present item, from its start tag.</summary>
    public readonly ReadOnlySpan<byte> Item => _body[Start..End];

    /// <summary>Goes to the next item, without a look at what it holds.</summary>
    public bool MoveNext()
    {
        if (!TryFindStart(out var start))
        {
            return false;
        }

        while (_body[_position..].IndexOf((byte)'<') is var offset and >= 0)
        {
            _work += offset + 1;
            _position += offset + 1;
            var isEnd = _position < _body.Length && _body[_position] == '/';
            if (isEnd ? Markup.IsItemOrFeed(_body, _position + 1) : Markup.IsItem(_body, _position))
            {
                return Found(start, _position - 1);
            }
        }

        _work += _body.Length - _position;
        return Found(start, _body.Length);
    }

    /// <summary>Goes to the next item and finds its elements.</summary>
    /// <param name="fields">Where they go; empty so far.</param>
    public bool MoveNext(ref ItemFields fields)
    {
        return TryFindStart(out var start) && Found(start, fields.Read(_body, start, ref _work));
    }

    private bool Found(int start, int end)
    {
        (Start, End, IsCut) = (start, end, end == _body.Length);
        _position = end;
        First = Count++ == 0 ? start : First;
        return true;
    }

    private bool TryFindStart(out int start)
    {
        while (_body[_position..].IndexOf((byte)'<') is var offset and >= 0)
        {
            _work += offset + 1;
            start = _position + offset;
            _position = start + 1;
            switch (_position < _body.Length ? _body[_position] | 0x20 : 0)
            {
                case 'i' when Markup.IsItem(_body, _position):
                    return true;
                case '/':
                    SawFeedEnd |= Markup.IsFeed(_body, _position + 1);
                    break;
                case '!':
                    SawPage |= Markup.IsName(_body, _position + 1, "doctype"u8) && Markup.IsName(_body, Math.Min(_position + 9, _body.Length), "html"u8);
                    SkipComment(start);
                    break;
                case 'r' or 'c':
                    SawFeed |= Markup.IsFeed(_body, _position);
                    break;
                case 'h':
                    SawPage |= Markup.IsName(_body, _position, "html"u8);
                    break;
            }
        }

        _work += _body.Length - _position;
        _position = _body.Length;
        start = -1;
        return false;
    }

    // A stray "<!--" hides nothing: it is closed before the next one opens, and holds no half item.
    private void SkipComment(int at)
    {
        if (!_body[at..].StartsWith(Markup.CommentStart))
        {
            return;
        }

        var inside = at + Markup.CommentStart.Length;
        _nextCommentStart = _nextCommentStart < inside ? Find(Markup.CommentStart, inside) : _nextCommentStart;
        _nextCommentEnd = _nextCommentEnd < inside ? Find(Markup.CommentEnd, inside) : _nextCommentEnd;
        if (_nextCommentEnd < _nextCommentStart && HoldsWholeItems(_body[inside.._nextCommentEnd]))
        {
            _position = _nextCommentEnd + Markup.CommentEnd.Length;
        }
    }

    // Asked from left to right, it looks at each byte once.
    private int Find(ReadOnlySpan<byte> mark, int inside)
    {
        var offset = _body[inside..].IndexOf(mark);
        _work += offset < 0 ? _body.Length - inside : offset;
        return offset < 0 ? int.MaxValue : inside + offset;
    }

    private bool HoldsWholeItems(ReadOnlySpan<byte> comment)
    {
        var open = false;
        var at = 0;
        _work += comment.Length;
        while (comment[at..].IndexOf((byte)'<') is var offset and >= 0)
        {
            at += offset + 1;
            open |= Markup.IsItem(comment, at);
            open &= at >= comment.Length || comment[at] != '/' || !Markup.IsItem(comment, at + 1);
        }

        return !open;
    }
}

/// <summary>Where a scanner stands, and what it knows of comments further on.</summary>
internal readonly record struct ScanState(int Position, int NextCommentStart, int NextCommentEnd);

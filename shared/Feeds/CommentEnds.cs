namespace Tipstaff.Feeds;

/// <summary>Finds ends of comments; asked from left to right it looks at each byte once.</summary>
internal struct CommentEnds()
{
    /// <summary>No further comment ends.</summary>
    public const int None = int.MaxValue;

    private int _next = -1;

    /// <summary>Where the next comment ends, at its <c>--&gt;</c>.</summary>
    /// <returns>0 where none does: then nothing is hidden.</returns>
    public int After(ReadOnlySpan<byte> bytes, int position, ref long work)
    {
        if (_next < position)
        {
            var offset = position < bytes.Length ? bytes[position..].IndexOf(Markup.CommentEnd) : -1;
            work += offset < 0 ? Math.Max(0, bytes.Length - position) : offset;
            _next = offset < 0 ? None : position + offset;
        }

        return _next == None ? 0 : _next;
    }
}

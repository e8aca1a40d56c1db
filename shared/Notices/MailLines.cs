namespace Tipstaff.Notices;

/// <summary>The lines of a message, one after the other, whatever ends them: CR LF, LF or CR.</summary>
internal ref struct MailLines(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The line, without its end.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Where it begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the next one begins.</summary>
    public int Position { get; private set; }

    /// <summary>Goes to the next line.</summary>
    public bool MoveNext()
    {
        Start = Position;
        if (Position == _bytes.Length)
        {
            Current = default;
            return false;
        }

        var rest = _bytes[Position..];
        var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            Current = rest;
            Position = _bytes.Length;
            return true;
        }

        Current = rest[..end];
        Position += end + (rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? 2 : 1);
        return true;
    }
}

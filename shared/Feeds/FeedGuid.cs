using System.Text;

namespace Tipstaff.Feeds;

/// <summary>What the GUID of an item tells: spans of the text that it was read from.</summary>
internal readonly ref struct FeedGuid
{
    private const int MaxPartLength = 64;

    private FeedGuid(ReadOnlySpan<byte> caseId, ReadOnlySpan<byte> sequence, bool isPart)
    {
        CaseId = caseId;
        Sequence = sequence;
        IsPart = isPart;
    }

    /// <summary>PACER's id of the case, or on appeal its number; empty where the GUID has another form.</summary>
    public ReadOnlySpan<byte> CaseId { get; }

    /// <summary>The sequence number in the case, or on appeal the part's id; empty where the GUID names the case only.</summary>
    public ReadOnlySpan<byte> Sequence { get; }

    /// <summary>Whether it is of the appellate form.</summary>
    public bool IsPart { get; }

    /// <summary>Reads a GUID as it stands in the bytes, where it is of the form that nearly all courts write.</summary>
    public static bool TryReadUsual(ReadOnlySpan<byte> raw, out FeedGuid guid)
    {
        // ?492165&#x26;10, ?492165&amp;10, ?265812-16739
        var sequence = TakeLastDigits(ref raw);
        raw = raw.EndsWith("-"u8) ? raw[..^1]
            : raw.EndsWith("&#x26;"u8) ? raw[..^6]
            : raw.EndsWith("&amp;"u8) ? raw[..^5]
            : default;
        guid = new FeedGuid(TakeLastDigits(ref raw), sequence, isPart: false);
        return sequence.Length is > 0 and <= MaxPartLength && guid.CaseId.Length is > 0 and <= MaxPartLength && raw.EndsWith("?"u8);
    }

    /// <summary>Reads a GUID; of another form it is empty.</summary>
    /// <param name="text">Decoded: <c>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?492165&amp;10</c>.</param>
    public static FeedGuid Of(ReadOnlySpan<byte> text)
    {
        var query = text[(text.LastIndexOf((byte)'?') + 1)..].Trim(" \t\r\n"u8);
        if (Value(query, "partid"u8) is { IsEmpty: false } part)
        {
            return new FeedGuid(Value(query, "casenum"u8), part, isPart: true);
        }

        if (Value(query, "casenum"u8) is { IsEmpty: false } number)
        {
            return new FeedGuid(number, default, isPart: true);
        }

        if (Value(query, "caseid"u8) is { IsEmpty: false } id)
        {
            return new FeedGuid(id, Value(query, "de_seq_num"u8), isPart: false);
        }

        // ?492165&10 in district courts, ?265812-16739 in bankruptcy courts, ?492165 in nyed
        var digits = LeadingDigits(query);
        var sequence = query[digits..].TrimStart("&-;,:|_. "u8);
        return digits is 0 or > MaxPartLength || sequence.Length > MaxPartLength || (!sequence.IsEmpty && sequence.Length == query.Length - digits)
            ? default
            : new FeedGuid(query[..digits], sequence, isPart: false);
    }

    /// <summary>The value of a name in a query, up to the next <c>&amp;</c> or <c>;</c>; empty where missing or too long.</summary>
    /// <param name="query">The query, or a whole address.</param>
    /// <param name="name">The name, in lower case.</param>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name)
    {
        var position = 0;
        while (query[position..].IndexOf((byte)'=') is var equals and >= 0)
        {
            var end = position + equals;
            position = end + 1;
            var start = end - name.Length;
            if (start < 0 || !Ascii.EqualsIgnoreCase(query[start..end], name) || (start > 0 && char.IsAsciiLetterOrDigit((char)query[start - 1])))
            {
                continue;
            }

            var value = query[position..];
            var stop = value.IndexOfAny("&;# "u8);
            value = stop < 0 ? value : value[..stop];
            return value.Length <= MaxPartLength ? value : default;
        }

        return default;
    }

    // From behind: the address before them need not be looked at.
    private static ReadOnlySpan<byte> TakeLastDigits(scoped ref ReadOnlySpan<byte> text)
    {
        var start = text.Length;
        while (start > 0 && char.IsAsciiDigit((char)text[start - 1]))
        {
            start--;
        }

        var digits = text[start..];
        text = text[..start];
        return digits;
    }

    /// <summary>How many digits the text begins with.</summary>
    public static int LeadingDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var end and >= 0 ? end : text.Length;
}

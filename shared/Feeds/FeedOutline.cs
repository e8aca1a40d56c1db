using System.Security.Cryptography;
using System.Text;

namespace Tipstaff.Feeds;

/// <summary>A body at first sight: what kind of answer it is, and where its items are.</summary>
internal sealed class FeedOutline
{
    // Channels have some hundred bytes in front of their items.
    private const int MaxEndLength = 1_048_576;

    private int _firstItem;
    private int _lastItemEnd;

    private FeedOutline()
    {
    }

    /// <summary>What kind of answer it is.</summary>
    public FeedCondition Condition { get; private init; }

    /// <summary>Whether nothing but its items speaks for a feed.</summary>
    public bool IsDoubtful { get; private init; }

    /// <summary>How many items it has.</summary>
    public int ItemCount { get; private init; }

    /// <summary>How many bytes were looked at; a test holds it against the size.</summary>
    public long Work { get; private init; }

    /// <summary>Looks over a body.</summary>
    public static FeedOutline Of(ReadOnlySpan<byte> body)
    {
        var scanner = new ItemScanner(body);
        while (scanner.MoveNext())
        {
        }

        return Of(body, scanner);
    }

    /// <summary>What a scanner saw that went to the end of a body.</summary>
    public static FeedOutline Of(ReadOnlySpan<byte> body, in ItemScanner scanner)
    {
        var isFeed = scanner.SawFeed || scanner.SawFeedEnd;
        var isDoubtful = !isFeed && scanner.Count > 0 && !scanner.SawPage;
        return new FeedOutline
        {
            Condition = IsBlank(body) ? FeedCondition.Empty
                : !isFeed && !isDoubtful && !IsDeclaration(body) ? FeedCondition.NoFeed
                : scanner.SawFeedEnd ? FeedCondition.Whole
                : FeedCondition.CutShort,
            IsDoubtful = isDoubtful,
            Work = scanner.Work,
            ItemCount = isFeed || isDoubtful ? scanner.Count : 0,
            _firstItem = scanner.Count > 0 ? scanner.First : body.Length,
            _lastItemEnd = scanner.Count > 0 ? scanner.End : body.Length,
        };
    }

    /// <summary>What the feed says of itself, in front of its items or else behind them.</summary>
    public FeedChannel ReadChannel(ReadOnlySpan<byte> body)
    {
        var head = FieldsOf(body[..Math.Min(_firstItem, MaxEndLength)]);
        var tail = FieldsOf(body[_lastItemEnd..][..Math.Min(body.Length - _lastItemEnd, MaxEndLength)]);
        var decoder = new FieldDecoder();
        var text = new HtmlText();
        var title = text.Of(Decode(decoder, head.Title.IsEmpty ? tail.Title : head.Title));
        var description = text.Of(Decode(decoder, head.Description.IsEmpty ? tail.Description : head.Description));
        return new FeedChannel(title.Length == 0 ? null : title, BuiltAt(decoder, head) ?? BuiltAt(decoder, tail), CoverageOf(description));
    }

    /// <summary>SHA-256 of the body without its build date.</summary>
    public string HashContent(ReadOnlySpan<byte> body)
    {
        var head = FieldsOf(body[..Math.Min(_firstItem, MaxEndLength)]);
        var tail = FieldsOf(body[_lastItemEnd..][..Math.Min(body.Length - _lastItemEnd, MaxEndLength)]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var position = 0;
        foreach (var (start, end) in Dates(body, head, tail))
        {
            hash.AppendData(body[position..start]);
            position = end;
        }

        hash.AppendData(body[position..]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Docket entries of type: orders, opinions  -->  orders, opinions
    private static string? CoverageOf(string description)
    {
        const string mark = "entries of type:";
        var at = description.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        var types = at < 0 ? "" : description[(at + mark.Length)..].Trim();
        return types.Length == 0 ? null : types;
    }

    private static DateTimeOffset? BuiltAt(FieldDecoder decoder, in ItemFields fields) =>
        (FeedDate.Read(Decode(decoder, fields.LastBuildDate)) ?? FeedDate.Read(Decode(decoder, fields.PubDate)))?.ToUniversalTime();

    private static ReadOnlySpan<byte> Decode(FieldDecoder decoder, ReadOnlySpan<byte> field) =>
        field.Length > FieldDecoder.MaxLength ? default : decoder.Decode(field);

    private static ItemFields FieldsOf(ReadOnlySpan<byte> bytes)
    {
        var fields = default(ItemFields);
        long work = 0;
        if (!bytes.IsEmpty)
        {
            fields.Read(bytes, 0, ref work);
        }

        return fields;
    }

    private static List<(int Start, int End)> Dates(ReadOnlySpan<byte> body, in ItemFields head, in ItemFields tail)
    {
        var dates = new List<(int Start, int End)>();
        Add(body, head.LastBuildDate);
        Add(body, head.PubDate);
        Add(body, tail.LastBuildDate);
        Add(body, tail.PubDate);
        dates.Sort();
        return dates;

        void Add(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> part)
        {
            if (!part.IsEmpty && whole.Overlaps(part, out var offset) && !dates.Exists(date => date.Start == offset))
            {
                dates.Add((offset, offset + part.Length));
            }
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> body)
    {
        var text = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        return text.IndexOfAnyExceptInRange((byte)0, (byte)' ') < 0;
    }

    // A feed of which no more than the first line arrived.
    private static bool IsDeclaration(ReadOnlySpan<byte> body)
    {
        var text = (body.StartsWith("\uFEFF"u8) ? body[3..] : body).TrimStart(" \t\r\n"u8);
        return text.StartsWith("<?xml"u8) && text[1..].IndexOf((byte)'<') < 0;
    }
}

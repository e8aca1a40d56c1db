using System.Text;
using System.Text.Unicode;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Feeds;

/// <summary>What a body holds.</summary>
/// <remarks>Not for several threads at once. The bytes that it was read from must not change.</remarks>
public sealed class FeedReading
{
    private FeedOutline? _outline;
    private ItemIndex? _index;
    private FeedChannel? _channel;
    private string? _contentHash;

    internal FeedReading(ReadOnlyMemory<byte> body, CourtId court)
    {
        Body = body;
        Court = court;
    }

    /// <summary>What kind of answer it is.</summary>
    /// <remarks>Items without any head are a feed whose beginning was lost, if one of them can be read.</remarks>
    public FeedCondition Condition => Outline.IsDoubtful && Index.Count == 0 ? FeedCondition.NoFeed : Outline.Condition;

    /// <summary>What the feed says of itself.</summary>
    public FeedChannel Channel => _channel ??= Outline.ReadChannel(Body.Span);

    /// <summary>How many items it has, readable or not; 0 where it is no feed.</summary>
    public int ItemCount => Condition is FeedCondition.NoFeed ? 0 : Outline.ItemCount;

    /// <summary>How many of them could not be read.</summary>
    public int UnreadableCount => ItemCount - (ItemCount == 0 ? 0 : Index.Count);

    /// <summary>Hash of the body without its build date: equal hashes, equal news.</summary>
    /// <value>64 hexadecimal digits.</value>
    public string ContentHash => _contentHash ??= Outline.HashContent(Body.Span);

    /// <summary>The entries, items of one identity merged, in the order of the feed. Read as it is enumerated.</summary>
    /// <remarks>An item without a date is an entry too, as long as something else tells it from the others.</remarks>
    public IEnumerable<DocketEntry> Entries
    {
        get
        {
            // The index first: it gives the outline along with it.
            var count = Index.Count;
            count = ItemCount == 0 ? 0 : count;
            var reader = new EntryReader(Body, Court);
            for (var item = 0; item < count; item++)
            {
                if (Index.IsFirst(item))
                {
                    yield return reader.Read(Index, item);
                }
            }
        }
    }

    /// <summary>The items that could not be read, in the order of the feed. Read as it is enumerated.</summary>
    public IEnumerable<UnreadableItem> Unreadable
    {
        get
        {
            var reader = new ItemReader(Court);
            var state = new ItemScanner(Body.Span).State;
            for (var left = UnreadableCount; left > 0; left--)
            {
                yield return NextUnreadable(reader, ref state);
            }
        }
    }

    /// <summary>How many bytes were looked at so far to find items; a test holds it against the size.</summary>
    internal long Work { get; private set; }

    internal ReadOnlyMemory<byte> Body { get; }

    internal CourtId Court { get; }

    private FeedOutline Outline => _outline ??= LookOver();

    private ItemIndex Index => _index ??= BuildIndex();

    private FeedOutline LookOver()
    {
        var outline = FeedOutline.Of(Body.Span);
        Work += outline.Work;
        return outline;
    }

    private ItemIndex BuildIndex()
    {
        var index = new ItemIndex(Body.Length);
        var hash = KeyedHash.New();
        var reader = new ItemReader(Court);
        var scanner = new ItemScanner(Body.Span);
        var item = default(FeedItem);
        while (reader.TryRead(ref scanner, ref item, out var problem))
        {
            if (problem is null)
            {
                index.Add(scanner.Start, reader.KeyOf(item, hash), FieldPlaces.Of(scanner.Item, item.Fields));
            }
        }

        Work += scanner.Work;
        _outline ??= FeedOutline.Of(Body.Span, scanner);
        index.Seal();
        return index;
    }

    private UnreadableItem NextUnreadable(ItemReader reader, ref ScanState state)
    {
        var scanner = new ItemScanner(Body.Span, state);
        var item = default(FeedItem);
        while (reader.TryRead(ref scanner, ref item, out var problem))
        {
            if (problem is not null)
            {
                state = scanner.State;
                Work += scanner.Work;
                return new UnreadableItem(TextOf(scanner.Item), problem);
            }
        }

        throw new InvalidOperationException("The bytes of a feed changed while it was read; give FeedReader bytes that nobody else writes to.");
    }

    private static string TextOf(ReadOnlySpan<byte> item)
    {
        var head = item[..Math.Min(item.Length, UnreadableItem.MaxTextLength)];

        // Cut before a letter, not within it.
        var whole = head.Length;
        while (head.Length < item.Length && whole > head.Length - 4 && (head[whole - 1] & 0xC0) == 0x80)
        {
            whole--;
        }

        whole -= head.Length < item.Length && head[whole - 1] >= 0xC0 ? 1 : 0;
        return Utf8.IsValid(head[..whole]) ? Encoding.UTF8.GetString(head[..whole]) : Encoding.Latin1.GetString(head);
    }
}

using System.Diagnostics;
using System.Text;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Feeds;

/// <summary>Reads one item after the other, into buffers of its own: an item is good until the next one is read.</summary>
/// <remarks>
/// Identity: where the GUID's sequence number and the document link's <c>de_seq_num</c> contradict each other within one
/// case, neither is believed alone and both together are the identity, because taking two entries for one would lose
/// news. Where the link names another case (consolidated ones do), the GUID counts.
/// </remarks>
internal sealed class ItemReader(CourtId court)
{
    private const int MaxNumberLength = 100;
    private const int MaxKeyLength = 256;

    private readonly FieldDecoder _title = new();
    private readonly FieldDecoder _guid = new();
    private readonly FieldDecoder _description = new();
    private readonly FieldDecoder _other = new();
    private readonly CourtClass _class = court.Class;
    private readonly byte[] _key = new byte[MaxKeyLength];
    private readonly char[] _number = new char[MaxNumberLength];

    /// <summary>The court whose feed it is.</summary>
    public CourtId Court { get; } = court;

    /// <summary>Goes to the next item and reads so much of it that its entry can be told from others.</summary>
    /// <param name="scanner">Where to go on.</param>
    /// <param name="item">The item.</param>
    /// <param name="problem">What is wrong with it; null where it can be read.</param>
    /// <param name="needsIdentity">Whether an item that nothing tells from others is of no use.</param>
    /// <returns>False where there is no further item.</returns>
    public bool TryRead(ref ItemScanner scanner, ref FeedItem item, out string? problem, bool needsIdentity = true)
    {
        item = default;
        if (!scanner.MoveNext(ref item.Fields))
        {
            problem = null;
            return false;
        }

        problem = scanner.IsCut ? "the feed stops within it" : ProblemOf(ref item, needsIdentity);
        return true;
    }

    /// <summary>Reads an item of the index again.</summary>
    /// <param name="body">The bytes of the feed.</param>
    /// <param name="index">Where the items are.</param>
    /// <param name="number">Which of them.</param>
    /// <param name="item">Where it goes; empty so far.</param>
    /// <param name="needsIdentity">Whether it shall be told from others.</param>
    public void Read(ReadOnlySpan<byte> body, ItemIndex index, int number, ref FeedItem item, bool needsIdentity = true)
    {
        var offset = index.OffsetOf(number);
        if (index.PlacesOf(number) is { AreKnown: true } places)
        {
            places.Fill(body[offset..], ref item.Fields);
        }
        else
        {
            long work = 0;
            item.Fields.Read(body, offset, ref work);
        }

        ReadTitleAndGuid(ref item);
        if (needsIdentity)
        {
            TryIdentify(ref item);
        }

        Describe(ref item);
    }

    private string? ProblemOf(ref FeedItem item, bool needsIdentity)
    {
        if (item.Fields.Longest > FieldDecoder.MaxLength)
        {
            return $"an element of more than {FieldDecoder.MaxLength} bytes";
        }

        ReadTitleAndGuid(ref item);
        if (item.Title.IsEmpty)
        {
            return "no title";
        }

        if (!DocketNumberShape.TryRead(DocketOf(item), _class, out _))
        {
            return "no docket number in the title";
        }

        return !needsIdentity || TryIdentify(ref item) ? null : "nothing that tells it from other items";
    }

    private void ReadTitleAndGuid(ref FeedItem item)
    {
        item.Title = TrimStart(_title.Decode(item.Fields.Title));
        if (!FeedGuid.TryReadUsual(item.Fields.Guid, out item.Guid))
        {
            item.Guid = FeedGuid.Of(_guid.Decode(item.Fields.Guid));
        }
    }

    /// <summary>The start of the title as characters, beginning with the docket number.</summary>
    /// <returns>Good until the next call.</returns>
    public ReadOnlySpan<char> DocketOf(scoped in FeedItem item) =>
        _number.AsSpan(0, Encoding.Latin1.GetChars(item.Title[..Math.Min(item.Title.Length, MaxNumberLength)], _number));

    /// <summary>Reads the description and the date, where that was not done yet.</summary>
    public void Describe(ref FeedItem item)
    {
        if (!item.IsDescribed)
        {
            item.Description = new ItemDescription(_description.Decode(item.Fields.Description));
            item.PublishedAt = FeedDate.Read(_other.Decode(item.Fields.PubDate));
            item.IsDescribed = true;
        }
    }

    /// <summary>The docket sheet's address; empty where there is none.</summary>
    /// <returns>Good until the next call.</returns>
    public ReadOnlySpan<byte> LinkOf(in FeedItem item) => Markup.Trim(_other.Decode(item.Fields.Link));

    /// <summary>What makes the item's entry the same entry wherever it is shown.</summary>
    /// <param name="item">The item.</param>
    /// <param name="knownCase">The case's id, where it is known as a string already.</param>
    /// <param name="knownSequence">The sequence number or part, likewise.</param>
    public EntryIdentity IdentityOf(in FeedItem item, string? knownCase = null, string? knownSequence = null)
    {
        var caseId = knownCase is not null && Ascii.Equals(item.IdentityCase, knownCase) ? knownCase : Encoding.UTF8.GetString(item.IdentityCase);
        return item.Identity switch
        {
            IdentityKind.Sequence => EntryIdentity.OfSequence(Court, caseId, SequenceOf(item, knownSequence)),
            IdentityKind.Part => EntryIdentity.OfPart(Court, caseId, SequenceOf(item, knownSequence)),
            IdentityKind.Publication => EntryIdentity.OfPublication(Court, caseId, item.PublishedAt.GetValueOrDefault(), NumberOf(item)),
            IdentityKind.Content => EntryIdentity.OfContent(Court, caseId, item.PublishedAt, NumberOf(item), DocumentOf(item)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>A key that items of one entry share and others do not.</summary>
    public ulong KeyOf(in FeedItem item, in KeyedHash hash)
    {
        if (item.Identity is not (IdentityKind.Sequence or IdentityKind.Part))
        {
            return hash.Of(Encoding.UTF8.GetBytes(IdentityOf(item).Value));
        }

        var text = _key.AsSpan();
        var length = Append(text, 0, item.IdentityCase);
        length = Append(text, length, item.IdentitySequence);
        return hash.Of(text[..Append(text, length, item.ContradictingSequence)]);
    }

    /// <summary>The court's number of the entry; null where it gives none.</summary>
    public static string? NumberOf(in FeedItem item) =>
        item.Description.Number is { IsEmpty: false } number ? Encoding.ASCII.GetString(number) : null;

    /// <summary>The id of the document; null where there is none.</summary>
    public static DocumentId? DocumentOf(in FeedItem item)
    {
        var digits = item.Description.DocumentId;
        Span<char> text = stackalloc char[64];
        return digits.Length <= text.Length && DocumentId.TryParse(text[..Encoding.Latin1.GetChars(digits, text)], out var id) ? id : null;
    }

    private static string SequenceOf(in FeedItem item, string? known) =>
        item.ContradictingSequence.IsEmpty && known is not null && Ascii.Equals(item.IdentitySequence, known) ? known
        : item.ContradictingSequence.IsEmpty ? Encoding.UTF8.GetString(item.IdentitySequence)
        : $"{Encoding.UTF8.GetString(item.IdentitySequence)}~{Encoding.UTF8.GetString(item.ContradictingSequence)}";

    private static int Append(Span<byte> text, int length, ReadOnlySpan<byte> part)
    {
        text[length] = (byte)part.Length;
        part.CopyTo(text[(length + 1)..]);
        return length + 1 + part.Length;
    }

    private bool TryIdentify(ref FeedItem item)
    {
        item.IdentityCase = item.Guid.CaseId;
        item.IdentitySequence = item.Guid.Sequence;
        if (item.Guid.IsPart && !item.Guid.Sequence.IsEmpty)
        {
            item.Identity = IdentityKind.Part;
            return true;
        }

        if (!item.Guid.Sequence.IsEmpty)
        {
            item.Identity = IdentityKind.Sequence;
            item.ContradictingSequence = LinkedSequence.Contradicting(item.Fields.Description, item.Guid);
            return true;
        }

        Describe(ref item);
        if (!item.Guid.CaseId.IsEmpty && item.PublishedAt is not null)
        {
            item.Identity = IdentityKind.Publication;
            return true;
        }

        if (item.Description is { LinkCaseId.IsEmpty: false, LinkSequence.IsEmpty: false })
        {
            item.Identity = IdentityKind.Sequence;
            item.IdentityCase = item.Description.LinkCaseId;
            item.IdentitySequence = item.Description.LinkSequence;
            return true;
        }

        DocketNumberShape.TryRead(DocketOf(item), _class, out var shape);
        item.Identity = IdentityKind.Content;
        item.IdentityCase = Encoding.ASCII.GetBytes(DocketNumber.Of(shape, _class).Value);
        return item.PublishedAt is not null || !item.Description.Number.IsEmpty || !item.Description.DocumentId.IsEmpty;
    }

    private static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        if (text is [> (byte)' ' and < 0x80, ..])
        {
            return text;
        }

        text = text.TrimStart(" \t\r\n"u8);
        while (text.StartsWith("\u00A0"u8) || text.StartsWith("\uFEFF"u8))
        {
            text = text[(text[0] == 0xC2 ? 2 : 3)..].TrimStart(" \t\r\n"u8);
        }

        return text;
    }
}

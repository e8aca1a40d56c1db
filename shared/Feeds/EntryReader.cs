using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Feeds;

/// <summary>Makes docket entries of items.</summary>
internal sealed class EntryReader(ReadOnlyMemory<byte> body, CourtId court)
{
    /// <summary>How many labels of one entry are kept; a court gives two or three.</summary>
    public const int MaxLabels = 100;

    private readonly ItemReader _items = new(court);
    private readonly HtmlText _text = new();
    private readonly TextCache _short = new();
    private readonly CourtClass _class = court.Class;
    private DocketNumber? _docket;
    private string? _docketAsWritten;

    /// <summary>The entry of a group of items.</summary>
    /// <param name="index">Where the items are.</param>
    /// <param name="first">The first of the group.</param>
    public DocketEntry Read(ItemIndex index, int first)
    {
        var entry = ReadOne(index, first);
        if (index.NextOf(first) < 0)
        {
            return entry;
        }

        var labels = new List<string>(entry.Labels);
        for (var item = index.NextOf(first); item >= 0 && labels.Count < MaxLabels; item = index.NextOf(item))
        {
            var other = ReadOne(index, item);
            entry = Complete(entry, other);
            if (other.Labels is [var label] && !labels.Contains(label))
            {
                labels.Add(label);
            }
        }

        return entry with { Labels = labels };
    }

    private static DocketEntry Complete(DocketEntry entry, DocketEntry other) =>
        (entry.Document is null && other.Document is not null) || (entry.EnteredAt is null && other.EnteredAt is not null)
            ? entry with
            {
                Number = entry.Number ?? other.Number,
                Document = entry.Document ?? other.Document,
                DocumentLink = entry.Document is null ? other.DocumentLink ?? entry.DocumentLink : entry.DocumentLink,
                EnteredAt = entry.EnteredAt ?? other.EnteredAt,
            }
            : entry;

    private DocketEntry ReadOne(ItemIndex index, int number)
    {
        var item = default(FeedItem);
        _items.Read(body.Span, index, number, ref item);
        ReadTitle(item, out var docket, out var docketAsWritten, out var caption);

        ref readonly var description = ref item.Description;
        var label = _text.Of(description.Label);
        var trustee = _class is CourtClass.Bankruptcy ? _text.Of(description.Field("trustee:"u8)) : "";
        var link = _items.LinkOf(item);
        var caseId = CaseIdOf(item, link);
        var sequence = SequenceOf(item);
        return new DocketEntry
        {
            Identity = _items.IdentityOf(item, caseId, sequence),
            Court = court,
            Docket = docket,
            DocketAsWritten = docketAsWritten,
            Caption = caption,
            CaseId = caseId,
            Sequence = sequence,
            Number = _short.GetOrNull(description.Number),
            Document = ItemReader.DocumentOf(item),
            DocumentLink = TextCache.New(description.Link),
            DocketLink = _short.GetOrNull(link),
            EnteredAt = item.PublishedAt?.ToUniversalTime(),
            Labels = label.Length == 0 ? [] : [label],
            Trustee = trustee.Length == 0 ? null : trustee,
        };
    }

    private void ReadTitle(in FeedItem item, out DocketNumber docket, out string asWritten, out string caption)
    {
        var title = _text.CharactersOf(item.Title);
        if (!DocketNumberShape.TryRead(title, _class, out var shape))
        {
            // Decoding twice can spoil what decoding once found.
            title = _items.DocketOf(item);
            DocketNumberShape.TryRead(title, _class, out shape);
        }

        var end = title[shape.Length..].IndexOf(' ');
        asWritten = _short.Get(end < 0 ? title : title[..(shape.Length + end)]);
        caption = end < 0 ? "" : _short.Get(title[(shape.Length + end + 1)..]);
        if (_docket is null || !ReferenceEquals(asWritten, _docketAsWritten))
        {
            (_docket, _docketAsWritten) = (DocketNumber.Of(shape, _class), asWritten);
        }

        docket = _docket;
    }

    private string? CaseIdOf(in FeedItem item, ReadOnlySpan<byte> link)
    {
        if (_class is CourtClass.Appellate)
        {
            return null;
        }

        var id = item.Guid.IsPart ? default : item.Guid.CaseId;
        id = id.IsEmpty ? FeedGuid.Of(link).CaseId : id;
        return _short.GetOrNull(id.IsEmpty ? item.Description.LinkCaseId : id);
    }

    private static string? SequenceOf(in FeedItem item) =>
        TextCache.New(item.Guid.Sequence.IsEmpty ? item.Description.LinkSequence : item.Guid.Sequence);
}

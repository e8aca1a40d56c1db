using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Feeds;

/// <summary>Writes one object of <see cref="FeedJson"/> after the other.</summary>
internal sealed class JsonEntryWriter(ReadOnlyMemory<byte> body, CourtId court, Utf8JsonWriter writer)
{
    private readonly ItemReader _items = new(court);
    private readonly HtmlText _text = new();

    /// <summary>Finds the items that the contract wants, and which of them are one entry to it.</summary>
    public ItemIndex BuildIndex()
    {
        var index = new ItemIndex(body.Length);
        var hash = KeyedHash.New();
        var scanner = new ItemScanner(body.Span);
        var item = default(FeedItem);
        while (_items.TryRead(ref scanner, ref item, out var problem, needsIdentity: false))
        {
            if (problem is null)
            {
                _items.Describe(ref item);
                var link = _items.LinkOf(item);
                if (item.PublishedAt is { } time && !link.IsEmpty)
                {
                    index.Add(scanner.Start, KeyOf(item, time, link, hash), FieldPlaces.Of(scanner.Item, item.Fields));
                }
            }
        }

        index.Seal();
        return index;
    }

    /// <summary>Writes the object of a group of items.</summary>
    public void Write(ItemIndex index, int first)
    {
        var labels = new List<string>();
        for (var next = index.NextOf(first); next >= 0 && labels.Count < EntryReader.MaxLabels - 1; next = index.NextOf(next))
        {
            var other = default(FeedItem);
            _items.Read(body.Span, index, next, ref other, needsIdentity: false);
            Add(labels, _text.Of(other.Description.Label));
        }

        var item = default(FeedItem);
        _items.Read(body.Span, index, first, ref item, needsIdentity: false);
        if (_text.Of(item.Description.Label) is { Length: > 0 } label)
        {
            labels.Remove(label);
            labels.Insert(0, label);
        }

        Write(item, string.Join(" AND ", labels));
    }

    private static void Add(List<string> labels, string label)
    {
        if (label.Length > 0 && !labels.Contains(label))
        {
            labels.Add(label);
        }
    }

    private void Write(in FeedItem item, string label)
    {
        var parts = DocketNumberParts.TryParse(_items.DocketOf(item), court.Class, out var read) ? read : null;
        var description = item.Description;
        writer.WriteStartObject();
        writer.WriteString("court_id", court.Value);
        writer.WriteString("docket_number", parts?.AsWritten);
        writer.WriteString("federal_dn_office_code", parts?.OfficeCode);
        writer.WriteString("federal_dn_case_type", parts?.CaseType);
        writer.WriteString("federal_dn_judge_initials_assigned", parts?.AssignedInitials);
        writer.WriteString("federal_dn_judge_initials_referred", parts?.ReferredInitials);
        writer.WriteString("federal_defendant_number", parts?.Defendant);
        writer.WriteString("case_name", Caption(item, parts));
        WriteText("pacer_case_id", CaseIdOf(_items.LinkOf(item)));
        if (court.Class is CourtClass.Bankruptcy)
        {
            // The contract decodes title and label twice, these once.
            writer.WriteString("type", _text.Tidy(description.Field("type:"u8)));
            writer.WriteString("office", _text.Tidy(description.Field("office:"u8)));
            writer.WriteString("chapter", _text.Tidy(description.Field("chapter:"u8)));
            writer.WriteString("trustee_str", _text.Tidy(description.Field("trustee:"u8)));
        }

        writer.WriteStartArray("docket_entries");
        writer.WriteStartObject();
        writer.WriteString("date_filed", item.PublishedAt.GetValueOrDefault());
        writer.WriteString("short_description", label);
        writer.WriteString("document_number", ItemReader.NumberOf(item));
        writer.WriteString("pacer_doc_id", ItemReader.DocumentOf(item)?.Value);
        WriteText("pacer_seq_no", court.Class is CourtClass.Appellate ? default : description.LinkSequence);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private string Caption(in FeedItem item, DocketNumberParts? parts)
    {
        var title = _text.Of(item.Title);
        var start = Math.Min(parts?.AsWritten.Length ?? 0, title.Length);
        var space = title.AsSpan(start).IndexOf(' ');
        return space < 0 ? "" : title[(start + space + 1)..];
    }

    // DktRpt.pl?492165  -->  492165
    private ReadOnlySpan<byte> CaseIdOf(ReadOnlySpan<byte> link)
    {
        if (court.Class is CourtClass.Appellate)
        {
            return default;
        }

        var id = FeedGuid.Of(link).CaseId;
        return id[..FeedGuid.LeadingDigits(id)];
    }

    private void WriteText(string name, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteString(name, text);
        }
    }

    private ulong KeyOf(in FeedItem item, DateTimeOffset time, ReadOnlySpan<byte> link, in KeyedHash hash)
    {
        var docket = _items.DocketOf(item);
        DocketNumberShape.TryRead(docket, court.Class, out var shape);
        Span<byte> text = stackalloc byte[256];
        BinaryPrimitives.WriteInt64LittleEndian(text, time.UtcTicks);
        var length = sizeof(long);
        length += Encoding.UTF8.GetBytes(docket[..shape.Length], text[length..]);
        text[length++] = 0;
        CaseIdOf(link).CopyTo(text[length..]);
        length += CaseIdOf(link).Length;
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(ItemReader.DocumentOf(item)?.Value ?? "", text[length..]);
        return hash.Of(text[..length]);
    }
}

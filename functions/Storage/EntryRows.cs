using Azure.Data.Tables;
using Tipstaff.Dockets;

namespace Tipstaff.Functions.Storage;

/// <summary>An entry as its two rows hold it: by identity, and as a line of its docket.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Seen">When it was first seen, ticks.</param>
/// <param name="Added">When it was added; no two of an instance at the same moment.</param>
internal sealed record EntryRows(DocketEntry Entry, long Seen, long Added)
{
    private const string Json = "Json";

    /// <summary>The row key of the line in the row by identity.</summary>
    public const string LineName = "Line";

    public string LineKey => TableKeys.Line(Entry);

    public RecentLine Recent => new(LineKey, Seen, Entry.EnteredAt?.UtcTicks ?? 0, Added);

    /// <summary>When it was entered, or else seen.</summary>
    public DateTimeOffset At => Entry.EnteredAt ?? MessageRow.Instant(Seen);

    /// <summary>The rows of an entry, with as much of its texts as rows keep.</summary>
    public static EntryRows Of(DocketEntry entry, long seen, long added) => new(KeptTexts.Of(entry), seen, added);

    public static EntryRows OfLine(TableEntity line) => new(
        StoredJson.Read<DocketEntry>(PackedText.Read(line, Json) ?? "null", $"{line.PartitionKey} {line.RowKey}"),
        line.GetInt64("Seen") ?? 0,
        line.GetInt64("Added") ?? 0);

    /// <summary>The labels in a row by identity.</summary>
    public static IReadOnlyList<string> Labels(TableEntity row) =>
        StoredJson.Read<IReadOnlyList<string>>(PackedText.Read(row, "Labels") ?? "null", $"{row.PartitionKey} {row.RowKey}");

    public RowUnit ToNew() => new([new(RowWriteKind.Add, ById()), new(RowWriteKind.Put, Line())]);

    /// <summary>Both rows anew, and away with the line where it was before.</summary>
    public RowUnit ToRevised(string before) => new(before == LineKey
        ? [new(RowWriteKind.Put, ById()), new(RowWriteKind.Put, Line())]
        : [new(RowWriteKind.Put, ById()), new(RowWriteKind.Put, Line()), new(RowWriteKind.Delete, new TableEntity(Entry.Court.Value, before))]);

    private TableEntity ById()
    {
        var row = TableCalls.NewRow(Entry.Court.Value, TableKeys.Entry(Entry.Identity));
        row[LineName] = LineKey;
        row["Seen"] = Seen;
        row["Added"] = Added;
        PackedText.Write(row, "Labels", StoredJson.Write(Entry.Labels));
        return row;
    }

    private TableEntity Line()
    {
        var row = TableCalls.NewRow(Entry.Court.Value, LineKey);
        row["Seen"] = Seen;
        row["Added"] = Added;
        row["At"] = At.UtcTicks;
        row["Number"] = EntryNumber.Of(Entry) ?? 0;
        PackedText.Write(row, Json, StoredJson.Write(Entry));
        return row;
    }
}

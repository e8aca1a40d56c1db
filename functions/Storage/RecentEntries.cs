using Azure.Data.Tables;

namespace Tipstaff.Functions.Storage;

/// <summary>Where a court's newest entries lie, for the pages: in its head row, and copied to the list of courts.</summary>
/// <param name="Lines">The newest first.</param>
internal sealed record RecentEntries(IReadOnlyList<RecentLine> Lines)
{
    /// <summary>How many are kept of a court.</summary>
    public const int Max = 100;

    private const string Name = "Recent";

    public static RecentEntries None { get; } = new([]);

    /// <summary>What is read of the list of courts to find them.</summary>
    public static IEnumerable<string> Names => PackedText.Names(Name);

    public static RecentEntries? Read(TableEntity row) =>
        PackedText.Read(row, Name) is { } json ? new(StoredJson.Read<List<RecentLine>>(json, $"{row.PartitionKey} {row.RowKey}")) : null;

    public void Write(TableEntity row) => PackedText.Write(row, Name, StoredJson.Write(Lines));

    /// <summary>With lines that were added, and others where they lie now.</summary>
    public RecentEntries With(IEnumerable<RecentLine> added, IReadOnlyDictionary<string, RecentLine> moved) =>
        new([.. InOrder(added.Concat(Lines.Select(line => moved.GetValueOrDefault(line.Key) ?? line))).Take(Max)]);

    /// <summary>The newest first: as they were seen, then as they were entered, then as they stood in the feed.</summary>
    public static IEnumerable<RecentLine> InOrder(IEnumerable<RecentLine> lines) =>
        lines.OrderByDescending(line => line.Seen).ThenByDescending(line => line.Entered).ThenBy(line => line.Added);
}

/// <summary>Where an entry lies, and what orders it; ticks, 0 for none.</summary>
internal sealed record RecentLine(string Key, long Seen, long Entered, long Added);

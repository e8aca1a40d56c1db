using Azure;
using Azure.Data.Tables;
using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Functions.Storage;

/// <summary>The head of a court's partition: every step with content changes it, on condition that nobody else did.</summary>
/// <param name="State">The state as of the last such step.</param>
/// <param name="Version">The state's version then.</param>
/// <param name="Pending">The mark of a journal whose rows are not all written yet; empty for none.</param>
/// <param name="Applied">How many pieces of that journal are written.</param>
/// <param name="Known">The newest entries' identities and labels; null where they were not read.</param>
/// <param name="Recent">The newest entries for the pages; null where they were not read.</param>
/// <param name="ETag">The row's own.</param>
internal sealed record HeadRow(
    CourtState State, long Version, string Pending, int Applied, KnownEntries? Known, RecentEntries? Recent, ETag ETag)
{
    /// <summary>What is read to know how a court stands.</summary>
    public static readonly IReadOnlyList<string> StateNames = [.. PackedText.Names("State"), "Version", "Pending", "Applied"];

    public static HeadRow Of(TableEntity row) => new(
        StoredJson.Read<CourtState>(PackedText.Read(row, "State") ?? "null", $"{row.PartitionKey} {row.RowKey}"),
        row.GetInt64("Version") ?? 0,
        row.GetString("Pending") ?? "",
        row.GetInt32("Applied") ?? 0,
        KnownEntries.Read(row),
        RecentEntries.Read(row),
        row.ETag);

    /// <summary>The row as a step leaves it.</summary>
    public static TableEntity Entity(CourtState state, KnownEntries known, RecentEntries recent, string mark, string pending)
    {
        var row = TableCalls.NewRow(state.Court.Value, TableKeys.Head);
        row["Version"] = state.Version;
        row["Mark"] = mark;
        row["Pending"] = pending;
        row["Applied"] = 0;
        PackedText.Write(row, "State", StoredJson.Write(state));
        known.Write(row);
        recent.Write(row);
        return row;
    }

    /// <summary>How far a journal is, to be merged.</summary>
    public static TableEntity Progress(CourtId court, string pending, int applied)
    {
        var row = TableCalls.PartOfRow(court.Value, TableKeys.Head);
        row["Pending"] = pending;
        row["Applied"] = applied;
        return row;
    }
}

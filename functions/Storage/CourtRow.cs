using Azure;
using Azure.Data.Tables;
using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Functions.Storage;

/// <summary>The row of a court in the list of courts: its state after the last check.</summary>
/// <param name="State">The state; null for a court that was never asked.</param>
/// <param name="Version">How often it was written; 0 for a court that was never asked.</param>
/// <param name="Head">The version of the head row that it builds on; 0 for none.</param>
/// <param name="ETag">The row's own.</param>
internal sealed record CourtRow(CourtState? State, long Version, long Head, ETag ETag)
{
    private const string StateName = "State";

    /// <summary>A row that makes the court's partition known before anything is written there.</summary>
    public static TableEntity Placeholder(CourtId court) => Entity(court, 0, 0);

    /// <summary>The row as it shall be, to be merged.</summary>
    public static TableEntity Entity(CourtState state, long head, string mark)
    {
        var row = Entity(state.Court, state.Version, head);
        row["Mark"] = mark;
        PackedText.Write(row, StateName, StoredJson.Write(state));
        return row;
    }

    public static CourtRow Of(TableEntity row) => new(
        PackedText.Read(row, StateName) is { } json ? StoredJson.Read<CourtState>(json, $"courts {row.RowKey}") : null,
        row.GetInt64("Version") ?? 0,
        row.GetInt64("Head") ?? 0,
        row.ETag);

    private static TableEntity Entity(CourtId court, long version, long head)
    {
        var row = TableCalls.NewRow(TableKeys.Courts, court.Value);
        row["Version"] = version;
        row["Head"] = head;
        return row;
    }
}

using Azure;
using Azure.Data.Tables;

namespace Tipstaff.Functions.Storage;

/// <summary>Rows of a version and JSON, written on condition that nobody else wrote since they were read.</summary>
internal static class VersionedRows
{
    private const string Json = "Json";

    /// <summary>The row as it shall be.</summary>
    public static TableEntity Row<T>(string partition, string key, long version, T value)
    {
        var row = TableCalls.NewRow(partition, key);
        row["Version"] = version;
        PackedText.Write(row, Json, StoredJson.Write(value));
        return row;
    }

    public static T Read<T>(TableEntity row) => StoredJson.Read<T>(PackedText.Read(row, Json) ?? "null", $"{row.PartitionKey} {row.RowKey}");

    /// <summary>The write of a row on top of the version before, which is read for its ETag.</summary>
    /// <returns>Null when that version is no longer the stored one.</returns>
    public static TableTransactionAction? On(TableEntity? stored, TableEntity row)
    {
        var version = row.GetInt64("Version") ?? 1;
        return (stored?.GetInt64("Version") ?? 0) != version - 1 ? null
            : stored is null ? new(TableTransactionActionType.Add, row)
            : new(TableTransactionActionType.UpdateReplace, row, stored.ETag);
    }

    /// <summary>Writes the row on top of the version before, and others of its partition with it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">The row, with its version from now on; it gets the mark.</param>
    /// <param name="mark">A mark of this write alone.</param>
    /// <param name="others">What is written with it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>200 done; 412 that version is no longer the stored one; 409 one of the others was there.</returns>
    public static async Task<int> TryWriteAsync(
        TableClient table, TableEntity row, string mark, IReadOnlyList<TableTransactionAction> others, CancellationToken cancellationToken)
    {
        row["Mark"] = mark;
        var stored = await table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken, ["Version"]);
        if (On(stored, row) is not { } action)
        {
            return 412;
        }

        var written = await table.TrySubmitAsync([action, .. others], cancellationToken);
        if (written.IsDone || await table.IsOwnAsync(row, cancellationToken))
        {
            return 200;
        }

        var now = await table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken, ["Version"]);
        return (now?.ETag ?? default(ETag)) == (stored?.ETag ?? default(ETag)) ? written.Status : 412;
    }
}

using Tipstaff.Local.Storage;
using Tipstaff.StoredData;
using Tipstaff.Tests.Local.Storage;

namespace Tipstaff.Tests.StoredData;

/// <summary>The columns of a new database.</summary>
internal static class SqliteShapes
{
    /// <summary>The lines of all tables, each with its kind.</summary>
    public static async Task<IReadOnlyList<(StoredKind Kind, string Line)>> AllAsync(CancellationToken cancellationToken)
    {
        using var store = new SqliteTestStore();
        return await store.Database.ReadAsync(
            session => session.Query(
                """
                SELECT tables.name, columns.name, columns.type, columns."notnull" = 0 OR columns.dflt_value IS NOT NULL
                FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'
                """,
                reader => (KindOf(reader.GetString(0)), $"sqlite:{reader.GetString(0)}/{reader.GetString(1)} {reader.GetString(2)}{(reader.GetBoolean(3) ? "?" : "")}")),
            cancellationToken);
    }

    private static StoredKind KindOf(string table) => SqliteKinds.OfTable.TryGetValue(table, out var kind)
        ? kind
        : throw new InvalidOperationException($"The table {table} is of no kind: name it in local/Storage/SqliteKinds.cs.");
}

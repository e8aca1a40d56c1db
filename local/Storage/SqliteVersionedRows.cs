namespace Tipstaff.Local.Storage;

/// <summary>Rows of a key, a version and JSON, written on condition that nobody else wrote since they were read.</summary>
internal static class SqliteVersionedRows
{
    /// <summary>Writes the row on top of the version before.</summary>
    /// <param name="session">The writer's session.</param>
    /// <param name="table">The table, and the name of its key: ours, never anybody's input.</param>
    /// <param name="key">The row's key.</param>
    /// <param name="version">Its version from now on; 1 for a new row.</param>
    /// <param name="json">Its content.</param>
    /// <returns>False when that version is no longer the stored one; then nothing was written.</returns>
    public static bool TryWrite(SqliteSession session, (string Name, string Key) table, string key, long version, string json) =>
        (version == 1
            ? session.Execute(
                $"INSERT INTO {table.Name} ({table.Key}, version, json) VALUES (@key, 1, @json) ON CONFLICT ({table.Key}) DO NOTHING",
                ("@key", key), ("@json", json))
            : session.Execute(
                $"UPDATE {table.Name} SET version = @version, json = @json WHERE {table.Key} = @key AND version = @version - 1",
                ("@key", key), ("@version", version), ("@json", json))) == 1;
}

using Tipstaff.Canaries;

namespace Tipstaff.Local.Storage;

/// <summary>The canary's row in SQLite.</summary>
internal sealed class SqliteCanaryLog(SqliteDatabase database) : ICanaryLog
{
    private const string Key = "canary";

    private static readonly (string Name, string Key) Table = ("canary", "name");

    /// <inheritdoc/>
    public async Task<CanaryRecord?> FindAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.Query("SELECT json FROM canary", reader => reader.GetString(0)), cancellationToken);
        return rows is [var json, ..] ? StoredJson.Read<CanaryRecord>(json, Table.Name) : null;
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(CanaryRecord next, CancellationToken cancellationToken)
    {
        var version = next.Version + 1;
        var json = StoredJson.Write(next with { Version = version });
        return database.Writer.TryRunAsync(session => SqliteVersionedRows.TryWrite(session, Table, Key, version, json), cancellationToken);
    }
}

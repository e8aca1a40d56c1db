using Tipstaff.Idempotency;

namespace Tipstaff.Local.Storage;

/// <summary>The requests that came with a key, in SQLite.</summary>
internal sealed class SqliteKeyedRequests(SqliteDatabase database) : IKeyedRequests
{
    /// <inheritdoc/>
    public async Task<KeyedRequest?> FindAsync(string key, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.Query("SELECT json FROM keyed_requests WHERE key = @key", reader => reader.GetString(0), ("@key", key)),
            cancellationToken) is [var json, ..]
            ? StoredJson.Read<KeyedRequest>(json, "keyed_requests")
            : null;

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(KeyedRequest next, CancellationToken cancellationToken)
    {
        var version = next.Version + 1;
        var json = StoredJson.Write(next with { Version = version });
        return database.Writer.TryRunAsync(
            session => (version == 1
                ? session.Execute(
                    "INSERT INTO keyed_requests (key, version, until, json) VALUES (@key, 1, @until, @json) ON CONFLICT (key) DO NOTHING",
                    ("@key", next.Key), ("@until", next.Until.UtcTicks), ("@json", json))
                : session.Execute(
                    "UPDATE keyed_requests SET version = @version, until = @until, json = @json WHERE key = @key AND version = @version - 1",
                    ("@key", next.Key), ("@version", version), ("@until", next.Until.UtcTicks), ("@json", json))) == 1,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            session => session.Execute(
                "DELETE FROM keyed_requests WHERE key IN (SELECT key FROM keyed_requests WHERE until <= @now ORDER BY until LIMIT @max)",
                ("@now", now.UtcTicks), ("@max", max)),
            cancellationToken);
}

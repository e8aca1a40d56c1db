using Tipstaff.Signatures;

namespace Tipstaff.Local.Storage;

/// <summary>The nonces of signed requests in SQLite.</summary>
internal sealed class SqliteNonces(SqliteDatabase database) : INonces
{
    /// <inheritdoc/>
    public Task<bool> TryUseAsync(string keyId, string nonce, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.Writer.TryRunAsync(
            session => session.Execute(
                "INSERT INTO nonces (key_id, nonce, until) VALUES (@key, @nonce, @until) ON CONFLICT (key_id, nonce) DO NOTHING",
                ("@key", keyId), ("@nonce", nonce), ("@until", until.UtcTicks)) == 1,
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            session => session.Execute(
                "DELETE FROM nonces WHERE (key_id, nonce) IN (SELECT key_id, nonce FROM nonces WHERE until <= @now ORDER BY until LIMIT @max)",
                ("@now", now.UtcTicks), ("@max", max)),
            cancellationToken);
}

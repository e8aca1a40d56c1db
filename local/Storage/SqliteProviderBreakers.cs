using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Local.Storage;

/// <summary>The circuit breakers of the mail providers in SQLite.</summary>
internal sealed class SqliteProviderBreakers(SqliteDatabase database) : IProviderBreakers
{
    private static readonly (string Name, string Key) Table = ("provider_breakers", "provider");
    private const string Trials = "provider_trials";

    /// <inheritdoc/>
    public async Task<ProviderBreaker?> FindAsync(string provider, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.Query(
                "SELECT json FROM provider_breakers WHERE provider = @provider", reader => reader.GetString(0), ("@provider", provider)),
            cancellationToken) is [var json, ..]
            ? StoredJson.Read<ProviderBreaker>(json, Table.Name)
            : null;

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(ProviderBreaker next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        var (provider, version) = (next.Provider, next.Version + 1);
        var json = StoredJson.Write(next with { Version = version });
        return database.Writer.TryRunAsync(
            session =>
            {
                var isWritten = SqliteVersionedRows.TryWrite(session, Table, provider, version, json);
                if (isWritten && notice is not null)
                {
                    SqliteOperatorNotices.Insert(session, notice);
                }

                return isWritten;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> TryClaimTrialAsync(TrialClaim claim, CancellationToken cancellationToken)
    {
        var json = StoredJson.Write(claim);
        // The writer's transaction keeps every other process out from its first read on.
        return database.Writer.TryRunAsync(
            session =>
            {
                var stored = session.Query(
                    "SELECT json FROM provider_trials WHERE provider = @provider", reader => reader.GetString(0), ("@provider", claim.Provider));
                return stored is not [var known, ..] || !StoredJson.Read<TrialClaim>(known, Trials).Bars(claim)
                    ? session.Execute(
                        "INSERT INTO provider_trials (provider, json) VALUES (@provider, @json) ON CONFLICT (provider) DO UPDATE SET json = excluded.json",
                        ("@provider", claim.Provider), ("@json", json)) == 1
                    : false;
            },
            cancellationToken);
    }
}

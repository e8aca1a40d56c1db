using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Storage;

/// <summary>The courts, their entries, and who was told of what, in SQLite.</summary>
internal sealed class SqliteDockets(SqliteDatabase database, TimeProvider clock) : IDockets
{
    /// <inheritdoc/>
    public async Task<CourtState?> FindCourtAsync(CourtId court, CancellationToken cancellationToken) =>
        await ListAsync<CourtState>(
            "courts", "SELECT json FROM courts WHERE court = @court", cancellationToken, ("@court", court.Value)) is [var state, ..]
            ? state
            : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<CourtState>> ListCourtsAsync(CancellationToken cancellationToken) =>
        ListAsync<CourtState>("courts", "SELECT json FROM courts ORDER BY court", cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>>> FindKnownAsync(
        CourtId court, IReadOnlyCollection<EntryIdentity> identities, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.Query(
                """
                SELECT identity, labels FROM entries
                WHERE court = @court AND identity IN (SELECT value FROM json_each(@identities))
                """,
                reader => (Identity: reader.GetString(0), Labels: reader.GetString(1)),
                ("@court", court.Value), ("@identities", StoredJson.WriteTexts(identities))),
            cancellationToken);
        return rows.ToDictionary(
            row => EntryIdentity.Parse(row.Identity), row => StoredJson.Read<IReadOnlyList<string>>(row.Labels, "entries"));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<ToldDocument>> FindToldAsync(
        CourtId court, IReadOnlyCollection<DocumentId> documents, CancellationToken cancellationToken)
    {
        var told = await database.ReadAsync(
            session => session.Query(
                "SELECT subscriber, document, told_case FROM told WHERE court = @court AND document IN (SELECT value FROM json_each(@documents))",
                reader => new ToldDocument(SubscriberId.Parse(reader.GetString(0)), DocumentId.Parse(reader.GetString(1)), reader.GetString(2)),
                ("@court", court.Value), ("@documents", StoredJson.WriteTexts(documents))),
            cancellationToken);
        return told.ToHashSet();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KnownNumber>> FindNumbersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, int maxPerDocket, CancellationToken cancellationToken)
    {
        var asked = dockets.Distinct().ToDictionary(docket => docket.Value, StringComparer.Ordinal);
        return await database.ReadAsync(
            session => session.Query(
                """
                SELECT entry.docket, entry.number, coalesce(entry.entered_at, entry.seen_at) FROM json_each(@dockets) AS asked
                JOIN entries AS entry ON entry.seq IN
                    (SELECT seq FROM entries WHERE court = @court AND docket = asked.value AND number IS NOT NULL ORDER BY number DESC LIMIT @max)
                """,
                reader => new KnownNumber(asked[reader.GetString(0)], reader.GetInt32(1), SqliteInstant.Read(reader, 2)),
                ("@court", court.Value), ("@dockets", StoredJson.WriteTexts(asked.Keys)), ("@max", maxPerDocket)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SubscriptionId, ToldNotes>> FindNotesAsync(
        CourtId court, IReadOnlyCollection<SubscriptionId> subscriptions, CancellationToken cancellationToken)
    {
        var told = await database.ReadAsync(
            session => session.Query(
                """
                SELECT subscription, gaps_through, quiet_through FROM told_notes
                WHERE court = @court AND subscription IN (SELECT value FROM json_each(@subscriptions))
                """,
                reader => new ToldNotes(
                    SubscriptionId.Parse(reader.GetString(0)),
                    reader.IsDBNull(1) ? null : SqliteInstant.Read(reader, 1),
                    reader.IsDBNull(2) ? null : reader.GetInt32(2)),
                ("@court", court.Value), ("@subscriptions", StoredJson.WriteTexts(subscriptions))),
            cancellationToken);
        return told.ToDictionary(one => one.Subscription);
    }

    /// <inheritdoc/>
    public Task<bool> TryRecordAsync(CourtStep step, CancellationToken cancellationToken)
    {
        var rows = CourtStepRows.Of(step, step.SeenAt ?? step.State.CheckedAt ?? clock.GetUtcNow());
        return database.Writer.TryRunAsync(rows.TryWrite, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DocketEntry>> NewestEntriesAsync(int max, CancellationToken cancellationToken) =>
        ListAsync<DocketEntry>(
            "entries",
            "SELECT json FROM entries WHERE court <> @canary ORDER BY seen_at DESC, entered_at DESC, seq LIMIT @max",
            cancellationToken,
            ("@max", max), ("@canary", CanaryCourt.Id.Value));

    /// <inheritdoc/>
    public Task<IReadOnlyList<DocketEntry>> OfDocketAsync(
        CourtId court, DocketNumber docket, CancellationToken cancellationToken) =>
        ListAsync<DocketEntry>(
            "entries",
            """
            SELECT json FROM entries WHERE court = @court AND docket = @docket
            ORDER BY coalesce(entered_at, seen_at), length(sequence), sequence, seq
            """,
            cancellationToken,
            ("@court", court.Value), ("@docket", docket.Value));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredUnreadable>> UnreadableAsync(int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.Query(
                "SELECT court, seen_at, json FROM unreadable ORDER BY seq DESC LIMIT @max",
                reader => (Court: reader.GetString(0), SeenAt: SqliteInstant.Read(reader, 1), Json: reader.GetString(2)),
                ("@max", max)),
            cancellationToken);
        return rows.ConvertAll(row =>
            new StoredUnreadable(CourtId.Parse(row.Court), row.SeenAt, StoredJson.Read<UnreadableItem>(row.Json, "unreadable")));
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string place, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var rows = await database.ReadAsync(
            session => session.Query(sql, reader => reader.GetString(0), parameters), cancellationToken);
        return rows.ConvertAll(json => StoredJson.Read<T>(json, place));
    }
}

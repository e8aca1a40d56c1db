using System.Security.Cryptography;
using Tipstaff.Outbox;

namespace Tipstaff.Local.Storage;

/// <summary>The outbox in SQLite.</summary>
internal sealed class SqliteOutbox(SqliteDatabase database) : IOutbox
{
    internal const string FindDueSql =
        """
        SELECT key FROM outbox
        WHERE state = 0 AND due_at <= @now AND (leased_until IS NULL OR leased_until <= @now)
        ORDER BY due_at, seq LIMIT @max
        """;

    private const string Place = "outbox_bodies";

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var row = OutboxMessageRow.Of(message);
        return database.Writer.RunAsync(row.Insert, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IdempotencyKey>> FindDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<IdempotencyKey>>(
            session => session.Query(
                FindDueSql,
                reader => IdempotencyKey.Parse(reader.GetString(0)),
                ("@now", now.UtcTicks), ("@max", max)),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        IReadOnlyCollection<IdempotencyKey> keys, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        var wanted = StoredJson.WriteTexts(keys);
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var rows = await database.Writer.RunAsync(session => Claim(session, wanted, token, now, leaseUntil), cancellationToken);

        var claimed = new List<ClaimedMessage>(rows.Count);
        var damaged = new List<DeliveryRecord>();
        foreach (var (key, attempt, json) in rows)
        {
            try
            {
                claimed.Add(new ClaimedMessage(StoredJson.Read<OutboxMessage>(json, Place), token, attempt));
            }
            catch (StorageException fault)
            {
                // Left alone it would be due for ever and stop every batch that it is in.
                damaged.Add(new DeliveryRecord(IdempotencyKey.Parse(key), token, new Delivery.DeadLettered(fault.Message, now)));
            }
        }

        if (damaged.Count > 0)
        {
            await RecordAsync(damaged, cancellationToken);
        }

        return claimed;
    }

    /// <inheritdoc/>
    public Task<int> RecordAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken) =>
        deliveries.Count == 0
            ? Task.FromResult(0)
            : database.Writer.RunAsync(session => deliveries.Sum(delivery => Record(session, delivery)), cancellationToken);

    /// <inheritdoc/>
    public Task<OutboxState?> FindStateAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        database.ReadAsync<OutboxState?>(
            session => session.Query("SELECT state FROM outbox WHERE key = @key", reader => (OutboxState)reader.GetInt32(0), ("@key", key.Value))
                is [var state, ..] ? state : null,
            cancellationToken);

    /// <inheritdoc/>
    public Task<OutboxCounts> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                // One statement, so that counts and age are of one moment.
                var rows = session.Query(
                    "SELECT messages, (SELECT min(due_at) FROM outbox WHERE state = 0) FROM outbox_counts ORDER BY state",
                    reader => (Messages: reader.GetInt64(0), OldestDueAt: SqliteInstant.ReadOrNull(reader, 1)));
                return new OutboxCounts(rows[0].Messages, rows[1].Messages, rows[2].Messages, rows[3].Messages, rows[0].OldestDueAt);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> NewestAsync(int max, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OutboxRow>>(
            session => session.Query(
                """
                SELECT json, state, detail, state_at FROM outbox JOIN outbox_bodies USING (seq)
                ORDER BY seq DESC LIMIT @max
                """,
                reader => new OutboxRow(
                    StoredJson.Read<OutboxMessage>(reader.GetString(0), Place),
                    (OutboxState)reader.GetInt32(1),
                    reader.IsDBNull(2) ? null : reader.GetString(2),
                    SqliteInstant.Read(reader, 3)),
                ("@max", max)),
            cancellationToken);

    /// <summary>
    /// Frees all claims, so that what a killed process left goes out at once and not after its lease. Only for whoever
    /// holds the data folder, before it claims anything: no other claimant lives then. The attempt that was killed does not
    /// count, as it says nothing of the message.
    /// </summary>
    /// <returns>How many were freed.</returns>
    public Task<int> ReleaseClaimsAsync(CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            session => session.Execute("UPDATE outbox SET token = NULL, leased_until = NULL, attempt = attempt - 1 WHERE state = 0 AND token IS NOT NULL"),
            cancellationToken);

    private static List<(string Key, int Attempt, string Json)> Claim(
        SqliteSession session, string wanted, string token, DateTimeOffset now, DateTimeOffset leaseUntil)
    {
        session.Execute(
            """
            UPDATE outbox SET token = @token, leased_until = @until, attempt = attempt + 1
            WHERE key IN (SELECT value FROM json_each(@keys))
              AND state = 0 AND due_at <= @now AND (leased_until IS NULL OR leased_until <= @now)
            """,
            ("@token", token), ("@until", leaseUntil.UtcTicks), ("@keys", wanted), ("@now", now.UtcTicks));
        return session.Query(
            """
            SELECT key, attempt, json FROM outbox JOIN outbox_bodies USING (seq)
            WHERE key IN (SELECT value FROM json_each(@keys)) AND token = @token
            ORDER BY due_at, seq
            """,
            reader => (reader.GetString(0), reader.GetInt32(1), reader.GetString(2)),
            ("@keys", wanted), ("@token", token));
    }

    private static int Record(SqliteSession session, DeliveryRecord record)
    {
        var written = Write(session, record);
        if (written > 0 && record.Notice is { } notice)
        {
            SqliteOperatorNotices.Insert(session, notice);
        }

        return written;
    }

    private static int Write(SqliteSession session, DeliveryRecord record) => record.Delivery switch
    {
        Delivery.Delivered(var provider, var at) => End(session, record, OutboxState.Delivered, provider, at),
        Delivery.Suppressed(var reason, var at) => End(session, record, OutboxState.Suppressed, reason, at),
        Delivery.DeadLettered(var reason, var at) => End(session, record, OutboxState.DeadLettered, reason, at),
        Delivery.Postponed(var until, var reason) => session.Execute(
            """
            UPDATE outbox SET due_at = @until, detail = @reason, token = NULL, leased_until = NULL
            WHERE key = @key AND token = @token AND state = 0
            """,
            ("@until", until.UtcTicks), ("@reason", reason), ("@key", record.Key.Value), ("@token", record.ClaimToken)),
        Delivery.Returned => session.Execute(
            """
            UPDATE outbox SET attempt = attempt - 1, token = NULL, leased_until = NULL
            WHERE key = @key AND token = @token AND state = 0
            """,
            ("@key", record.Key.Value), ("@token", record.ClaimToken)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Delivered (1) is the end whoever holds the claim.
    private static int End(SqliteSession session, DeliveryRecord record, OutboxState state, string detail, DateTimeOffset at) =>
        session.Execute(
            """
            UPDATE outbox SET state = @state, detail = @detail, state_at = @at, token = NULL, leased_until = NULL
            WHERE key = @key AND (token = @token OR @state = 1) AND state = 0
            """,
            ("@state", (int)state), ("@detail", detail), ("@at", at.UtcTicks), ("@key", record.Key.Value), ("@token", record.ClaimToken));
}

using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Tipstaff.Canaries;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Subscriptions;
using Tipstaff.Tracing;

namespace Tipstaff.Local.Storage;

/// <summary>The outbox in SQLite.</summary>
internal sealed class SqliteOutbox(SqliteDatabase database, ILogger<SqliteOutbox>? logger = null) : IOutbox
{
    // Kinds of message that only a newer version knows hide none of the others for the day for which they are left to it.
    internal const string IsKnown =
        "v <= @newest AND (kind IS NULL OR kind IN ('alert', 'confirmation', 'digest', 'operators') OR due_at <= @now - 864000000000)";

    internal const string FindDueSql =
        $"""
        SELECT key FROM outbox
        WHERE state = 0 AND due_at <= @now AND (leased_until IS NULL OR leased_until <= @now) AND {IsKnown}
        ORDER BY due_at, seq LIMIT @max
        """;

    internal const string FindDueWebhooksSql =
        $"""
        SELECT key FROM outbox INDEXED BY outbox_waiting_webhooks
        WHERE state = 0 AND webhook = 1 AND due_at <= @now AND (leased_until IS NULL OR leased_until <= @now) AND {IsKnown}
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
        FindKeysAsync(FindDueSql, [("@now", now.UtcTicks), ("@max", max), ("@newest", StoredKinds.Message.Newest)], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IdempotencyKey>> FindDueWebhooksAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        FindKeysAsync(FindDueWebhooksSql, [("@now", now.UtcTicks), ("@max", max), ("@newest", StoredKinds.Message.Newest)], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IdempotencyKey>> FindWebhooksAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken) =>
        FindKeysAsync(
            "SELECT outbox.key FROM json_each(@keys) AS wanted JOIN outbox ON outbox.key = wanted.value WHERE webhook = 1 ORDER BY wanted.id",
            [("@keys", StoredJson.WriteTexts(keys))],
            cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        IReadOnlyCollection<IdempotencyKey> keys, DateTimeOffset now, DateTimeOffset leaseUntil, string provider, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        var asked = StoredJson.WriteTexts(keys);
        var read = await ReadAsync(asked, now, cancellationToken);
        var wanted = StoredJson.WriteTexts(read.Keys);
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var rows = await database.Writer.RunAsync(session => OutboxStateRows.Claim(session, new(token, now, leaseUntil, provider), wanted), cancellationToken);

        var claimed = new List<ClaimedMessage>(rows.Count);
        var damaged = new List<DeliveryRecord>();
        foreach (var (key, attempt, pin, waitsSince) in rows)
        {
            if (read[key].Message is { } message)
            {
                claimed.Add(new ClaimedMessage(message, token, attempt, pin?.Provider ?? provider, waitsSince, pin));
            }
            else
            {
                // Left alone it would be due for ever and stop every batch that it is in.
                var dead = new Delivery.DeadLettered(read[key].Fault!.Message, now);
                damaged.Add(new DeliveryRecord(IdempotencyKey.Parse(key), token, dead, DeadLetterNotice.Of(IdempotencyKey.Parse(key), dead)));
            }
        }

        if (damaged.Count > 0)
        {
            foreach (var record in await RecordAsync(damaged, cancellationToken))
            {
                database.Meter.UnreadableGivenUp(read[record.Key.Value].Kind, read[record.Key.Value].IsWebhook);
            }
        }

        return claimed;
    }

    /// <inheritdoc/>
    public Task<bool> TryAskAsync(IdempotencyKey key, string claimToken, ProviderPin pin, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            session => session.Execute(
                "UPDATE outbox SET asked = @asked, asked_at = @at WHERE key = @key AND token = @token AND state = 0",
                ("@asked", pin.Provider), ("@at", pin.Since.UtcTicks), ("@key", key.Value), ("@token", claimToken)) == 1,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeliveryRecord>> RecordAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken) =>
        deliveries.Count == 0
            ? Task.FromResult<IReadOnlyList<DeliveryRecord>>([])
            : database.Writer.RunAsync<IReadOnlyList<DeliveryRecord>>(
                session => [.. deliveries.Where(delivery => OutboxStateRows.Record(session, delivery) > 0)], cancellationToken);

    /// <inheritdoc/>
    public Task<OutboxState?> FindStateAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        database.ReadAsync<OutboxState?>(
            session => session.Query("SELECT state FROM outbox WHERE key = @key", reader => (OutboxState)reader.GetInt32(0), ("@key", message.Key.Value))
                is [var state, ..] ? state : null,
            cancellationToken);

    /// <inheritdoc/>
    public Task<SubscriberId?> FindSubscriberAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.Query("SELECT subscriber FROM outbox WHERE key = @key", reader => SubscriberId.Parse(reader.GetString(0)), ("@key", key.Value))
                is [var subscriber, ..] ? subscriber : null,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReplayedMessage>> ReplayAsync(
        IReadOnlyCollection<IdempotencyKey>? keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = keys is null ? null : StoredJson.WriteTexts(keys);
        return database.Writer.RunAsync<IReadOnlyList<ReplayedMessage>>(session => OutboxStateRows.Replay(session, wanted, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int max, DeadLetterPlace? after, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DeadLetter>>(
            session => session.Query(
                """
                SELECT key, state_at, detail, attempt, CASE WHEN json_valid(json) THEN json_extract(json, '$.alert.trace') END
                FROM outbox LEFT JOIN outbox_bodies USING (seq)
                WHERE state = 3 AND (@at IS NULL OR state_at < @at OR (state_at = @at AND key < @key))
                ORDER BY state_at DESC, key DESC LIMIT @max
                """,
                ReadDeadLetter,
                ("@at", after?.At.UtcTicks), ("@key", after?.Key.Value), ("@max", max)),
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

    /// <summary>What is due and not delivered.</summary>
    public Task<OutboxBacklog> FindBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Query(
            "SELECT count(*), min(due_at) FROM outbox WHERE state = 0 AND due_at <= @now",
            reader => new OutboxBacklog(reader.GetInt64(0), SqliteInstant.ReadOrNull(reader, 1)),
            ("@now", now.UtcTicks))[0],
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DelayCount>> DelaysAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DelayCount>>(session => SqliteDelays.Since(session, since), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> NewestAsync(int max, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OutboxRow>>(
            session => session.Query(
                """
                SELECT json, state, detail, state_at FROM outbox JOIN outbox_bodies USING (seq)
                WHERE CASE WHEN json_valid(json) THEN json_extract(json, '$.alert.court') IS NOT @canary END
                ORDER BY seq DESC LIMIT @max
                """,
                reader => new OutboxRow(
                    StoredJson.Read<OutboxMessage>(reader.GetString(0), Place),
                    (OutboxState)reader.GetInt32(1),
                    reader.IsDBNull(2) ? null : reader.GetString(2),
                    SqliteInstant.Read(reader, 3)),
                ("@max", max), ("@canary", CanaryCourt.Id.Value)),
            cancellationToken);

    /// <summary>
    /// Frees all claims, so that what a killed process left goes out at once and not after its lease. Only for whoever
    /// holds the data folder, before it claims anything: no other claimant lives then. The attempt that was killed does not
    /// count, as it says nothing of the message; the provider that it asked may have it, and stays written down.
    /// </summary>
    /// <returns>How many were freed.</returns>
    public Task<int> ReleaseClaimsAsync(CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            session => session.Execute("UPDATE outbox SET token = NULL, leased_until = NULL, attempt = attempt - 1 WHERE state = 0 AND token IS NOT NULL"),
            cancellationToken);

    // One that is damaged, or from before there were traces, has its own.
    private static DeadLetter ReadDeadLetter(SqliteDataReader reader)
    {
        var key = IdempotencyKey.Parse(reader.GetString(0));
        var trace = TraceContext.TryParse(reader.IsDBNull(4) ? null : reader.GetString(4), provider: null, out var kept) ? kept : TraceContext.Of(key);
        return new DeadLetter(key, SqliteInstant.Read(reader, 1), reader.IsDBNull(2) ? "" : reader.GetString(2), reader.GetInt32(3), trace.TraceId);
    }

    // Before anything is claimed, so that whoever understands what this program does not may have it at once.
    private async Task<Dictionary<string, ReadMessage>> ReadAsync(string keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, ReadMessage>(StringComparer.Ordinal);
        foreach (var (key, dueAt, json, kind, isWebhook) in await database.ReadAsync(session => OutboxStateRows.Claimable(session, now, keys), cancellationToken))
        {
            try
            {
                read.Add(key, new(StoredJson.Read<OutboxMessage>(json, Place), Fault: null, kind, isWebhook));
            }
            catch (StorageException fault) when (LeftAlone.Waits(json, dueAt, now))
            {
                logger?.MessageLeftAlone(key, fault);
            }
            catch (StorageException fault)
            {
                read.Add(key, new(Message: null, fault, kind ?? MessageKinds.Of(json), isWebhook));
            }
        }

        return read;
    }

    private Task<IReadOnlyList<IdempotencyKey>> FindKeysAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<IdempotencyKey>>(
            session => session.Query(sql, reader => IdempotencyKey.Parse(reader.GetString(0)), parameters), cancellationToken);

    private sealed record ReadMessage(OutboxMessage? Message, StorageException? Fault, string? Kind, bool IsWebhook);
}

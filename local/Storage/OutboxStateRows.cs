using System.Diagnostics;
using Tipstaff.Outbox;
using Tipstaff.StoredData;

namespace Tipstaff.Local.Storage;

/// <summary>What is written of a message's state: claims, what became of them, replays. Each is one step in the writer's turn.</summary>
internal static class OutboxStateRows
{
    private const string IsClaimable =
        "key IN (SELECT value FROM json_each(@keys)) AND state = 0 AND due_at <= @now AND (leased_until IS NULL OR leased_until <= @now) AND v <= @newest";

    /// <summary>What may be claimed of the keys, with the bodies, which never change. Rows of a newer version are left alone.</summary>
    public static List<(string Key, DateTimeOffset DueAt, string Json, string? Kind, bool IsWebhook)> Claimable(
        SqliteSession session, DateTimeOffset now, string keys) => session.Query(
        $"SELECT key, due_at, json, kind, webhook FROM outbox JOIN outbox_bodies USING (seq) WHERE {IsClaimable}",
        reader => (reader.GetString(0), SqliteInstant.Read(reader, 1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetBoolean(4)),
        ("@keys", keys), ("@now", now.UtcTicks), ("@newest", StoredKinds.Message.Newest));

    /// <summary>Claims what is due of the keys; read first, as the claim itself overwrites who was asked before.</summary>
    public static List<(string Key, int Attempt, ProviderPin? Pin, DateTimeOffset WaitsSince)> Claim(SqliteSession session, OutboxClaim claim, string keys)
    {
        var rows = session.Query(
            $"SELECT key, attempt + 1, asked, asked_at, state_at FROM outbox WHERE {IsClaimable} ORDER BY due_at, seq",
            reader => (
                reader.GetString(0),
                reader.GetInt32(1),
                reader.IsDBNull(2) ? null : new ProviderPin(reader.GetString(2), SqliteInstant.Read(reader, 3)),
                SqliteInstant.Read(reader, 4)),
            ("@keys", keys), ("@now", claim.Now.UtcTicks), ("@newest", StoredKinds.Message.Newest));
        session.Execute(
            $"""
            UPDATE outbox SET token = @token, leased_until = @until, attempt = attempt + 1,
                asked = coalesce(asked, @provider), asked_at = coalesce(asked_at, @now)
            WHERE {IsClaimable}
            """,
            ("@token", claim.Token), ("@until", claim.LeaseUntil.UtcTicks), ("@provider", claim.Provider), ("@keys", keys), ("@now", claim.Now.UtcTicks),
            ("@newest", StoredKinds.Message.Newest));
        return rows;
    }

    /// <summary>Writes down what became of a claim, and what operators are told of it.</summary>
    /// <returns>1, or 0 when the claim is no longer one's own.</returns>
    public static int Record(SqliteSession session, DeliveryRecord record)
    {
        var written = Write(session, record);
        if (written > 0 && record.Notice is { } notice)
        {
            SqliteOperatorNotices.Insert(session, notice);
        }

        return written;
    }

    /// <summary>Makes dead letters wait again.</summary>
    /// <param name="session">The writer's session.</param>
    /// <param name="keys">Which, as a JSON array; null for all.</param>
    /// <param name="now">When they are due.</param>
    public static List<ReplayedMessage> Replay(SqliteSession session, string? keys, DateTimeOffset now)
    {
        const string Dead = "state = 3 AND (@keys IS NULL OR key IN (SELECT value FROM json_each(@keys)))";
        var replayed = session.Query(
            $"SELECT key, detail FROM outbox WHERE {Dead} ORDER BY seq",
            reader => new ReplayedMessage(IdempotencyKey.Parse(reader.GetString(0)), reader.GetString(1)),
            ("@keys", keys));
        session.Execute(
            $"UPDATE outbox SET state = 0, state_at = @now, due_at = @now, attempt = 1, asked = NULL, asked_at = NULL WHERE {Dead}",
            ("@keys", keys), ("@now", now.UtcTicks));
        return replayed;
    }

    private static int Write(SqliteSession session, DeliveryRecord record) => record.Delivery switch
    {
        Delivery.Delivered(var provider, var at) => Deliver(session, record, provider, at),
        Delivery.Folded(var digest, var at) => End(session, record, OutboxState.Delivered, $"digest {digest}", at),
        Delivery.Suppressed(var reason, var at) => End(session, record, OutboxState.Suppressed, reason, at),
        Delivery.DeadLettered(var reason, var at) => End(session, record, OutboxState.DeadLettered, reason, at),
        Delivery.Postponed(var until, var reason, var pin) => session.Execute(
            """
            UPDATE outbox SET due_at = @until, detail = @reason, token = NULL, leased_until = NULL, asked = @asked, asked_at = @asked_at
            WHERE key = @key AND token = @token AND state = 0
            """,
            ("@until", until.UtcTicks), ("@reason", reason), ("@asked", pin?.Provider), ("@asked_at", pin?.Since.UtcTicks),
            ("@key", record.Key.Value), ("@token", record.ClaimToken)),
        Delivery.Returned(var until, var pin) => session.Execute(
            """
            UPDATE outbox SET due_at = max(due_at, coalesce(@until, due_at)), attempt = attempt - 1, token = NULL, leased_until = NULL,
                asked = @asked, asked_at = @asked_at
            WHERE key = @key AND token = @token AND state = 0
            """,
            ("@until", until?.UtcTicks), ("@asked", pin?.Provider), ("@asked_at", pin?.Since.UtcTicks),
            ("@key", record.Key.Value), ("@token", record.ClaimToken)),
        _ => throw new UnreachableException(),
    };

    private static int Deliver(SqliteSession session, DeliveryRecord record, string provider, DateTimeOffset at)
    {
        var written = End(session, record, OutboxState.Delivered, provider, at);
        if (written > 0)
        {
            SqliteDelays.Add(session, record.Key, at);
        }

        return written;
    }

    // Delivered (1) is the end whoever holds the claim, and even if another claimant has given the message up (3).
    private static int End(SqliteSession session, DeliveryRecord record, OutboxState state, string detail, DateTimeOffset at) =>
        session.Execute(
            """
            UPDATE outbox SET state = @state, detail = @detail, state_at = @at, token = NULL, leased_until = NULL
            WHERE key = @key AND (token = @token OR @state = 1) AND (state = 0 OR (state = 3 AND @state = 1))
            """,
            ("@state", (int)state), ("@detail", detail), ("@at", at.UtcTicks), ("@key", record.Key.Value), ("@token", record.ClaimToken));
}

/// <summary>What a claim writes.</summary>
/// <param name="Token">Proof of it.</param>
/// <param name="Now">The present moment.</param>
/// <param name="LeaseUntil">When it lapses.</param>
/// <param name="Provider">Who is asked first, where nobody may have the message already.</param>
internal sealed record OutboxClaim(string Token, DateTimeOffset Now, DateTimeOffset LeaseUntil, string Provider);

using Tipstaff.Alerts;
using Tipstaff.Erasures;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Local.Storage;

/// <summary>The erasures in SQLite.</summary>
/// <remarks>
/// All of a subscriber goes in one transaction. What is deleted is overwritten with zeros (<c>secure_delete</c>), and the write-ahead
/// log, which has the pages as they were, is then brought into the file and cut to nothing.
/// </remarks>
internal sealed class SqliteErasures(SqliteDatabase database) : IErasures
{
    private const string Place = "erasures";

    private static readonly string[] SqlOfMarks =
    [
        "DELETE FROM told WHERE subscriber = @subscriber",
        "DELETE FROM told_notes WHERE subscription IN (SELECT id FROM subscriptions WHERE subscriber = @subscriber)",
    ];

    /// <inheritdoc/>
    public async Task<Erasure?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.Query("SELECT json FROM erasures WHERE subscriber = @subscriber", reader => reader.GetString(0), ("@subscriber", subscriber.Value)),
            cancellationToken);
        return rows is [var json, ..] ? StoredJson.Read<Erasure>(json, Place) : null;
    }

    /// <inheritdoc/>
    public Task NoteAsync(Erasure erasure, CancellationToken cancellationToken)
    {
        var json = StoredJson.Write(erasure);
        return database.Writer.RunAsync(
            session => session.Execute(
                """
                INSERT INTO erasures (subscriber, asked_at, json) VALUES (@subscriber, @at, @json)
                ON CONFLICT (subscriber) DO UPDATE SET asked_at = excluded.asked_at, json = excluded.json
                """,
                ("@subscriber", erasure.Subscriber.Value), ("@at", erasure.AskedAt.UtcTicks), ("@json", json)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Erasure>> ListAsync(int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.Query("SELECT json FROM erasures ORDER BY asked_at LIMIT @max", reader => reader.GetString(0), ("@max", max)), cancellationToken);
        return rows.ConvertAll(json => StoredJson.Read<Erasure>(json, Place));
    }

    /// <inheritdoc/>
    public Task ForgetAsync(Erasure erasure, CancellationToken cancellationToken) => database.Writer.RunAsync(
        session => session.Execute(
            "DELETE FROM erasures WHERE subscriber = @subscriber AND asked_at = @at",
            ("@subscriber", erasure.Subscriber.Value), ("@at", erasure.AskedAt.UtcTicks)),
        cancellationToken);

    /// <inheritdoc/>
    public async Task EraseAsync(Erasure erasure, DateTimeOffset madeUpTo, CancellationToken cancellationToken)
    {
        await database.Writer.RunAsync(session => Erase(session, erasure.Subscriber, madeUpTo), cancellationToken);
        await database.CutLogAsync(cancellationToken);
    }

    private static int Erase(SqliteSession session, SubscriberId subscriber, DateTimeOffset madeUpTo)
    {
        var (name, until) = (("@subscriber", (object?)subscriber.Value), ("@until", (object?)madeUpTo.UtcTicks));
        var messages = session.Execute("DELETE FROM outbox WHERE subscriber = @subscriber AND created_at <= @until", name, until);
        EraseDigests(session, subscriber, madeUpTo);
        foreach (var sql in SqlOfMarks)
        {
            session.Execute(sql, name);
        }

        session.Execute("DELETE FROM subscriptions WHERE subscriber = @subscriber AND requested_at <= @until", name, until);
        EraseRecord(session, subscriber);
        return messages;
    }

    private static void EraseDigests(SqliteSession session, SubscriberId subscriber, DateTimeOffset madeUpTo)
    {
        var folded = session.Query(
            "SELECT digest, alert, json FROM digest_alerts WHERE subscriber = @subscriber",
            reader => (Digest: reader.GetString(0), Alert: reader.GetString(1), Json: reader.GetString(2)),
            ("@subscriber", subscriber.Value));
        foreach (var (digest, alert, json) in folded)
        {
            if (StoredJson.Read<Alert>(json, "digest_alerts").CreatedAt <= madeUpTo)
            {
                session.Execute("DELETE FROM digest_alerts WHERE digest = @digest AND alert = @alert", ("@digest", digest), ("@alert", alert));
            }
        }

        session.Execute(
            """
            DELETE FROM digest_parts WHERE subscriber = @subscriber AND NOT EXISTS
                (SELECT 1 FROM digest_alerts WHERE digest_alerts.digest = digest_parts.digest AND digest_alerts.part = digest_parts.part)
            """,
            ("@subscriber", subscriber.Value));
    }

    private static void EraseRecord(SqliteSession session, SubscriberId subscriber)
    {
        var rows = session.Query("SELECT json FROM address_records WHERE subscriber = @subscriber", reader => reader.GetString(0), ("@subscriber", subscriber.Value));
        foreach (var record in rows.Select(json => StoredJson.Read<AddressRecord>(json, "address_records")))
        {
            if (record.Erased() is not { } kept)
            {
                session.Execute("DELETE FROM address_records WHERE subscriber = @subscriber", ("@subscriber", subscriber.Value));
            }
            else if (kept != record)
            {
                SqliteVersionedRows.TryWrite(
                    session, ("address_records", "subscriber"), subscriber.Value, record.Version + 1, StoredJson.Write(kept with { Version = record.Version + 1 }));
            }
        }
    }
}

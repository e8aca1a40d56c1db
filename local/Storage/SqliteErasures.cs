using Tipstaff.Alerts;
using Tipstaff.Erasures;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Webhooks;

namespace Tipstaff.Local.Storage;

/// <summary>The erasures in SQLite.</summary>
/// <remarks>
/// All of a subscriber goes in one transaction. What is deleted is overwritten with zeros (<c>secure_delete</c>), the write-ahead log,
/// which has the pages as they were, is then brought into the file and cut to nothing, and the file is written anew: at once where that
/// is quick, else with the next hourly pass.
/// </remarks>
internal sealed class SqliteErasures(SqliteDatabase database) : IErasures
{
    private const string Place = "erasures";

    // Written anew in half a second or so: a person may wait for it.
    private const long QuicklyRewritten = 64 * 1024 * 1024;

    // Of what was erased before this process began nothing is known.
    private volatile bool _isClean;

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
        if (await database.Writer.RunAsync(session => Erase(session, erasure.Subscriber, madeUpTo), cancellationToken))
        {
            _isClean = false;
        }

        await database.CutLogAsync(cancellationToken);
        if (await database.SizeAsync(cancellationToken) <= QuicklyRewritten)
        {
            await CleanAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        if (!_isClean)
        {
            // Whatever is erased from now on is not in what is written now, or makes it unclean again.
            _isClean = true;
            try
            {
                await database.RewriteAsync(cancellationToken);
            }
            catch
            {
                _isClean = false;
                throw;
            }
        }
    }

    /// <returns>Whether there was anything to erase.</returns>
    private static bool Erase(SqliteSession session, SubscriberId subscriber, DateTimeOffset madeUpTo)
    {
        var before = session.Number("SELECT total_changes()");
        var (name, until) = (("@subscriber", (object?)subscriber.Value), ("@until", (object?)madeUpTo.UtcTicks));
        session.Execute("DELETE FROM outbox WHERE subscriber = @subscriber AND created_at <= @until", name, until);
        EraseDigests(session, subscriber, madeUpTo);
        var hasReturned = session.Query("SELECT 1 FROM subscriptions WHERE subscriber = @subscriber AND requested_at > @until LIMIT 1", _ => true, name, until) is not [];
        if (!hasReturned)
        {
            EraseMarks(session, subscriber);
            EraseRecord(session, subscriber);
        }

        session.Execute(
            "DELETE FROM told_notes WHERE subscription IN (SELECT id FROM subscriptions WHERE subscriber = @subscriber AND requested_at <= @until)", name, until);
        session.Execute("DELETE FROM subscriptions WHERE subscriber = @subscriber AND requested_at <= @until", name, until);
        EraseWebhooks(session, subscriber, madeUpTo);
        return session.Number("SELECT total_changes()") > before;
    }

    private static void EraseMarks(SqliteSession session, SubscriberId subscriber)
    {
        foreach (var reader in Own(session, subscriber).Select(one => one.Reader).Append(subscriber).Distinct())
        {
            session.Execute("DELETE FROM told WHERE subscriber = @reader", ("@reader", reader.Value));
        }
    }

    private static IEnumerable<Subscription> Own(SqliteSession session, SubscriberId subscriber) => session
        .Query("SELECT json FROM subscriptions WHERE subscriber = @subscriber", reader => reader.GetString(0), ("@subscriber", subscriber.Value))
        .Select(json => StoredJson.Read<Subscription>(json, "subscriptions"));

    private static void EraseWebhooks(SqliteSession session, SubscriberId subscriber, DateTimeOffset madeUpTo)
    {
        var kept = Own(session, subscriber).Select(one => one.Webhook).OfType<WebhookUrl>().ToHashSet();
        var rows = session.Query("SELECT json FROM webhooks WHERE subscriber = @subscriber", reader => reader.GetString(0), ("@subscriber", subscriber.Value));
        foreach (var present in rows.Select(json => StoredJson.Read<SubscriberWebhooks>(json, "webhooks")))
        {
            if (present.Erased(madeUpTo, kept) is not { } left)
            {
                session.Execute("DELETE FROM webhooks WHERE subscriber = @subscriber", ("@subscriber", subscriber.Value));
            }
            else if (left != present)
            {
                SqliteVersionedRows.TryWrite(
                    session, ("webhooks", "subscriber"), subscriber.Value, present.Version + 1, StoredJson.Write(left with { Version = present.Version + 1 }));
            }
        }
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

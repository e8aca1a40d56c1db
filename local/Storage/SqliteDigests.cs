using Tipstaff.Alerts;
using Tipstaff.Digests;

namespace Tipstaff.Local.Storage;

/// <summary>The digests in SQLite.</summary>
internal sealed class SqliteDigests(SqliteDatabase database) : IDigests
{
    private const string Place = "digest_alerts";

    /// <inheritdoc/>
    public async Task<DigestPart> FoldAsync(Alert alert, int weight, int capacity, CancellationToken cancellationToken)
    {
        var slot = alert.Digest ?? throw new ArgumentException($"Alert {alert.Id} names no digest.", nameof(alert));
        var (digest, json) = (new DigestPart(alert.Subscriber, slot, 1).Key, StoredJson.Write(alert));
        var number = await database.Writer.RunAsync(session => Fold(session, digest, alert, json, weight, capacity), cancellationToken);
        return new DigestPart(alert.Subscriber, slot, number);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Alert>> CloseAsync(DigestPart part, CancellationToken cancellationToken)
    {
        var rows = await database.Writer.RunAsync(
            session =>
            {
                session.Execute("UPDATE digest_parts SET closed = 1 WHERE digest = @digest AND part = @part", ("@digest", part.Key), ("@part", part.Number));
                return session.Query(
                    "SELECT json FROM digest_alerts WHERE digest = @digest AND part = @part", reader => reader.GetString(0), ("@digest", part.Key), ("@part", part.Number));
            },
            cancellationToken);
        return DigestOrder.Of(rows.Select(json => StoredJson.Read<Alert>(json, Place)));
    }

    private static int Fold(SqliteSession session, string digest, Alert alert, string json, int weight, int capacity)
    {
        if (session.Query(
            "SELECT part FROM digest_alerts WHERE digest = @digest AND alert = @alert", reader => reader.GetInt32(0), ("@digest", digest), ("@alert", alert.Id.Value)) is [var known, ..])
        {
            return known;
        }

        var open = session.Query(
            "SELECT part FROM digest_parts WHERE digest = @digest AND closed = 0 AND weight + @weight <= @capacity ORDER BY part LIMIT 1",
            reader => reader.GetInt32(0),
            ("@digest", digest), ("@weight", weight), ("@capacity", capacity));
        var part = open is [var first, ..]
            ? first
            : session.Query("SELECT coalesce(max(part), 0) + 1 FROM digest_parts WHERE digest = @digest", reader => reader.GetInt32(0), ("@digest", digest))[0];
        session.Execute(
            """
            INSERT INTO digest_parts (digest, part, subscriber, weight) VALUES (@digest, @part, @subscriber, @weight)
            ON CONFLICT (digest, part) DO UPDATE SET weight = weight + excluded.weight
            """,
            ("@digest", digest), ("@part", part), ("@subscriber", alert.Subscriber.Value), ("@weight", weight));
        session.Execute(
            "INSERT INTO digest_alerts (digest, alert, part, subscriber, json) VALUES (@digest, @alert, @part, @subscriber, @json)",
            ("@digest", digest), ("@alert", alert.Id.Value), ("@part", part), ("@subscriber", alert.Subscriber.Value), ("@json", json));
        return part;
    }
}

using Tipstaff.Alerts;
using Tipstaff.Digests;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Storage;

/// <summary>The digests in SQLite.</summary>
internal sealed class SqliteDigests(SqliteDatabase database) : IDigests
{
    private const string Place = "digest_alerts";

    /// <inheritdoc/>
    public async Task<DigestPart> FoldAsync(Alert alert, int weight, CancellationToken cancellationToken)
    {
        var slot = alert.Digest ?? throw new ArgumentException($"Alert {alert.Id} names no digest.", nameof(alert));
        var (digest, json) = (new DigestPart(alert.Subscriber, slot, 1).Key, StoredJson.Write(alert));
        var number = await database.Writer.RunAsync(
            session =>
            {
                session.Execute(
                    """
                    INSERT INTO digest_alerts (digest, alert, subscriber, court, docket, created_at, weight, json)
                    VALUES (@digest, @alert, @subscriber, @court, @docket, @created, @weight, @json)
                    ON CONFLICT (digest, alert) DO NOTHING
                    """,
                    ("@digest", digest), ("@alert", alert.Id.Value), ("@subscriber", alert.Subscriber.Value), ("@court", alert.Court.Value),
                    ("@docket", alert.Docket.Value), ("@created", alert.CreatedAt.UtcTicks), ("@weight", weight), ("@json", json));
                return session.Query(
                    """
                    SELECT coalesce(part, (SELECT coalesce(max(part), 0) + 1 FROM digest_parts WHERE digest = @digest))
                    FROM digest_alerts WHERE digest = @digest AND alert = @alert
                    """,
                    reader => reader.GetInt32(0),
                    ("@digest", digest), ("@alert", alert.Id.Value))[0];
            },
            cancellationToken);
        return new DigestPart(alert.Subscriber, slot, number);
    }

    /// <inheritdoc/>
    public async Task<ClosedPart> CloseAsync(DigestPart part, int capacity, CancellationToken cancellationToken)
    {
        var (rows, before, parts, waiting) = await database.Writer.RunAsync(
            session =>
            {
                Close(session, part, capacity);
                return (
                    session.Query(
                        "SELECT json FROM digest_alerts WHERE digest = @digest AND part = @part",
                        reader => reader.GetString(0),
                        ("@digest", part.Key), ("@part", part.Number)),
                    session.Query(
                        """
                        SELECT part, json FROM digest_alerts WHERE digest = @digest AND part < @part
                            AND (court, docket) IN (SELECT court, docket FROM digest_alerts WHERE digest = @digest AND part = @part)
                        """,
                        reader => (reader.GetInt32(0), reader.GetString(1)),
                        ("@digest", part.Key), ("@part", part.Number)),
                    session.Query(
                        "SELECT part, told FROM digest_parts WHERE digest = @digest AND part <= @part AND told IS NOT NULL",
                        reader => (Part: reader.GetInt32(0), Told: reader.GetString(1)),
                        ("@digest", part.Key), ("@part", part.Number)),
                    session.Query("SELECT count(*) FROM digest_alerts WHERE digest = @digest AND part IS NULL", reader => reader.GetInt64(0), ("@digest", part.Key))[0]);
            },
            cancellationToken);
        var told = parts.ToDictionary(one => one.Part, one => DigestOrder.ReadIds(one.Told));
        return ClosedPart.Of(rows.Select(Read), told.GetValueOrDefault(part.Number), [.. before.Select(row => (row.Item1, Read(row.Item2)))], told, waiting > 0);
    }

    /// <inheritdoc/>
    public Task TellAsync(DigestPart part, IReadOnlyCollection<AlertId> told, CancellationToken cancellationToken) => database.Writer.RunAsync(
        session => session.Execute(
            "UPDATE digest_parts SET told = @told WHERE digest = @digest AND part = @part",
            ("@told", DigestOrder.WriteIds(told)), ("@digest", part.Key), ("@part", part.Number)),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlySet<SubscriptionId>> SubscriptionsAsync(
        SubscriberId subscriber, DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.Query(
                "SELECT json FROM digest_alerts WHERE subscriber = @subscriber AND created_at BETWEEN @made AND @until",
                reader => reader.GetString(0),
                ("@subscriber", subscriber.Value), ("@made", (after - DigestSlot.LongestWait).UtcTicks), ("@until", until.UtcTicks)),
            cancellationToken);
        return rows.Select(Read).Where(alert => alert.Digest is { } slot && slot.At > after && slot.At <= until).Select(alert => alert.Subscription).ToHashSet();
    }

    private static Alert Read(string json) => StoredJson.Read<Alert>(json, Place);

    private static void Close(SqliteSession session, DigestPart part, int capacity)
    {
        if (session.Query(
            "SELECT 1 FROM digest_parts WHERE digest = @digest AND part = @part", reader => reader.GetInt32(0), ("@digest", part.Key), ("@part", part.Number)) is [_, ..])
        {
            return;
        }

        var waiting = session.Query(
            "SELECT court, docket, created_at, alert, weight FROM digest_alerts WHERE digest = @digest AND part IS NULL",
            reader => (new DigestPlace(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3)), reader.GetInt32(4)),
            ("@digest", part.Key));
        var next = DigestOrder.NextPart(waiting, capacity);
        foreach (var place in next)
        {
            session.Execute(
                "UPDATE digest_alerts SET part = @part WHERE digest = @digest AND alert = @alert", ("@part", part.Number), ("@digest", part.Key), ("@alert", place.Alert));
        }

        if (next.Count > 0)
        {
            session.Execute(
                "INSERT INTO digest_parts (digest, part, subscriber) VALUES (@digest, @part, @subscriber)",
                ("@digest", part.Key), ("@part", part.Number), ("@subscriber", part.Subscriber.Value));
        }
    }
}

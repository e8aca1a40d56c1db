using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Storage;

/// <summary>The subscriptions in SQLite.</summary>
internal sealed class SqliteSubscriptions(SqliteDatabase database) : ISubscriptions
{
    // Named, as the planner would else take the index of states and go through every confirmed subscription.
    internal const string FollowersSql =
        """
        SELECT json FROM subscriptions INDEXED BY subscriptions_followed
        WHERE court = @court AND state = 1 AND docket IN (SELECT value FROM json_each(@dockets))
        UNION ALL
        SELECT json FROM subscriptions INDEXED BY subscriptions_followed
        WHERE court IN (@court, '*') AND state = 1 AND docket = '*'
        """;

    // Stands in the columns for every court and every docket.
    private const string Every = "*";

    /// <inheritdoc/>
    public async Task<Subscription?> FindAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        await ListAsync("SELECT json FROM subscriptions WHERE id = @id", cancellationToken, ("@id", id.Value)) is [var found, ..] ? found : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SubscriptionId, Subscription>> FindAsync(
        IReadOnlyCollection<SubscriptionId> ids, CancellationToken cancellationToken)
    {
        var found = await ListAsync(
            "SELECT json FROM subscriptions WHERE id IN (SELECT value FROM json_each(@ids))",
            cancellationToken,
            ("@ids", StoredJson.WriteTexts(ids)));
        return found.ToDictionary(subscription => subscription.Id);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Subscription>> OfSubscriberAsync(SubscriberId subscriber, CancellationToken cancellationToken) =>
        ListAsync(
            "SELECT json FROM subscriptions WHERE subscriber = @subscriber ORDER BY requested_at, id",
            cancellationToken,
            ("@subscriber", subscriber.Value));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Subscription>> FollowersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, CancellationToken cancellationToken) => dockets.Count == 0
        ? []
        : await ListAsync(
            FollowersSql,
            cancellationToken,
            ("@court", court.Value), ("@dockets", StoredJson.WriteTexts(dockets)));

    /// <inheritdoc/>
    public async Task<FollowedCourts> FollowedCourtsAsync(CancellationToken cancellationToken)
    {
        var courts = await database.ReadAsync(
            // From one court to the next by the index: as many steps as courts, however many subscriptions.
            session => session.Query(
                """
                WITH RECURSIVE followed (court) AS (
                    SELECT min(court) FROM subscriptions INDEXED BY subscriptions_followed WHERE state = 1
                    UNION ALL
                    SELECT (SELECT min(court) FROM subscriptions INDEXED BY subscriptions_followed WHERE state = 1 AND court > followed.court)
                    FROM followed WHERE followed.court IS NOT NULL
                )
                SELECT court FROM followed WHERE court IS NOT NULL
                """,
                reader => reader.GetString(0)),
            cancellationToken);
        return new FollowedCourts([.. courts.Where(court => court != Every).Select(court => CourtId.Parse(court))], courts.Contains(Every));
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(
        IReadOnlyList<Subscription> changed, OutboxMessage? message, CancellationToken cancellationToken)
    {
        var rows = changed
            .Select(subscription => subscription with { Version = subscription.Version + 1 })
            .Select(subscription => (subscription, StoredJson.Write(subscription)))
            .ToList();
        var messageRow = message is null ? null : OutboxMessageRow.Of(message);
        return database.Writer.TryRunAsync(
            session =>
            {
                if (!rows.TrueForAll(row => Write(session, row.subscription, row.Item2)))
                {
                    return false;
                }

                messageRow?.Insert(session);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SubscriptionState, long>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await database.ReadAsync(
            session => session.Query(
                "SELECT state, count(*) FROM subscriptions GROUP BY state",
                reader => KeyValuePair.Create((SubscriptionState)reader.GetInt32(0), reader.GetInt64(1))),
            cancellationToken);
        return counts.ToDictionary();
    }

    /// <summary>The confirmed ones of all subscribers, those that are paused too, by id: a page of those behind an id, or the first page.</summary>
    public Task<IReadOnlyList<Subscription>> ListConfirmedAsync(SubscriptionId? after, int max, CancellationToken cancellationToken) => ListAsync(
        "SELECT json FROM subscriptions WHERE id > @after AND state = 1 ORDER BY id LIMIT @max",
        cancellationToken,
        ("@after", after?.Value ?? ""), ("@max", max));

    private static bool Write(SqliteSession session, Subscription next, string json) =>
        (next.Version == 1
            ? session.Execute(
                """
                INSERT INTO subscriptions (id, subscriber, court, docket, state, requested_at, version, json)
                VALUES (@id, @subscriber, @court, @docket, @state, @requested, 1, @json)
                ON CONFLICT (id) DO NOTHING
                """,
                ("@id", next.Id.Value),
                ("@subscriber", next.Subscriber.Value),
                ("@court", next.Court?.Value ?? Every),
                ("@docket", next.Docket?.Value ?? Every),
                ("@state", (int)next.State),
                ("@requested", next.RequestedAt.UtcTicks),
                ("@json", json))
            : session.Execute(
                """
                UPDATE subscriptions SET state = @state, requested_at = @requested, version = @version, json = @json
                WHERE id = @id AND version = @version - 1
                """,
                ("@id", next.Id.Value),
                ("@state", (int)next.State),
                ("@requested", next.RequestedAt.UtcTicks),
                ("@version", next.Version),
                ("@json", json))) == 1;

    private async Task<IReadOnlyList<Subscription>> ListAsync(
        string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var rows = await database.ReadAsync(
            session => session.Query(sql, reader => reader.GetString(0), parameters), cancellationToken);
        return rows.ConvertAll(json => StoredJson.Read<Subscription>(json, "subscriptions"));
    }
}

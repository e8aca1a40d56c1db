using Tipstaff.Canaries;
using Tipstaff.Outbox;

namespace Tipstaff.Local.Storage;

/// <summary>How long alerts took that were delivered by themselves, counted by the hour of their delivery, in the step that records it.</summary>
internal static class SqliteDelays
{
    /// <summary>Counts a message that has been delivered by itself, if it is an alert and not the canary's.</summary>
    public static void Add(SqliteSession session, IdempotencyKey key, DateTimeOffset at)
    {
        var created = session.Query(
            """
            SELECT created_at FROM outbox JOIN outbox_bodies USING (seq)
            WHERE key = @key AND kind = 'alert' AND CASE WHEN json_valid(json) THEN json_extract(json, '$.alert.court') END IS NOT @canary
            """,
            reader => SqliteInstant.Read(reader, 0),
            ("@key", key.Value), ("@canary", CanaryCourt.Id.Value));
        foreach (var createdAt in created)
        {
            session.Execute(
                """
                INSERT INTO delivery_delays (hour, delay_ms, alerts) VALUES (@hour, @delay, 1)
                ON CONFLICT (hour, delay_ms) DO UPDATE SET alerts = alerts + 1
                """,
                ("@hour", DelaySteps.HourOf(at)), ("@delay", (long)DelaySteps.Of(at - createdAt).TotalMilliseconds));
        }
    }

    /// <summary>How long those took that were delivered in the hour of a moment, or later.</summary>
    public static List<DelayCount> Since(SqliteSession session, DateTimeOffset since) => session.Query(
        "SELECT delay_ms, sum(alerts) FROM delivery_delays WHERE hour >= @hour GROUP BY delay_ms",
        reader => new DelayCount(TimeSpan.FromMilliseconds(reader.GetInt64(0)), reader.GetInt64(1)),
        ("@hour", DelaySteps.HourOf(since)));

    /// <summary>Takes away what was counted in hours before that of a moment.</summary>
    public static void Remove(SqliteSession session, DateTimeOffset before) =>
        session.Execute("DELETE FROM delivery_delays WHERE hour < @hour", ("@hour", DelaySteps.HourOf(before)));
}

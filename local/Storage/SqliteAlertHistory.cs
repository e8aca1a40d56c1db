using Tipstaff.Exports;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Storage;

/// <summary>A subscriber's messages in SQLite, found by the index of subscribers.</summary>
internal sealed class SqliteAlertHistory(SqliteDatabase database) : IAlertHistory
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> OfSubscriberAsync(
        SubscriberId subscriber, FollowedCourts courts, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OutboxRow>>(
            session => session.Query(
                """
                SELECT json, state, detail, state_at FROM outbox JOIN outbox_bodies USING (seq)
                WHERE subscriber = @subscriber AND created_at >= @since ORDER BY created_at DESC, seq DESC
                """,
                reader => new OutboxRow(
                    StoredJson.Read<OutboxMessage>(reader.GetString(0), "outbox_bodies"),
                    (OutboxState)reader.GetInt32(1),
                    reader.IsDBNull(2) ? null : reader.GetString(2),
                    SqliteInstant.Read(reader, 3)),
                ("@subscriber", subscriber.Value), ("@since", since.UtcTicks)),
            cancellationToken);
}

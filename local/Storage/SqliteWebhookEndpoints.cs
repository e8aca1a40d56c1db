using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Local.Storage;

/// <summary>The URLs of webhooks in SQLite, a row a subscriber.</summary>
internal sealed class SqliteWebhookEndpoints(SqliteDatabase database) : IWebhookEndpoints
{
    private static readonly (string Name, string Key) Table = ("webhooks", "subscriber");

    /// <inheritdoc/>
    public async Task<SubscriberWebhooks?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.Query("SELECT json FROM webhooks WHERE subscriber = @subscriber", reader => reader.GetString(0), ("@subscriber", subscriber.Value)),
            cancellationToken);
        return rows is [var json, ..] ? StoredJson.Read<SubscriberWebhooks>(json, Table.Name) : null;
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(SubscriberWebhooks next, CancellationToken cancellationToken)
    {
        var (subscriber, version) = (next.Subscriber.Value, next.Version + 1);
        var json = StoredJson.Write(next with { Version = version });
        return database.Writer.TryRunAsync(session => SqliteVersionedRows.TryWrite(session, Table, subscriber, version, json), cancellationToken);
    }
}

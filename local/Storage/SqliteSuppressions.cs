using Tipstaff.Operators;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Local.Storage;

/// <summary>The records of how mail fares in SQLite.</summary>
internal sealed class SqliteSuppressions(SqliteDatabase database) : ISuppressions
{
    private static readonly (string Name, string Key) Table = ("address_records", "subscriber");

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SubscriberId, AddressRecord>> FindAsync(
        IReadOnlyCollection<SubscriberId> subscribers, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.Query(
                "SELECT json FROM address_records WHERE subscriber IN (SELECT value FROM json_each(@subscribers))",
                reader => reader.GetString(0),
                ("@subscribers", StoredJson.WriteTexts(subscribers))),
            cancellationToken);
        return rows.Select(json => StoredJson.Read<AddressRecord>(json, Table.Name)).ToDictionary(record => record.Subscriber);
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(AddressRecord next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        var (subscriber, version) = (next.Subscriber.Value, next.Version + 1);
        var json = StoredJson.Write(next with { Version = version });
        return database.Writer.TryRunAsync(
            session =>
            {
                var isWritten = SqliteVersionedRows.TryWrite(session, Table, subscriber, version, json);
                if (isWritten && notice is not null)
                {
                    SqliteOperatorNotices.Insert(session, notice);
                }

                return isWritten;
            },
            cancellationToken);
    }
}

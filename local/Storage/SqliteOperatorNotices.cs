using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Local.Storage;

/// <summary>The notices for operators in SQLite.</summary>
internal sealed class SqliteOperatorNotices(SqliteDatabase database) : IOperatorNotices
{
    private const string Place = "notices";

    /// <summary>Adds a notice unless its id is known; for steps that write it together with what it tells of.</summary>
    public static void Insert(SqliteSession session, OperatorNotice notice) =>
        session.Execute(
            "INSERT INTO notices (id, at, json) VALUES (@id, @at, @json) ON CONFLICT (id) DO NOTHING",
            ("@id", notice.Id), ("@at", notice.At.UtcTicks), ("@json", StoredJson.Write(notice)));

    /// <inheritdoc/>
    public Task AddAsync(IReadOnlyCollection<OperatorNotice> notices, CancellationToken cancellationToken) =>
        notices.Count == 0
            ? Task.CompletedTask
            : database.Writer.RunAsync(
                session =>
                {
                    foreach (var notice in notices)
                    {
                        Insert(session, notice);
                    }

                    return notices.Count;
                },
                cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OperatorNotice>> FindUntoldAsync(int max, CancellationToken cancellationToken) =>
        ListAsync("SELECT json FROM notices WHERE told = 0 ORDER BY seq LIMIT @max", max, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryMarkToldAsync(IReadOnlyCollection<string> ids, OutboxMessage? message, CancellationToken cancellationToken)
    {
        var wanted = StoredJson.WriteTexts(ids);
        var row = message is null ? null : OutboxMessageRow.Of(message);
        return database.Writer.TryRunAsync(
            session =>
            {
                var marked = session.Execute(
                    "UPDATE notices SET told = 1 WHERE told = 0 AND id IN (SELECT value FROM json_each(@ids))", ("@ids", wanted));
                if (marked != ids.Count)
                {
                    return false;
                }

                row?.Insert(session);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OperatorNotice>> NewestAsync(int max, CancellationToken cancellationToken) =>
        ListAsync("SELECT json FROM notices ORDER BY seq DESC LIMIT @max", max, cancellationToken);

    private async Task<IReadOnlyList<OperatorNotice>> ListAsync(string sql, int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.Query(sql, reader => reader.GetString(0), ("@max", max)), cancellationToken);
        return rows.ConvertAll(json => StoredJson.Read<OperatorNotice>(json, Place));
    }
}

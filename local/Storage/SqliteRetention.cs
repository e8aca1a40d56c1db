using Tipstaff.Digests;
using Tipstaff.Outbox;
using Tipstaff.Retention;

namespace Tipstaff.Local.Storage;

/// <summary>Takes old things out of SQLite.</summary>
/// <remarks>
/// Rows are looked at in the order in which they were added, the oldest first, and no further than a few thousand: what may go stands
/// there, as messages end within days. Each batch is one turn of the writer, and others get theirs in between.
/// </remarks>
internal sealed class SqliteRetention(SqliteDatabase database) : IRetention
{
    private const int MostInABatch = 500;
    private const int MostLookedAt = 20_000;

    /// <inheritdoc/>
    public Task<RetentionBatch> TakeMessagesAsync(RetentionLimits limits, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            session =>
            {
                var oldest = session.Query(
                    "SELECT seq, state, state_at FROM outbox ORDER BY seq LIMIT @max",
                    reader => (Seq: reader.GetInt64(0), State: (OutboxState)reader.GetInt32(1), At: SqliteInstant.Read(reader, 2)),
                    ("@max", MostLookedAt));
                var gone = oldest.Where(row => limits.Takes(row.State, row.At)).Take(MostInABatch).ToList();
                foreach (var (seq, _, _) in gone)
                {
                    RemoveDigest(session, seq);
                    session.Execute("DELETE FROM outbox WHERE seq = @seq", ("@seq", seq));
                }

                SqliteDelays.Remove(session, limits.EndedBefore);
                return new RetentionBatch(gone.Count, gone.Count == MostInABatch);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<RetentionBatch> TakeUnreadableAsync(RetentionLimits limits, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            session =>
            {
                var gone = session.Execute(
                    """
                    DELETE FROM unreadable WHERE seen_at < @before AND seq IN (SELECT seq FROM unreadable ORDER BY seq LIMIT @max)
                    """,
                    ("@before", limits.SeenBefore.UtcTicks), ("@max", MostInABatch));
                return new RetentionBatch(gone, gone > 0);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<RetentionBatch> TakeNoticesAsync(RetentionLimits limits, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            session =>
            {
                var gone = session.Execute(
                    "DELETE FROM notices WHERE seq IN (SELECT seq FROM notices WHERE told = 1 AND at < @before ORDER BY seq LIMIT @max)",
                    ("@before", limits.EndedBefore.UtcTicks), ("@max", MostInABatch));
                return new RetentionBatch(gone, gone == MostInABatch);
            },
            cancellationToken);

    // Only a digest's own message names its part.
    private static void RemoveDigest(SqliteSession session, long seq)
    {
        var bodies = session.Query(
            """
            SELECT json FROM outbox JOIN outbox_bodies USING (seq)
            WHERE seq = @seq AND coalesce(kind, CASE WHEN json_valid(json) THEN json_extract(json, '$.kind') END) = 'digest'
            """,
            reader => reader.GetString(0), ("@seq", seq));
        foreach (var part in bodies.Select(PartOf).OfType<DigestPart>())
        {
            session.Execute("DELETE FROM digest_alerts WHERE digest = @digest AND part = @part", ("@digest", part.Key), ("@part", part.Number));
            session.Execute("DELETE FROM digest_parts WHERE digest = @digest AND part = @part", ("@digest", part.Key), ("@part", part.Number));
        }
    }

    private static DigestPart? PartOf(string json)
    {
        try
        {
            return StoredJson.Read<OutboxMessage>(json, "outbox_bodies") is OutboxMessage.DigestMessage message ? message.DigestPart : null;
        }
        catch (StorageException)
        {
            // A damaged message tells nothing; kept, it would keep all that is younger, too.
            return null;
        }
    }
}

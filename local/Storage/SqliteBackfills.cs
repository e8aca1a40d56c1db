using System.Globalization;
using Tipstaff.Outbox;
using Tipstaff.StoredData;

namespace Tipstaff.Local.Storage;

/// <summary>Rewrites rows of the version before in SQLite: a piece and its checkpoint are one turn of the writer.</summary>
/// <remarks>
/// Others get their turns in between. A row is changed only if it is still of the version before; nothing else of it is touched.
/// One whose body is damaged gets no kind: then its body is looked at, and the message given up.
/// </remarks>
internal sealed class SqliteBackfills(SqliteDatabase database, TimeProvider time) : IBackfills
{
    /// <summary>How many rows are looked at in one turn.</summary>
    public const int RowsInAPiece = 500;

    private const string Place = "migrations";

    /// <inheritdoc/>
    public IReadOnlyList<StoredKind> Kinds { get; } = [StoredKinds.Message];

    /// <inheritdoc/>
    public Task<RowCounts> CountAsync(StoredKind kind, CancellationToken cancellationToken) => database.ReadAsync(
        session => Counts(session.Number("SELECT count(*) FROM outbox"), session.Number("SELECT count(*) FROM outbox WHERE v = 1")), cancellationToken);

    /// <inheritdoc/>
    public async Task<BackfillSample> MeasureAsync(StoredKind kind, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var rows = await database.Writer.RunAsync(
            session =>
            {
                // The newest, whose bodies are read as those of a piece are.
                var some = Bodies(session, "SELECT seq, json FROM outbox JOIN outbox_bodies USING (seq) ORDER BY seq DESC LIMIT @max", ("@max", RowsInAPiece));
                some.ForEach(row => session.Execute("UPDATE outbox SET v = v, kind = kind WHERE seq = @seq", ("@seq", row.Seq)));
                return some.Count;
            },
            cancellationToken);
        return new BackfillSample(rows, time.GetElapsedTime(begun));
    }

    /// <inheritdoc/>
    public async Task<BackfillCheckpoint?> FindAsync(StoredKind kind, CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.Query("SELECT json FROM migrations WHERE kind = @kind", reader => reader.GetString(0), ("@kind", kind.Name)), cancellationToken)
            is [var json, ..] ? StoredJson.Read<BackfillCheckpoint>(json, Place) : null;

    /// <inheritdoc/>
    public Task<BackfillCheckpoint> RunPieceAsync(BackfillCheckpoint from, CancellationToken cancellationToken) => database.Writer.RunAsync(
        session =>
        {
            var after = long.Parse(from.After ?? "0", CultureInfo.InvariantCulture);
            var rows = Bodies(
                session,
                "SELECT seq, json FROM outbox INDEXED BY outbox_version_1 LEFT JOIN outbox_bodies USING (seq) WHERE v = 1 AND seq > @after ORDER BY seq LIMIT @max",
                ("@after", after), ("@max", RowsInAPiece));
            var rewritten = rows.Sum(row => session.Execute(
                "UPDATE outbox SET v = 2, kind = @kind WHERE seq = @seq AND v = 1", ("@kind", row.Kind), ("@seq", row.Seq)));
            var next = from.With(
                rows is [.., var last] ? last.Seq.ToString(CultureInfo.InvariantCulture) : null, rows.Count, rewritten, isLast: rows.Count < RowsInAPiece);
            session.Execute(
                "INSERT INTO migrations (kind, json) VALUES (@kind, @json) ON CONFLICT (kind) DO UPDATE SET json = excluded.json",
                ("@kind", next.Kind), ("@json", StoredJson.Write(next)));
            return next;
        },
        cancellationToken);

    // A pass looks at old rows alone.
    private static RowCounts Counts(long rows, long old) => new(rows, old, (old / RowsInAPiece) + 1);

    private static List<(long Seq, string? Kind)> Bodies(SqliteSession session, string sql, params (string Name, object? Value)[] parameters) =>
        session.Query(sql, reader => (reader.GetInt64(0), reader.IsDBNull(1) ? null : MessageKinds.Of(reader.GetString(1))), parameters);
}

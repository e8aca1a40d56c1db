using Tipstaff.Idempotency;

namespace Tipstaff.Functions.Storage;

/// <summary>The requests that came with a key, in tables: all in one partition, each write one transaction.</summary>
internal sealed class TableKeyedRequests(TableSet tables, WriteMarks marks) : IKeyedRequests
{
    /// <inheritdoc/>
    public async Task<KeyedRequest?> FindAsync(string key, CancellationToken cancellationToken) =>
        await tables.Requests.FindAsync(TableKeys.KeyedRequests, TableKeys.Remembered(key), cancellationToken) is { } row
            ? VersionedRows.Read<KeyedRequest>(row)
            : null;

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(KeyedRequest next, CancellationToken cancellationToken)
    {
        var written = next with { Version = next.Version + 1 };
        var row = VersionedRows.Row(TableKeys.KeyedRequests, TableKeys.Remembered(next.Key), written.Version, written);
        RememberedRows.SetUntil(row, next.Until);
        return await VersionedRows.TryWriteAsync(
            tables.Requests, row, marks.Next(), [RememberedRows.Index(TableKeys.KeyedRequests, next.Key, next.Until)], cancellationToken) == 200;
    }

    /// <inheritdoc/>
    public Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        RememberedRows.ForgetAsync(tables.Requests, TableKeys.KeyedRequests, now, max, cancellationToken);
}

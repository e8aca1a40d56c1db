using Azure.Data.Tables;
using Tipstaff.Signatures;

namespace Tipstaff.Functions.Storage;

/// <summary>The nonces of signed requests in tables: all in one partition, two rows each, one transaction.</summary>
internal sealed class TableNonces(TableSet tables, WriteMarks marks) : INonces
{
    /// <inheritdoc/>
    public async Task<bool> TryUseAsync(string keyId, string nonce, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var hash = ContentKey.Of(keyId, nonce);
        var row = TableCalls.NewRow(TableKeys.Nonces, TableKeys.Remembered(hash));
        row["Mark"] = marks.Next();
        RememberedRows.SetUntil(row, until);
        var written = await tables.Requests.TrySubmitAsync(
            [new(TableTransactionActionType.Add, row), RememberedRows.Index(TableKeys.Nonces, hash, until)], cancellationToken);
        return written.IsDone || await tables.Requests.IsOwnAsync(row, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        RememberedRows.ForgetAsync(tables.Requests, TableKeys.Nonces, now, max, cancellationToken);
}

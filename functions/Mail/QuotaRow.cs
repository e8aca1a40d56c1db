using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Tipstaff.StoredData;

namespace Tipstaff.Functions.Mail;

/// <summary>The row in which all instances keep the account's ledger: table <c>operators</c>, partition <c>operators</c>, row <c>quota|acs</c>.</summary>
internal sealed class QuotaRow(TableClient table)
{
    private const string PartitionKey = "operators";
    private const string RowKey = "quota|acs";
    private const string VersionName = "V";
    private const string LedgerName = "Ledger";

    // The form of the ledger's text; a row of a newer one is not touched.
    private static readonly int Version = StoredKinds.Quota.Writes;

    /// <summary>Reads it; an empty ledger without a tag where there is none yet.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the app has written it.</exception>
    public async Task<StoredLedger> ReadAsync()
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(PartitionKey, RowKey, cancellationToken: CancellationToken.None);
        if (!found.HasValue)
        {
            return new StoredLedger(QuotaLedger.Empty, Tag: null);
        }

        var row = found.Value!;
        return row.GetInt32(VersionName) is { } version && version > StoredKinds.Quota.Newest
            ? throw new InvalidOperationException($"The row {RowKey} of table {table.Name} is of version {version}, and this app knows {Version}: deploy the newer app again.")
            : new StoredLedger(new QuotaLedger(JsonSerializer.Deserialize<List<TakenTokens>>(row.GetString(LedgerName) ?? "[]")!), row.ETag);
    }

    /// <summary>Writes it, if it is still as it was read.</summary>
    /// <returns>The row as it is now; null when somebody else wrote in between.</returns>
    public async Task<StoredLedger?> TryWriteAsync(StoredLedger read, QuotaLedger next)
    {
        var row = new TableEntity(PartitionKey, RowKey) { [VersionName] = Version, [LedgerName] = JsonSerializer.Serialize(next.Taken) };
        try
        {
            var answer = read.Tag is { } tag
                ? await table.UpdateEntityAsync(row, tag, TableUpdateMode.Replace, CancellationToken.None)
                : await table.AddEntityAsync(row, CancellationToken.None);
            return new StoredLedger(next, answer.Headers.ETag);
        }
        catch (RequestFailedException lost) when (lost.Status is 404 or 409 or 412)
        {
            return null;
        }
    }
}

/// <summary>The ledger as it was read or written.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Tag">Its row's tag; null where there is no row.</param>
internal sealed record StoredLedger(QuotaLedger Ledger, ETag? Tag);

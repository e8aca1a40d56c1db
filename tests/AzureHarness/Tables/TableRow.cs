using Azure.Data.Tables;

namespace Tipstaff.AzureHarness;

/// <summary>A row as stored: its values are of the service's own types and change no more.</summary>
/// <param name="PartitionKey">Its partition.</param>
/// <param name="RowKey">Its name there.</param>
/// <param name="Values">Its own values by name: text, truth, 32 and 64 bit numbers, double, Guid, UTC time, bytes.</param>
/// <param name="Timestamp">When it was written; null where it was not asked for.</param>
/// <param name="Tag">Its version.</param>
/// <param name="Size">Its size as the service counts it, bytes.</param>
internal sealed record TableRow(
    string PartitionKey, string RowKey, Dictionary<string, object> Values, DateTimeOffset? Timestamp, string Tag, int Size)
{
    /// <summary>Only the named values; a key or time that is not named is null, as the service leaves it out.</summary>
    public TableRow Only(string[]? select)
    {
        if (select is null or [] or ["*"])
            return this;
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var name in select)
        {
            if (Values.TryGetValue(name, out var value))
                values[name] = value;
        }

        return new(
            select.Contains(nameof(PartitionKey)) ? PartitionKey : null!,
            select.Contains(nameof(RowKey)) ? RowKey : null!,
            values,
            select.Contains(nameof(Timestamp)) ? Timestamp : null,
            Tag,
            Size);
    }
}

/// <summary>One write of one row.</summary>
/// <param name="Action">What it does.</param>
/// <param name="PartitionKey">The row's partition.</param>
/// <param name="RowKey">The row's name there.</param>
/// <param name="Values">The values to write; empty for a delete.</param>
/// <param name="Tag">The version that it expects; null is none, <c>*</c> any.</param>
internal sealed record TableWrite(
    TableTransactionActionType Action, string PartitionKey, string RowKey, Dictionary<string, object> Values, string? Tag)
{
    public bool Merges => Action is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge;
}

/// <summary>A page of an answer.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Where the next begins; null at the end.</param>
internal sealed record TablePage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A table service as the clients see it: in memory, or over HTTP. Refusals are thrown as the SDK throws them.</summary>
internal interface ITableBackend
{
    Task CreateTableAsync(string table, CancellationToken cancellationToken);

    Task DeleteTableAsync(string table, CancellationToken cancellationToken);

    Task<TablePage<string>> QueryTablesAsync(string? filter, int? top, string? next, CancellationToken cancellationToken);

    Task<TableRow?> FindAsync(string table, string partitionKey, string rowKey, string[]? select, CancellationToken cancellationToken);

    /// <summary>The version written; null after a delete.</summary>
    Task<string?> WriteAsync(string table, TableWrite write, CancellationToken cancellationToken);

    /// <summary>The versions written.</summary>
    Task<IReadOnlyList<string?>> TransactAsync(string table, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken);

    Task<TablePage<TableRow>> QueryAsync(
        string table, string? filter, int? top, string[]? select, string? next, CancellationToken cancellationToken);
}

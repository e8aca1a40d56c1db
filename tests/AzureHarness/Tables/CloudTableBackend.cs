using Azure.Data.Tables;

namespace Tipstaff.AzureHarness;

/// <summary>The tables of a cloud, as one instance calls them.</summary>
internal sealed class CloudTableBackend(AzureCloud cloud, string instance) : ITableBackend
{
    public Task CreateTableAsync(string table, CancellationToken cancellationToken) => CallAsync(
        "CreateTable", table, () => cloud.Tables.Create(table) ? true : throw TableFailures.TableAlreadyExists, cancellationToken);

    public Task DeleteTableAsync(string table, CancellationToken cancellationToken) => CallAsync(
        "DeleteTable", table, () => cloud.Tables.Drop(table) ? true : throw TableFailures.TableNotFound, cancellationToken);

    public Task<TablePage<string>> QueryTablesAsync(
        string? filter, int? top, string? next, CancellationToken cancellationToken) => CallAsync(
        "QueryTables",
        "",
        () =>
        {
            var parsed = FilterParser.Parse(filter);
            var names = cloud.Tables.Names().Where(name => string.CompareOrdinal(name, next) > 0 && parsed.Fits(Named(name)));
            var page = names.Take(Top(top)).ToList();
            return new TablePage<string>(page, names.Skip(page.Count).Any() ? page[^1] : null);
        },
        cancellationToken);

    public Task<TableRow?> FindAsync(
        string table, string partitionKey, string rowKey, string[]? select, CancellationToken cancellationToken) => CallAsync(
        "GetEntity",
        $"{table}|{partitionKey}|{rowKey}",
        () => cloud.Tables.Find(table, partitionKey, rowKey)?.Only(select),
        cancellationToken);

    public Task<string?> WriteAsync(string table, TableWrite write, CancellationToken cancellationToken) => CallAsync(
        NameOf(write), $"{table}|{write.PartitionKey}|{write.RowKey}", () => cloud.Tables.Write(table, write), cancellationToken);

    public Task<IReadOnlyList<string?>> TransactAsync(
        string table, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) => CallAsync(
        "SubmitTransaction", $"{table}|{writes[0].PartitionKey}|", () => cloud.Tables.Transact(table, writes), cancellationToken);

    public Task<TablePage<TableRow>> QueryAsync(
        string table, string? filter, int? top, string[]? select, string? next, CancellationToken cancellationToken)
    {
        var parsed = FilterParser.Parse(filter);
        var range = KeyRange.Of(parsed);
        return CallAsync(
            "Query",
            $"{table}|{(range.IsOnePartition ? range.FirstPartition : "")}|",
            () =>
            {
                var page = cloud.Tables.Query(table, parsed, Top(top), Continuation.Read(next));
                return select is null ? page : page with { Items = [.. page.Items.Select(row => row.Only(select))] };
            },
            cancellationToken);
    }

    private static string NameOf(TableWrite write) => write.Action switch
    {
        TableTransactionActionType.Add => "AddEntity",
        TableTransactionActionType.Delete => "DeleteEntity",
        TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpsertReplace => "UpsertEntity",
        _ => "UpdateEntity",
    };

    private static int Top(int? top) => top is null or (> 0 and <= TableRules.MaxPageRows)
        ? top ?? TableRules.MaxPageRows
        : throw TableFailures.InvalidInput("One of the request inputs is not valid.");

    private static TableRow Named(string table) => new("", "", new(StringComparer.Ordinal) { ["TableName"] = table }, null, "", 0);

    private Task<T> CallAsync<T>(string operation, string subject, Func<T> work, CancellationToken cancellationToken) =>
        cloud.CallAsync(new CloudCall(CloudService.Tables, operation, subject, instance), work, cancellationToken);
}

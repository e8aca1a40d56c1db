using Azure.Data.Tables;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Simulation.Cloud.PlantedBugs;

/// <summary>The tables as a program sees them that leaves the conditions out of some of its writes: it puts what it should add, and so on.</summary>
internal sealed class LaxTables(Uri endpoint, Func<TableWrite, bool> isLax) : TableServiceClient
{
    private readonly Backend _backend = new(TableServers.BackendOf(endpoint), isLax);

    public override TableClient GetTableClient(string tableName) => new(endpoint, tableName, _backend);

    private sealed class Backend(ITableBackend tables, Func<TableWrite, bool> isLax) : ITableBackend
    {
        public Task CreateTableAsync(string table, CancellationToken cancellationToken) => tables.CreateTableAsync(table, cancellationToken);

        public Task DeleteTableAsync(string table, CancellationToken cancellationToken) => tables.DeleteTableAsync(table, cancellationToken);

        public Task<TablePage<string>> QueryTablesAsync(string? filter, int? top, string? next, CancellationToken cancellationToken) =>
            tables.QueryTablesAsync(filter, top, next, cancellationToken);

        public Task<TableRow?> FindAsync(string table, string partitionKey, string rowKey, string[]? select, CancellationToken cancellationToken) =>
            tables.FindAsync(table, partitionKey, rowKey, select, cancellationToken);

        public Task<string?> WriteAsync(string table, TableWrite write, CancellationToken cancellationToken) =>
            tables.WriteAsync(table, Lax(write), cancellationToken);

        public Task<IReadOnlyList<string?>> TransactAsync(string table, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
            tables.TransactAsync(table, [.. writes.Select(Lax)], cancellationToken);

        public Task<TablePage<TableRow>> QueryAsync(
            string table, string? filter, int? top, string[]? select, string? next, CancellationToken cancellationToken) =>
            tables.QueryAsync(table, filter, top, select, next, cancellationToken);

        private TableWrite Lax(TableWrite write) =>
            !isLax(write) ? write
            : write.Action is TableTransactionActionType.Add ? write with { Action = TableTransactionActionType.UpsertReplace }
            : write.Tag is not null ? write with { Tag = "*" }
            : write;
    }
}

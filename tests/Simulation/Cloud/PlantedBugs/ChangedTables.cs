using Azure.Data.Tables;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Simulation.Cloud.PlantedBugs;

/// <summary>The tables as a program sees them that changes some of its writes, or leaves them out.</summary>
internal sealed class ChangedTables(Uri endpoint, Func<TableWrite, TableWrite?> change) : TableServiceClient
{
    private readonly Backend _backend = new(TableServers.BackendOf(endpoint), change);

    public override TableClient GetTableClient(string tableName) => new(endpoint, tableName, _backend);

    private sealed class Backend(ITableBackend tables, Func<TableWrite, TableWrite?> change) : ITableBackend
    {
        public Task CreateTableAsync(string table, CancellationToken cancellationToken) => tables.CreateTableAsync(table, cancellationToken);

        public Task DeleteTableAsync(string table, CancellationToken cancellationToken) => tables.DeleteTableAsync(table, cancellationToken);

        public Task<TablePage<string>> QueryTablesAsync(string? filter, int? top, string? next, CancellationToken cancellationToken) =>
            tables.QueryTablesAsync(filter, top, next, cancellationToken);

        public Task<TableRow?> FindAsync(string table, string partitionKey, string rowKey, string[]? select, CancellationToken cancellationToken) =>
            tables.FindAsync(table, partitionKey, rowKey, select, cancellationToken);

        public Task<string?> WriteAsync(string table, TableWrite write, CancellationToken cancellationToken) =>
            change(write) is { } changed ? tables.WriteAsync(table, changed, cancellationToken) : Task.FromResult<string?>(null);

        public async Task<IReadOnlyList<string?>> TransactAsync(string table, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
        {
            var changed = writes.Select(change).ToList();
            var tags = new Queue<string?>(await tables.TransactAsync(table, [.. changed.OfType<TableWrite>()], cancellationToken));
            return [.. changed.Select(write => write is null ? null : tags.Dequeue())];
        }

        public Task<TablePage<TableRow>> QueryAsync(
            string table, string? filter, int? top, string[]? select, string? next, CancellationToken cancellationToken) =>
            tables.QueryAsync(table, filter, top, select, next, cancellationToken);
    }
}

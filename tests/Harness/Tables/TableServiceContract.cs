using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Tipstaff.Tests.Harness.Tables;

/// <summary>How a table service behaves: the harness's and a real server's.</summary>
public abstract partial class TableServiceContract
{
    private int _tables;

    /// <summary>A service without tables.</summary>
    private protected abstract Task<TableServiceClient> OpenAsync();

    /// <summary>A table of its own, empty.</summary>
    private protected async Task<TableClient> TableAsync()
    {
        var service = await OpenAsync();
        var table = service.GetTableClient($"rows{++_tables}");
        await table.CreateAsync();
        return table;
    }

    [Fact]
    public async Task CreateAsync_TableThere_IsAConflict()
    {
        var table = await TableAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateAsync());

        Assert.Equal((409, "TableAlreadyExists"), (error.Status, error.ErrorCode));
    }

    [Fact]
    public async Task CreateIfNotExistsAsync_Twice_IsFine()
    {
        var table = (await OpenAsync()).GetTableClient("dockets");

        var first = await table.CreateIfNotExistsAsync();
        var second = await table.CreateIfNotExistsAsync();

        Assert.Equal(("dockets", "dockets"), (first.Value.Name, second.Value.Name));
    }

    [Fact]
    public async Task QueryAsync_Tables_ListsThem()
    {
        var service = await OpenAsync();
        await service.CreateTableIfNotExistsAsync("outbox");
        await service.CreateTableIfNotExistsAsync("courts");

        var names = await service.QueryAsync().Select(table => table.Name).ToListAsync();

        Assert.Equal(["courts", "outbox"], names);
        Assert.Equal("outbox", Assert.Single(await service.QueryAsync(table => table.Name == "outbox").ToListAsync()).Name);
    }

    [Fact]
    public async Task AnyCall_NoTable_SaysSo()
    {
        var table = (await OpenAsync()).GetTableClient("nowhere");

        var add = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));
        var query = await Assert.ThrowsAsync<RequestFailedException>(async () => await table.QueryAsync<TableEntity>().ToListAsync());
        var found = await table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        var gone = await table.DeleteEntityAsync("p", "r");

        Assert.Equal((404, "TableNotFound"), (add.Status, add.ErrorCode));
        Assert.Equal(404, query.Status);
        Assert.False(found.HasValue);
        Assert.Equal(404, gone.Status);
    }

    [Fact]
    public async Task DeleteAsync_Table_TakesItsRows()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        await table.DeleteAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));
        Assert.True(error.ErrorCode == TableErrorCode.TableNotFound || error.ErrorCode == TableErrorCode.TableBeingDeleted);
    }
}

/// <summary>A real server's tables.</summary>
public sealed class AzuriteTableServiceTests(AzuriteServer azurite) : TableServiceContract
{
    private protected override Task<TableServiceClient> OpenAsync() => azurite.OpenAsync();
}

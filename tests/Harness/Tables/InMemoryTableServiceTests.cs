using Azure;
using Azure.Data.Tables;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Support;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Tipstaff.Tests.Harness.Tables;

/// <summary>The harness's own tables; what is not in the contract is what Azurite does otherwise than the cloud.</summary>
public sealed class InMemoryTableServiceTests : TableServiceContract, IDisposable
{
    private readonly AzureCloud _cloud = new(new ManualTimeProvider());

    /// <inheritdoc/>
    public void Dispose() => _cloud.Dispose();

    // Azurite 3.37 writes to both partitions.
    [Fact]
    public async Task SubmitTransactionAsync_TwoPartitions_IsRefused()
    {
        var table = await TableAsync();

        var error = await RefusedAsync(table, new(Add, new TableEntity("nysd", "e|1")), new(Add, new TableEntity("cand", "e|1")));

        Assert.Equal(
            (400, "CommandsInBatchActOnDifferentPartitions", 1), (error.Status, error.ErrorCode, error.FailedTransactionActionIndex));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    // Azurite 3.37 counts neither.
    [Fact]
    public async Task AddEntityAsync_MoreThanOneMebibyte_IsRefused()
    {
        var table = await TableAsync();
        var row = new TableEntity("nysd", "head");
        foreach (var number in Enumerable.Range(0, 17))
            row[$"Part{number}"] = new string('x', 32 << 10);

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(row));

        Assert.Equal((400, "EntityTooLarge"), (error.Status, error.ErrorCode));
    }

    [Fact]
    public async Task AddEntityAsync_252Properties_AreTakenAndOneMoreIsNot()
    {
        var table = await TableAsync();

        await table.AddEntityAsync(Wide("fits", 252));
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(Wide("not", 253)));

        Assert.Equal((400, "TooManyProperties"), (error.Status, error.ErrorCode));

        static TableEntity Wide(string rowKey, int count) =>
            new(Enumerable.Range(0, count).ToDictionary(number => $"P{number}", object (number) => number)) { PartitionKey = "nysd", RowKey = rowKey };
    }

    // Azurite 3.37 reads it as if it were closed.
    [Fact]
    public async Task QueryAsync_TextThatDoesNotEnd_IsRefused()
    {
        var table = await TableAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(
            async () => await table.QueryAsync<TableEntity>("PartitionKey eq 'nysd").ToListAsync());

        Assert.Equal((400, "InvalidInput"), (error.Status, error.ErrorCode));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task QueryAsync_PageSizeThatIsNone_IsRefused(int size)
    {
        var table = await TableAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(
            async () => await table.QueryAsync<TableEntity>(maxPerPage: size).ToListAsync());

        Assert.Equal(400, error.Status);
    }

    [Fact]
    public async Task QueryAsync_MoreThanFourMebibytes_ComesInPages()
    {
        var table = await TableAsync();
        foreach (var number in Enumerable.Range(0, 70))
            await table.AddEntityAsync(new TableEntity("nysd", $"e|{number:00}") { ["Text"] = new string('x', 32 << 10) });

        var pages = await table.QueryAsync<TableEntity>().AsPages().ToListAsync();

        Assert.Equal([63, 7], pages.Select(page => page.Values.Count));
    }

    [Fact]
    public async Task AddEntityAsync_TimeBefore1601_IsRefused()
    {
        var table = await TableAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("nysd", "head") { ["At"] = default(DateTimeOffset) }));

        Assert.Equal((400, "OutOfRangeInput"), (error.Status, error.ErrorCode));
    }

    [Fact]
    public async Task AddEntityAsync_TypeThatTablesDoNotHave_Throws()
    {
        var table = await TableAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => table.AddEntityAsync(new TableEntity("nysd", "head") { ["Price"] = 1.5m }));
    }

    [Fact]
    public async Task WriteAsync_AtOneMoment_GivesAnotherVersionEachTime()
    {
        var table = await TableAsync();

        var tags = new List<ETag?>();
        for (var number = 0; number < 3; number++)
            tags.Add((await table.UpsertEntityAsync(new TableEntity("nysd", "head"))).Headers.ETag);

        Assert.Equal(3, tags.Distinct().Count());
    }

    [Fact]
    public async Task GetEntityAsync_BytesChangedByTheReader_StayAsStored()
    {
        var table = await TableAsync();
        byte[] bytes = [1, 2, 3];
        await table.AddEntityAsync(new TableEntity("nysd", "head") { ["Body"] = bytes });
        bytes[0] = 9;
        (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.GetBinary("Body")[1] = 9;

        var read = (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.GetBinary("Body");

        Assert.Equal([1, 2, 3], read);
    }

    private protected override Task<TableServiceClient> OpenAsync() => Task.FromResult(SomeTables.Client(_cloud));
}

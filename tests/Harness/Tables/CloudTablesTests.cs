using Azure;
using Azure.Data.Tables;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Harness.Tables;

/// <summary>How calls to tables show in the cloud: counts, faults, instances.</summary>
public sealed class CloudTablesTests : IDisposable
{
    private readonly AzureCloud _cloud = new(new ManualTimeProvider());

    /// <inheritdoc/>
    public void Dispose() => _cloud.Dispose();

    [Fact]
    public async Task Counts_OfCalls_ATransactionIsOneAndAQueryOneAPage()
    {
        var table = await SomeTables.TableAsync(_cloud);
        _cloud.Counts.Clear();

        await table.SubmitTransactionAsync(Enumerable.Range(0, 5).Select(number => new TableTransactionAction(
            TableTransactionActionType.Add, new TableEntity("nysd", $"{number}"))));
        await table.QueryAsync<TableEntity>(maxPerPage: 2).ToListAsync();
        await table.GetEntityIfExistsAsync<TableEntity>("nysd", "none");
        await table.UpsertEntityAsync(new TableEntity("nysd", "0"));

        Assert.Equal(
            [("GetEntity", 1L), ("Query", 3), ("SubmitTransaction", 1), ("UpsertEntity", 1)],
            _cloud.Counts.All.Select(count => (count.Operation, count.Calls)));
    }

    [Fact]
    public async Task TwoInstances_OneCloud_SeeOneTable()
    {
        var table = await SomeTables.TableAsync(_cloud);
        var other = SomeTables.Client(_cloud, "b").GetTableClient("rows");

        await table.AddEntityAsync(new TableEntity("nysd", "head"));

        Assert.True((await other.GetEntityIfExistsAsync<TableEntity>("nysd", "head")).HasValue);
        Assert.Equal($"{_cloud.Name}ib", other.AccountName);
    }

    [Fact]
    public async Task FaultBefore_ThatThrows_LeavesNothingWritten()
    {
        var table = await SomeTables.TableAsync(_cloud);
        var faults = new Throttling { Before = true };
        _cloud.Faults = faults;

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("nysd", "head")));

        _cloud.Faults = new Throttling();
        Assert.Equal(503, error.Status);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("nysd", "head")).HasValue);
        Assert.Equal([new(CloudService.Tables, "AddEntity", "rows|nysd|head", "a")], faults.Calls);
    }

    [Fact]
    public async Task FaultAfter_ThatThrows_LeavesTheRowWrittenSoThatARetryMeetsItself()
    {
        var table = await SomeTables.TableAsync(_cloud);
        _cloud.Faults = new Throttling { After = true };
        await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("nysd", "head")));
        _cloud.Faults = new Throttling();

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("nysd", "head")));

        Assert.Equal((409, "EntityAlreadyExists"), (error.Status, error.ErrorCode));
    }

    [Fact]
    public async Task QueryAsync_RangeOfALargePartition_LooksAtNoOtherRows()
    {
        var table = await SomeTables.TableAsync(_cloud);
        foreach (var rows in Enumerable.Range(0, 50_000).Chunk(100))
        {
            await table.SubmitTransactionAsync(rows.Select(number => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity("nysd", $"e|{number:00000}"))));
        }

        var clock = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < 10_000; number++)
        {
            var (from, to) = ($"e|{number:00000}", $"e|{number + 3:00000}");
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq 'nysd' and RowKey ge {from} and RowKey lt {to}");
            Assert.Equal(3, await table.QueryAsync<TableEntity>(filter).CountAsync());
        }

        // A scan of the partition each time would take minutes.
        Assert.InRange(TimeProvider.System.GetElapsedTime(clock), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task AnyCall_EndpointThatIsNoCloud_SaysSo()
    {
        var table = new TableClient(
            new Uri("https://nobody.table.core.windows.net"), "rows", Azure.Core.DelegatedTokenCredential.Create((_, _) => default));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => table.CreateIfNotExistsAsync());

        Assert.Contains("nobody.table.core.windows.net", error.Message, StringComparison.Ordinal);
    }

    private sealed class Throttling : ICloudFaults
    {
        public bool Before { get; init; }

        public bool After { get; init; }

        public List<CloudCall> Calls { get; } = [];

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
        {
            Calls.Add(call);
            return Before ? throw Busy() : Task.CompletedTask;
        }

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => After ? throw Busy() : Task.CompletedTask;

        private static RequestFailedException Busy() => new(503, "The server is busy.", "ServerBusy", innerException: null);
    }
}

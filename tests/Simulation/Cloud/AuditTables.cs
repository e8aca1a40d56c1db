using Azure.Data.Tables;
using Azure.Identity;
using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Functions.Storage;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>The cloud's tables past all faults and instances: calls that are over when they return.</summary>
internal sealed class AuditTables
{
    /// <summary>Whose calls these are; no instance of the app.</summary>
    public const string Instance = "audit";

    public AuditTables(AzureCloud cloud)
    {
        Service = new TableServiceClient(
            new Uri($"https://{cloud.AccountOf(Instance)}.table.core.windows.net"), new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned));
        Tables = new TableSet(Service);
    }

    public TableServiceClient Service { get; }

    public TableSet Tables { get; }

    /// <summary>A court as its two rows tell, without finishing what is unfinished.</summary>
    public CourtState? FindCourt(CourtId court)
    {
        var row = Find(Tables.Courts, TableKeys.Courts, court.Value) is { } listed ? CourtRow.Of(listed) : null;
        var head = Find(Tables.Dockets, court.Value, TableKeys.Head) is { } one ? HeadRow.Of(one) : null;
        return head is null || row?.Head >= head.Version ? row?.State : head.State;
    }

    public TableEntity? Find(TableClient table, string partition, string row) =>
        Run(() => table.GetEntityIfExistsAsync<TableEntity>(partition, row)) is { HasValue: true } found ? found.Value : null;

    /// <summary>All rows of a table, or of a partition.</summary>
    public List<TableEntity> List(TableClient table, string? partition = null)
    {
        var filter = partition is null ? null : TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        return Run(async () =>
        {
            var rows = new List<TableEntity>();
            await foreach (var row in table.QueryAsync<TableEntity>(filter))
            {
                rows.Add(row);
            }

            return rows;
        });
    }

    /// <summary>Somebody else writes the row, and leaves it as it was but for its ETag.</summary>
    public void Touch(TableClient table, string partition, string row)
    {
        if (Find(table, partition, row) is not null)
        {
            Run(() => table.UpsertEntityAsync(new TableEntity(partition, row), TableUpdateMode.Merge));
        }
    }

    public void Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });

    private static T Run<T>(Func<Task<T>> work)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var done = work();
            return done.IsCompleted ? done.GetAwaiter().GetResult() : throw new InvalidOperationException("A look at the tables had to wait.");
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}

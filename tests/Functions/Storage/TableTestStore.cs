using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Digests;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Harness.Tables;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>One instance's adapters to the tables: of a cloud in memory, or of a real table server.</summary>
internal sealed class TableTestStore : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly AzureCloud? _cloud;
    private readonly bool _isFirst;

    /// <summary>An instance at a new cloud with empty tables.</summary>
    public TableTestStore()
        : this(new AzureCloud(new ManualTimeProvider()), "0")
    {
        _isFirst = true;
        // Nothing of it waits: the tables are in memory.
        _services.EnsureTablesAsync(CancellationToken.None).GetAwaiter().GetResult();
        Cloud.Counts.Clear();
    }

    private TableTestStore(AzureCloud cloud, string instance)
        : this(Client(cloud, instance), instance, cloud.Time) => _cloud = cloud;

    private TableTestStore(TableServiceClient client, string instance, TimeProvider time) => _services = new ServiceCollection()
        .AddLogging()
        .AddSingleton(time)
        .AddSingleton(new WriteMarks($"instance-{instance}", time))
        .AddSingleton(client)
        .AddSingleton(Taken.Factory)
        .AddTableStore()
        .BuildServiceProvider();

    public AzureCloud Cloud => _cloud ?? throw new InvalidOperationException("A real table server counts no calls.");

    public ManualTimeProvider Clock => (ManualTimeProvider)Cloud.Time;

    /// <summary>What it measured.</summary>
    public MeasuresTaken Taken { get; } = new();

    public IDockets Dockets => Get<IDockets>();

    public ISubscriptions Subscriptions => Get<ISubscriptions>();

    public IOutbox Outbox => Get<IOutbox>();

    public IOperatorNotices Notices => Get<IOperatorNotices>();

    public IProviderBreakers Breakers => Get<IProviderBreakers>();

    public ISuppressions Suppressions => Get<ISuppressions>();

    public IDigests Digests => Get<IDigests>();

    public IRecipients Recipients => Get<IRecipients>();

    public TableSet Tables => Get<TableSet>();

    public PartitionSweep Sweep => Get<PartitionSweep>();

    /// <summary>An instance at empty tables of a real server, or skips the test that asks.</summary>
    public static TableTestStore At(AzuriteServer server)
    {
        var client = Task.Run(server.OpenAsync).GetAwaiter().GetResult();
        var store = new TableTestStore(client, "0", new RunningClock());
        Task.Run(() => store._services.EnsureTablesAsync(CancellationToken.None)).GetAwaiter().GetResult();
        return store;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Another instance at the same tables, which remembers nothing.</summary>
    public TableTestStore Another(string instance = "1") => new(Cloud, instance);

    /// <summary>How many calls to tables the work makes.</summary>
    public async Task<long> CountAsync(Func<Task> work)
    {
        var before = Cloud.Counts.Of(CloudService.Tables);
        await work();
        return Cloud.Counts.Of(CloudService.Tables) - before;
    }

    /// <summary>Gives the row of a message and its marker a version and, if one is named, a kind, as whoever writes that version does.</summary>
    public async Task SpoilAsync(IdempotencyKey key, int version, string? kind)
    {
        var partition = Get<Whereabouts>().PartitionOf(key)!;
        foreach (var row in new[] { TableKeys.Message(key), TableKeys.Waiting(key) })
        {
            var spoilt = new TableEntity(partition, row);
            spoilt[row == TableKeys.Message(key) ? "V" : "MessageV"] = version;

            if (kind is not null)
            {
                spoilt["Kind"] = kind;
                spoilt["Body"] = $$"""{"kind":"{{kind}}"}""";
            }

            if (await Tables.OfMessages(partition).FindAnyAsync(partition, row, ["V"], CancellationToken.None) is not null)
            {
                await Tables.OfMessages(partition).UpdateEntityAsync(spoilt, ETag.All, TableUpdateMode.Merge, CancellationToken.None);
            }
        }
    }

    /// <summary>Makes the body of a message such as no version wrote it: compressed, and spoilt.</summary>
    public Task DamageAsync(IdempotencyKey key)
    {
        var partition = Get<Whereabouts>().PartitionOf(key)!;
        var damaged = new TableEntity(partition, TableKeys.Message(key)) { ["BodyParts"] = 1, ["Body0"] = new byte[] { 255, 255, 255, 255 } };
        return Tables.OfMessages(partition).UpdateEntityAsync(damaged, ETag.All, TableUpdateMode.Merge, CancellationToken.None);
    }

    /// <summary>Makes all messages such as the version before wrote them; some even bear none.</summary>
    public async Task AgeAsync()
    {
        foreach (var partition in await Get<OutboxPartitions>().ListAsync(CancellationToken.None))
        {
            var table = Tables.OfMessages(partition);
            foreach (var row in await table.ListAsync(partition, Tipstaff.Functions.Storage.KeyRange.Of("o|"), CancellationToken.None))
            {
                row.Remove("Kind");
                row["V"] = 1;
                if (row.RowKey[^1] is '0' or '1')
                {
                    row.Remove("V");
                }

                await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, CancellationToken.None);
            }
        }
    }

    public void Dispose()
    {
        _services.Dispose();
        Taken.Dispose();
        if (_isFirst)
        {
            Cloud.Dispose();
        }
    }

    private static TableServiceClient Client(AzureCloud cloud, string instance) =>
        new(new Uri($"https://{cloud.AccountOf(instance)}.table.core.windows.net"), DelegatedTokenCredential.Create((_, _) => default));
}

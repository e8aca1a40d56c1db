using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>The tables of a cloud of their own, and one instance's adapters to them.</summary>
internal sealed class TableTestStore : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsCloud;

    /// <summary>An instance at a new cloud with empty tables.</summary>
    public TableTestStore()
        : this(new AzureCloud(new ManualTimeProvider()), "0", ownsCloud: true)
    {
    }

    private TableTestStore(AzureCloud cloud, string instance, bool ownsCloud)
    {
        (Cloud, _ownsCloud) = (cloud, ownsCloud);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(cloud.Time)
            .AddSingleton(new WriteMarks($"instance-{instance}", cloud.Time))
            .AddSingleton(new TableServiceClient(new Uri($"https://{cloud.AccountOf(instance)}.table.core.windows.net"), new NoCredential()))
            .AddTableStore()
            .BuildServiceProvider();
        if (ownsCloud)
        {
            // Nothing of it waits: the tables are in memory.
            _services.EnsureTablesAsync(CancellationToken.None).GetAwaiter().GetResult();
            cloud.Counts.Clear();
        }
    }

    public AzureCloud Cloud { get; }

    public ManualTimeProvider Clock => (ManualTimeProvider)Cloud.Time;

    public IDockets Dockets => Get<IDockets>();

    public ISubscriptions Subscriptions => Get<ISubscriptions>();

    public IOutbox Outbox => Get<IOutbox>();

    public IOperatorNotices Notices => Get<IOperatorNotices>();

    public IProviderBreakers Breakers => Get<IProviderBreakers>();

    public ISuppressions Suppressions => Get<ISuppressions>();

    public IRecipients Recipients => Get<IRecipients>();

    public CourtSnapshots Snapshots => Get<CourtSnapshots>();

    public TableSet Tables => Get<TableSet>();

    public PartitionSweep Sweep => Get<PartitionSweep>();

    /// <summary>The calls to tables since they were last counted.</summary>
    public long Operations
    {
        get
        {
            var calls = Cloud.Counts.Of(CloudService.Tables);
            Cloud.Counts.Clear();
            return calls;
        }
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Another instance at the same tables, which remembers nothing.</summary>
    public TableTestStore Another(string instance = "1") => new(Cloud, instance, ownsCloud: false);

    public void Dispose()
    {
        _services.Dispose();
        if (_ownsCloud)
        {
            Cloud.Dispose();
        }
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => default;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => default;
    }
}

using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.AzureHarness;
using Tipstaff.Breakers;
using Tipstaff.Functions.Storage;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>Queued messages that a newer version wrote: left to it, without going round in the queue.</summary>
public sealed class LeftAloneTests : IDisposable
{
    private readonly CloudBench _bench = new();
    private readonly ScriptedMailProvider _provider = new();
    private readonly SendsToAlerts _sends = new();
    private readonly OutboxMessage _message;

    public LeftAloneTests()
    {
        _bench.Start(services => services.Replace(ServiceDescriptor.Singleton<IMailProvider>(_provider)));
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am));
        _message = OutboxMessage.AlertMessage.Of(Some.Alert(_bench.Follow()));
        _bench.Cloud.Faults = _sends;
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void NewerVersion_IsNeitherSentAnewNorNamedByTheSweep_AndGoesOutOnceItIsUnderstood()
    {
        Queue(new() { ["V"] = StoredKinds.Message.Newest + 1 }, new() { ["MessageV"] = StoredKinds.Message.Newest + 1 });

        _bench.Wait(TimeSpan.FromMinutes(30));
        Assert.Equal((1, 0), (_sends.Count, _provider.Mails.Count));
        Change(new() { ["V"] = StoredKinds.Message.Newest }, new() { ["MessageV"] = StoredKinds.Message.Newest });
        _bench.Wait(TimeSpan.FromMinutes(6));

        Assert.Single(_provider.Mails);
        Assert.Empty(_bench.Cloud.Bus.Find("alerts").Messages);
    }

    [Fact]
    public void NewerVersion_WhileAllProvidersAreHeld_GoesRoundNoFasterThanAMailThatWaits()
    {
        var breaker = Enumerable.Range(0, 5).Aggregate(CircuitBreaker.New, (before, _) => before.AfterFailure(_bench.Now, new BreakerOptions()));
        Assert.True(_bench.Run(() => _bench.App.Services.GetRequiredService<TableProviderBreakers>()
            .TryWriteAsync(new ProviderBreaker(_provider.Name, breaker), notice: null, default)));
        Queue(new() { ["V"] = StoredKinds.Message.Newest + 1 }, new() { ["MessageV"] = StoredKinds.Message.Newest + 1 });
        _bench.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal((2, 1), (_sends.Count, _bench.Cloud.Bus.Find("alerts").Messages.Count));
    }

    [Fact]
    public void KindThatNobodyKnows_IsNotSentAnewForADay()
    {
        Queue(new() { ["Kind"] = "unheard-of", ["Body"] = """{"kind":"unheard-of"}""" }, new() { ["Kind"] = "unheard-of" });

        _bench.Wait(TimeSpan.FromMinutes(30));

        Assert.Equal(1, _sends.Count);
    }

    [Fact]
    public void BodyThatCannotBeReadYet_ComesBackWithEachSweepAndGoesOutOnceItIsUnderstood()
    {
        var body = Queue(new() { ["Body"] = """{"kind":"alert"}""" }, []);

        _bench.Wait(TimeSpan.FromMinutes(30));
        Assert.InRange(_sends.Count, 5, 7);
        Change(new() { ["Body"] = body }, []);
        _bench.Wait(TimeSpan.FromMinutes(6));

        Assert.Single(_provider.Mails);
    }

    private string Queue(Dictionary<string, object> row, Dictionary<string, object> marker) => _bench.Run(async () =>
    {
        await _bench.App.Services.GetRequiredService<IOutbox>().TryAddAsync(_message, default);
        var body = (await Dockets().GetEntityAsync<TableEntity>("nysd", $"o|{_message.Key}")).Value.GetString("Body");
        await ChangeAsync(row, marker);
        await _bench.App.Services.GetRequiredService<IDeliveryQueue>().EnqueueAsync([_message.Key], default);
        return body;
    });

    private void Change(Dictionary<string, object> row, Dictionary<string, object> marker) => _bench.Run(async () =>
    {
        await ChangeAsync(row, marker);
        return true;
    });

    private async Task ChangeAsync(Dictionary<string, object> row, Dictionary<string, object> marker)
    {
        await Dockets().UpdateEntityAsync(new TableEntity(row) { PartitionKey = "nysd", RowKey = $"o|{_message.Key}" }, ETag.All);
        await Dockets().UpdateEntityAsync(new TableEntity(marker) { PartitionKey = "nysd", RowKey = $"~w|{_message.Key}" }, ETag.All);
    }

    private TableClient Dockets() => new TableServiceClient(
        new Uri($"https://{_bench.Cloud.AccountOf("setup")}.table.core.windows.net"), new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned)).GetTableClient("dockets");

    private sealed class SendsToAlerts : ICloudFaults
    {
        public int Count { get; private set; }

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
        {
            Count += call.Operation is "SendMessages" or "SendMessage" && call.Subject.StartsWith("alerts", StringComparison.Ordinal) ? 1 : 0;
            return Task.CompletedTask;
        }

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

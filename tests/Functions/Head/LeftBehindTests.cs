using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.AzureHarness;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Functions.Storage;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>Alerts that were written and have no message on the queue: found by the try that comes after, else by the sweep.</summary>
public sealed class LeftBehindTests : IDisposable
{
    private readonly CloudBench _bench = new();
    private readonly ScriptedMailProvider _provider = new();
    private readonly List<DateTimeOffset> _sentAt = [];
    private SendOutcome _answer = new SendOutcome.Accepted("ok");

    public LeftBehindTests()
    {
        _provider.Answer = mail =>
        {
            if (mail.To.Value != _bench.Settings["Operators__Address"])
            {
                _sentAt.Add(_bench.Now);
            }

            return _answer;
        };
        Start();
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.WaitUntil(TimeSpan.FromSeconds(150));
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void InstanceDies_BetweenStepAndQueue_TheCheckThatComesAgainQueuesTheAlert()
    {
        File();
        WaitForDeath();
        _bench.AskedAt.Clear();
        Start();

        WaitUntilAsked();
        _bench.Wait(TimeSpan.FromSeconds(10));

        Assert.Single(_sentAt);
        _bench.Wait(TimeSpan.FromMinutes(20));
        Assert.Single(_sentAt);
    }

    [Fact]
    public void CheckComesAgain_ARowOfItsCourtIsDamaged_TheCourtIsCheckedAllTheSame()
    {
        File();
        WaitForDeath();
        Damage();
        Start();

        // The broker's lock lasts a minute; a check that fails for reasons of our own is sent anew under an id of its own.
        for (var waited = 0; waited < 90; waited++)
        {
            _bench.Wait(TimeSpan.FromSeconds(1));
            Assert.DoesNotContain(_bench.Cloud.Bus.Find("checks").Messages, message => message.MessageId.Contains(".r", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void QueueTakesNothing_AfterTheStep_TheCheckSentAnewQueuesTheAlert()
    {
        var faults = new QueueAway();
        _bench.Cloud.Faults = faults;
        File();
        for (var waited = 0; !faults.HasFailed; waited++)
        {
            Assert.True(waited < 120, "Nothing was queued within two minutes.");
            _bench.Wait(TimeSpan.FromSeconds(1));
        }

        _bench.Wait(TimeSpan.FromSeconds(45));

        Assert.Single(_sentAt);
    }

    [Fact]
    public void InstanceDies_BetweenStepAndQueueOfARecovery_TheTryThatFollowsQueuesTheAlert()
    {
        _bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        _bench.AskedAt.Clear();
        WaitUntilAsked();
        File();
        WaitForDeath();
        _bench.AskedAt.Clear();
        Start();

        WaitUntilAsked();
        _bench.Wait(TimeSpan.FromSeconds(10));

        Assert.Single(_sentAt);
    }

    [Fact]
    public void SweepOutbox_WhileAllProvidersAreHeld_QueuesNoneOfThoseThatWaitThere()
    {
        _answer = new SendOutcome.Unavailable("no answer");
        _provider.Upcheck = _ => Task.FromResult(false);
        for (var sequence = 3; sequence < 9; sequence++)
        {
            File(sequence);
            _bench.Wait(TimeSpan.FromMinutes(1));
        }

        _bench.Wait(TimeSpan.FromHours(3));

        var messages = _bench.Cloud.Bus.Find("alerts").Messages;
        Assert.True(Waiting() >= 6);
        Assert.Equal(Waiting(), messages.Count);
        Assert.All(messages, message => Assert.Equal(ServiceBusMessageState.Scheduled, message.State));
    }

    [Fact]
    public void InstanceDies_BetweenStepAndQueueWhileAllProvidersAreHeld_TheSweepQueuesOneToTryThenTheOthers()
    {
        _bench.Follow(mailbox: "bob@example.com");
        _bench.Follow(mailbox: "cyd@example.com");
        var until = HoldProvider();
        File();
        WaitForDeath();
        Start();

        _bench.WaitUntil(until - Some.Monday9Am);
        Assert.Empty(_sentAt);
        Assert.Empty(_bench.Cloud.Bus.Find("alerts").Messages);
        _bench.Wait(TimeSpan.FromMinutes(5));
        Assert.Single(_sentAt);
        _bench.Wait(TimeSpan.FromMinutes(5));

        Assert.Equal(3, _sentAt.Count);
        Assert.Equal(0, Waiting());
    }

    private void Damage() => _bench.Run(async () =>
    {
        var tables = new TableServiceClient(new Uri($"https://{_bench.Cloud.AccountOf("setup")}.table.core.windows.net"), new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned));
        await tables.GetTableClient("dockets").AddEntityAsync(new TableEntity("nysd", "~n|damaged") { ["V"] = 1, ["Json"] = "no notice" });
        return true;
    });

    private DateTimeOffset HoldProvider()
    {
        var breaker = CircuitBreaker.New;
        for (var failures = 0; breaker.IsClosed; failures++)
        {
            breaker = breaker.AfterFailure(_bench.Now, new BreakerOptions());
        }

        Assert.True(_bench.Run(() => _bench.App.Services.GetRequiredService<TableProviderBreakers>()
            .TryWriteAsync(new ProviderBreaker(_provider.Name, breaker), notice: null, default)));
        return breaker.OpenUntil!.Value;
    }

    private void WaitForDeath()
    {
        var killer = new KillBefore(_bench, IsToAlerts);
        _bench.Cloud.Faults = killer;
        for (var waited = 0; killer.Kills == 0; waited++)
        {
            Assert.True(waited < 240, "Nothing was queued within four minutes.");
            _bench.Wait(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_sentAt);
    }

    private void WaitUntilAsked()
    {
        for (var waited = 0; _bench.AskedAt.Count == 0; waited++)
        {
            Assert.True(waited < 180, "The court was not asked within three minutes.");
            _bench.Wait(TimeSpan.FromSeconds(1));
        }
    }

    private int Waiting() => _bench.Run(() => _bench.App.Services.GetRequiredService<IOutbox>().NewestAsync(50, default))
        .Count(row => row.State is OutboxState.Waiting);

    private void Start() => _bench.Start(services => services.Replace(ServiceDescriptor.Singleton<IMailProvider>(_provider)));

    private void File(int sequence = 3) =>
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(sequence, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));

    private static bool IsToAlerts(CloudCall call) =>
        call.Operation is "SendMessages" or "SendMessage" && call.Subject.StartsWith("alerts", StringComparison.Ordinal);

    private sealed class QueueAway : ICloudFaults
    {
        public bool HasFailed { get; private set; }

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
        {
            if (HasFailed || !IsToAlerts(call))
            {
                return Task.CompletedTask;
            }

            HasFailed = true;
            throw new ServiceBusException("busy", ServiceBusFailureReason.ServiceBusy);
        }

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.AzureHarness;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The broker's clock is not the instance's: what it hands out before its time by ours waits, and does not go round in circles.</summary>
public sealed class OtherClocksTests : IDisposable
{
    private readonly CloudBench _bench = new(busAhead: TimeSpan.FromSeconds(40));
    private readonly ScriptedMailProvider _provider = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void AlertIsHeldAndTheBrokerIsAhead_WaitsUntilItsTurn()
    {
        DateTimeOffset? turn = null;
        _provider.Answer = _ => _bench.Now < (turn ??= _bench.Now.AddMinutes(2)) ? new SendOutcome.Held("the quota is used up", turn.Value) : new SendOutcome.Accepted("ok");
        _bench.Cloud.Faults = new SlowBus(_bench);
        _bench.Start(services => services.Replace(ServiceDescriptor.Singleton<IMailProvider>(_provider)));
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.WaitUntil(TimeSpan.FromSeconds(150));
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(3, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));

        _bench.Wait(TimeSpan.FromMinutes(8));

        Assert.NotNull(turn);
        Assert.InRange(_bench.AlertsSent, 2, 6);
        var row = Assert.Single(_bench.Run(() => _bench.App.Services.GetRequiredService<IOutbox>().NewestAsync(10, default)));
        Assert.Equal(OutboxState.Delivered, row.State);
        Assert.InRange(row.At, turn.Value, turn.Value.AddMinutes(1));
    }

    // Time passes with each message that is sent: without it, one that goes round in circles would do so for ever.
    private sealed class SlowBus(CloudBench bench) : ICloudFaults
    {
        public async Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
        {
            if (call is { Service: CloudService.ServiceBus, Operation: "SendMessage" })
            {
                bench.AlertsSent += call.Subject.StartsWith("alerts", StringComparison.Ordinal) ? 1 : 0;
                await Task.Delay(TimeSpan.FromMilliseconds(50), bench.Cloud.Time, cancellationToken);
            }
        }

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

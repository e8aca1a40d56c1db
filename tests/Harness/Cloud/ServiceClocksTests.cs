using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.DurableTask;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Functions.Mail;
using Tipstaff.Tests.Harness.Durable;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Harness.Cloud;

/// <summary>Services of a cloud whose clocks are off: moments are by their own clocks, spans as they pass.</summary>
public sealed class ServiceClocksTests : IDisposable
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(40);

    private readonly VirtualTime _time = new(Some.Monday9Am);
    private readonly VirtualContext _context;
    private readonly AzureCloud _cloud;

    public ServiceClocksTests()
    {
        _context = new VirtualContext(_time);
        var (right, ahead) = (Clock(TimeSpan.Zero), Clock(Ahead));
        _cloud = new AzureCloud(right) { BusTime = ahead, HubTime = ahead, TablesTime = ahead };
    }

    public void Dispose() => _cloud.Dispose();

    [Fact]
    public void Send_ScheduledAndTheBrokerAhead_ComesEarly()
    {
        var queue = _cloud.Bus.CreateQueue("alerts");
        var client = new ServiceBusClient($"{_cloud.AccountOf("1")}.servicebus.windows.net", new MailWorld.AnyCredential());

        Run(() => client.CreateSender("alerts").SendMessageAsync(new ServiceBusMessage("a") { ScheduledEnqueueTime = _time.Now.AddMinutes(1) }));
        Pass(TimeSpan.FromMinutes(1) - Ahead);

        var message = Assert.Single(queue.Messages);
        Assert.Equal(ServiceBusMessageState.Active, message.State);
        Assert.Equal(_time.Now + Ahead, message.EnqueuedTime);
    }

    [Fact]
    public void Receive_TheBrokerAhead_LocksByItsClockAndForAsLong()
    {
        _cloud.Bus.CreateQueue("alerts");
        var client = new ServiceBusClient($"{_cloud.AccountOf("1")}.servicebus.windows.net", new MailWorld.AnyCredential());
        Run(() => client.CreateSender("alerts").SendMessageAsync(new ServiceBusMessage("a")));
        ServiceBusReceivedMessage? received = null;

        Run(async () => received = await client.CreateReceiver("alerts").ReceiveMessageAsync());
        Pass(TimeSpan.FromSeconds(59));
        Run(() => client.CreateReceiver("alerts").CompleteMessageAsync(received!));

        Assert.Equal(Some.Monday9Am + Ahead + TimeSpan.FromMinutes(1), received!.LockedUntil);
    }

    [Fact]
    public void CreateTimer_TheHubAhead_FiresByItsClock()
    {
        var context = new VirtualContext(_time);
        var worker = new BenchWorker("1", version: null, context, Clock(TimeSpan.Zero));
        worker.Orchestrator("Wait", async timer =>
        {
            await timer.CreateTimer(Some.Monday9Am.AddMinutes(1).UtcDateTime, CancellationToken.None);
            return true;
        });
        context.Start(() =>
        {
            _cloud.Durable.Attach(worker);
            return Task.CompletedTask;
        });

        Run(() => _cloud.Durable.ClientOf("").ScheduleNewOrchestrationInstanceAsync("Wait"));
        Pass(TimeSpan.FromMinutes(1) - Ahead);

        Assert.Contains(_cloud.Counts.All, count => count.Operation is "Timer");
    }

    [Fact]
    public void AddEntity_TheTablesAhead_IsStampedByTheirClock()
    {
        var table = new TableServiceClient(new Uri($"https://{_cloud.AccountOf("1")}.table.core.windows.net"), new MailWorld.AnyCredential()).GetTableClient("rows");
        TableEntity? row = null;

        Run(async () =>
        {
            await table.CreateIfNotExistsAsync();
            await table.AddEntityAsync(new TableEntity("p", "r"));
            row = await table.GetEntityAsync<TableEntity>("p", "r");
        });

        Assert.Equal(Some.Monday9Am + Ahead, row!.Timestamp);
    }

    private MachineClock Clock(TimeSpan offset) => new(_time, _context, () => offset);

    private void Pass(TimeSpan time) => _time.RunUntil(_time.Now + time);

    private void Run(Func<Task> work)
    {
        Task? done = null;
        _context.Start(() => done = work());
        Pass(TimeSpan.Zero);
        Assert.True(done is { IsCompletedSuccessfully: true }, $"{done?.Exception}");
    }
}

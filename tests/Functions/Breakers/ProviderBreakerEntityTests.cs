using Azure;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;
using Tipstaff.Breakers;
using Tipstaff.Functions.Breakers;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Functions.Head;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Breakers;

/// <summary>The entity of a provider: which transitions count, and how the row of the instances follows.</summary>
public sealed class ProviderBreakerEntityTests : IDisposable
{
    private static readonly DateTimeOffset Until = Some.Monday9Am.AddHours(1);
    private readonly CloudBench _bench = new();
    private readonly DurableTaskClient _client;

    public ProviderBreakerEntityTests()
    {
        _bench.Start();
        _client = _bench.Cloud.Durable.ClientOf("");
        _bench.Wait(TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Turn_Opened_IsWrittenWithItsNoticeForAllInstances()
    {
        Signal(Opened());

        Assert.Equal(Opened().Next with { Version = 1 }, Row());
        Assert.Single(Notices());
    }

    [Fact]
    public void Turn_TwiceOrLate_ChangesNothing()
    {
        Signal(Opened(), Opened());
        Signal(Closed(on: 1));
        Signal(Opened());

        Assert.Equal(Closed(on: 1).Next with { Version = 2 }, Row());
        Assert.Equal(2, Notices().Count);
    }

    [Fact]
    public void Turn_OfTwoInstancesAtOnce_TheFirstCounts()
    {
        Signal(Opened(), Opened(minutes: 7));

        Assert.Equal(Opened().Next with { Version = 1 }, Row());
        Assert.Single(Notices());
    }

    [Fact]
    public void Turn_TheFirstOfAnEntity_TakesOverWhatTheRowSays()
    {
        var rows = _bench.App.Services.GetRequiredService<TableProviderBreakers>();
        Assert.True(_bench.Run(() => rows.TryWriteAsync(Opened().Next, notice: null, default)));

        Signal(Opened(minutes: 7));
        var ignored = Row();
        Signal(Closed(on: 1));

        Assert.Equal((1L, 2L, true), (ignored!.Version, Row()!.Version, Row()!.Breaker.IsClosed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Turn_TablesAreAway_IsWrittenOnceTheyAreBack(bool isRowKnown)
    {
        var on = 0;
        if (isRowKnown)
        {
            Signal(Opened(minutes: 1));
            on = 1;
        }

        var faults = new TableFaults { Before = true };
        _bench.Cloud.Faults = faults;
        Signal(Opened(on: on));
        Signal(Closed(on: on + 1));
        _bench.Wait(TimeSpan.FromMinutes(20));
        var tries = faults.Count;

        faults.Before = false;
        _bench.Wait(TimeSpan.FromMinutes(6));

        Assert.Equal(Closed(on + 1).Next with { Version = on + 2 }, Row());
        Assert.Equal(on + 2, Notices().Count);
        Assert.InRange(tries, 5, 40);
        Assert.Null(State().CopyDue);
        Assert.Empty(_bench.Cloud.Durable.FailedSignals);
    }

    [Fact]
    public void Turn_AnswerOfTheTablesIsLost_IsWrittenOnce()
    {
        var faults = new TableFaults { After = true };
        _bench.Cloud.Faults = faults;
        Signal(Opened());
        faults.After = false;
        _bench.Wait(TimeSpan.FromMinutes(1));

        Assert.Equal(Opened().Next with { Version = 1 }, Row());
        Assert.Single(Notices());
        Assert.True(State().Ledger.IsSettled);
        Assert.Equal(0, State().Failures);
    }

    [Fact]
    public void Turn_InstanceDiesOverIt_IsDoneByAnother()
    {
        _bench.Cloud.Faults = new KillBefore(_bench, call => call.Subject.StartsWith("operators|operators|", StringComparison.Ordinal) && call.Operation == "SubmitTransaction");
        Signal(Opened());
        _bench.Start();
        _bench.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal(Opened().Next with { Version = 1 }, Row());
    }

    private void Signal(params BreakerTransition[] transitions)
    {
        foreach (var transition in transitions)
        {
            _bench.Run(async () =>
            {
                await _client.Entities.SignalEntityAsync(ProviderBreakerEntity.IdOf("smtp"), nameof(ProviderBreakerEntity.TurnAsync), transition);
                return true;
            });
        }

        _bench.Wait(TimeSpan.FromSeconds(2));
    }

    private ProviderBreaker? Row() => _bench.Run(() => _bench.App.Services.GetRequiredService<IProviderBreakers>().FindAsync("smtp", default));

    private IReadOnlyList<OperatorNotice> Notices() => _bench.Run(() => _bench.App.Services.GetRequiredService<IOperatorNotices>().NewestAsync(10, default));

    private ProviderBreakerState State() => _bench.Run(() => _client.Entities.GetEntityAsync<ProviderBreakerState>(ProviderBreakerEntity.IdOf("smtp")))!.State;

    private static BreakerTransition Opened(int minutes = 0, long on = 0) => new(
        new ProviderBreaker("smtp", CircuitBreaker.New with { OpenedAt = Some.Monday9Am.AddMinutes(minutes), OpenUntil = Until.AddMinutes(minutes) }, on),
        OperatorNotice.Of(NoticeKind.ProviderInTrouble, $"smtp {minutes}", Some.Monday9Am, "It is down."));

    private static BreakerTransition Closed(long on) => new(
        new ProviderBreaker("smtp", CircuitBreaker.New, on), OperatorNotice.Of(NoticeKind.ProviderIsBack, "smtp", Some.Monday9Am, "It is back."));

    /// <summary>The operators' table is away, or does as it is told without an answer.</summary>
    private sealed class TableFaults : ICloudFaults
    {
        public bool Before { get; set; }

        public bool After { get; set; }

        public int Count { get; private set; }

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) => FailIf(Before, call);

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => FailIf(After && call.Operation == "SubmitTransaction", call);

        private Task FailIf(bool isAway, CloudCall call)
        {
            if (!isAway || call.Service is not CloudService.Tables || !IsOfABreaker(call.Subject))
            {
                return Task.CompletedTask;
            }

            Count++;
            throw new RequestFailedException(503, "The server is busy.", "ServerBusy", innerException: null);
        }

        private static bool IsOfABreaker(string subject) => subject is "operators|operators|" or "operators|operators|b|smtp";
    }
}

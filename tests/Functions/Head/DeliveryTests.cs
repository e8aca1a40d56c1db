using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.AzureHarness;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>Deliveries that do not go well at once: retried by the plan, parked without burning attempts, given up with operators told.</summary>
public sealed class DeliveryTests : IDisposable
{
    private readonly CloudBench _bench = new();
    private readonly List<DateTimeOffset> _sentAt = [];
    private readonly ScriptedMailProvider _provider = new();
    private SendOutcome _answer = new SendOutcome.Accepted("ok");

    public DeliveryTests()
    {
        _provider.Answer = _ =>
        {
            _sentAt.Add(_bench.Now);
            return _answer;
        };
        _bench.Start(services => services.Replace(ServiceDescriptor.Singleton<IMailProvider>(_provider)));
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.WaitUntil(TimeSpan.FromSeconds(150));
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void TransientRefusal_IsTriedAgainAfter3And9And27Seconds()
    {
        _answer = new SendOutcome.Refused("451 later", RefusalKind.Transient);
        File();
        _bench.Wait(TimeSpan.FromMinutes(2));

        var waits = _sentAt.Zip(_sentAt.Skip(1), (one, next) => (next - one).TotalSeconds).Take(3).ToList();
        Assert.InRange(waits[0], 2.7, 3.3);
        Assert.InRange(waits[1], 8.1, 9.3);
        Assert.InRange(waits[2], 24.3, 27.3);
        _answer = new SendOutcome.Accepted("ok");
        _bench.Wait(TimeSpan.FromMinutes(5));
        Assert.Equal(OutboxState.Delivered, Newest().State);
    }

    [Fact]
    public void ProviderAway_IsHeldWithoutBurningAttempts_AndTheAlertGoesOutWhenItIsBack()
    {
        _answer = new SendOutcome.Unavailable("no answer");
        _provider.Upcheck = _ => Task.FromResult(false);
        for (var n = 3; n < 9; n++)
        {
            File(n);
            _bench.Wait(TimeSpan.FromMinutes(2));
        }

        var attempts = _sentAt.Count;
        _bench.Wait(TimeSpan.FromHours(8));
        Assert.Equal(attempts, _sentAt.Count);
        _provider.Upcheck = _ => Task.FromResult(true);
        _answer = new SendOutcome.Accepted("ok");
        _bench.Wait(TimeSpan.FromHours(2));

        var rows = Rows().Where(row => row.Message is OutboxMessage.AlertMessage).ToList();
        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => Assert.Equal(OutboxState.Delivered, row.State));
        if (_bench.Failures is [var first, ..])
        {
            Assert.Fail(first);
        }
    }

    [Fact]
    public void BreakerOpens_WhileEntitiesAreAway_IsToldToAllLaterThoughNothingElseIsDelivered()
    {
        var faults = new EntitiesAway();
        _bench.Cloud.Faults = faults;
        _answer = new SendOutcome.Unavailable("no answer");
        File();
        for (var waited = 0; faults.Count == 0; waited++)
        {
            Assert.True(waited < 60, "The breaker did not open within an hour.");
            _bench.Wait(TimeSpan.FromMinutes(1));
        }

        var (attempts, unknown) = (_sentAt.Count, Breaker());
        faults.IsAway = false;
        _bench.Wait(TimeSpan.FromMinutes(2));

        Assert.Null(unknown);
        Assert.Equal((5, 5), (attempts, _sentAt.Count));
        Assert.False(Breaker()!.Breaker.IsClosed);
    }

    [Fact]
    public void BreakerOpens_OnOneInstance_HoldsTheOthersWithinAMinute_AndOneOfThemMakesTheTrial()
    {
        _bench.Start(services => services.Replace(ServiceDescriptor.Singleton<IMailProvider>(_provider)));
        _answer = new SendOutcome.Unavailable("no answer");
        for (var n = 3; Breaker() is null; n++)
        {
            Assert.True(n < 30, "The breaker did not open within an hour.");
            File(n);
            _bench.Wait(TimeSpan.FromMinutes(2));
        }

        var (until, upchecks) = (Breaker()!.Breaker.OpenUntil!.Value, _provider.Upchecks);
        for (var reader = 0; reader < 8; reader++)
        {
            _bench.Follow(mailbox: $"reader{reader}@example.com");
        }

        File(30);
        _bench.Wait(TimeSpan.FromMinutes(1));
        var attempts = _sentAt.Count;
        // Long enough for the mails of the other instance to come back meanwhile.
        _provider.Before = (_, _) => Task.Delay(TimeSpan.FromSeconds(25), _bench.Cloud.Time);
        _bench.WaitUntil(until.AddMinutes(1) - Some.Monday9Am);

        Assert.Equal((1, 1), (_sentAt.Count - attempts, _provider.Upchecks - upchecks));
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void FinalRefusal_IsADeadLetterOfWhichOperatorsAreTold()
    {
        _answer = new SendOutcome.Refused("554 no", RefusalKind.ThisMail);
        File();
        _bench.Wait(TimeSpan.FromSeconds(90));
        _answer = new SendOutcome.Accepted("ok");
        _bench.Wait(TimeSpan.FromMinutes(10));

        Assert.Equal(OutboxState.DeadLettered, Rows().Single(row => row.Message is OutboxMessage.AlertMessage).State);
        Assert.Equal(OutboxState.Delivered, Rows().Single(row => row.Message is OutboxMessage.OperatorMessage).State);
    }

    private void File(int sequence = 3) => _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(sequence, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));

    private OutboxRow Newest() => Rows()[0];

    private ProviderBreaker? Breaker() => _bench.Run(() => _bench.App.Services.GetRequiredService<IProviderBreakers>().FindAsync(_provider.Name, default));

    private IReadOnlyList<OutboxRow> Rows() => _bench.Run(() => _bench.App.Services.GetRequiredService<IOutbox>().NewestAsync(50, default));

    /// <summary>No entity can be signalled.</summary>
    private sealed class EntitiesAway : ICloudFaults
    {
        public bool IsAway { get; set; } = true;

        public int Count { get; private set; }

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
        {
            if (!IsAway || call is not { Service: CloudService.Entities, Operation: "SignalEntity" })
            {
                return Task.CompletedTask;
            }

            Count++;
            throw new RpcException(new Status(StatusCode.Unknown, "unavailable"));
        }

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

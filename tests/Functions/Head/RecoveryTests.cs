using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Functions.Breakers;
using Tipstaff.Functions.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>A court in trouble: retries on durable timers, the stored breaker, the trial, the way back.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly CloudBench _bench = new();

    public RecoveryTests()
    {
        _bench.Start();
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.WaitUntil(TimeSpan.FromSeconds(150));
        _bench.AskedAt.Clear();
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void CourtFails_AsksAgainAfter3And9And27Seconds_AndNobodyElseAsksMeanwhile()
    {
        _bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);

        _bench.Wait(TimeSpan.FromSeconds(100));

        var waits = _bench.AskedAt.Zip(_bench.AskedAt.Skip(1), (one, next) => (next - one).TotalSeconds).Take(3).ToList();
        Assert.Equal(3, waits.Count);
        Assert.InRange(waits[0], 2.4, 3.7);
        Assert.InRange(waits[1], 7.2, 10.9);
        Assert.InRange(waits[2], 21.6, 32.5);
        Assert.Equal(4, _bench.AskedAt.Count);
        Assert.Equal(1, State().Failures);
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void CourtFailsFiveChecks_OpensItsBreakerAndHoldsUntilATrialGoesWell()
    {
        _bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        _bench.Court.IsUp = false;
        WaitUntilItOpens();
        var open = State();
        var asked = _bench.AskedAt.Count;
        var upchecks = _bench.Court.Upchecks;
        Assert.Equal((5, false, 20), (open.Failures, open.Breaker.IsClosed, asked));

        _bench.WaitUntil(open.Breaker.OpenUntil!.Value.AddSeconds(30) - Some.Monday9Am);
        Assert.Equal((asked, upchecks + 1, CircuitState.Open), (_bench.AskedAt.Count, _bench.Court.Upchecks, State().Breaker.At(_bench.Now)));
        _bench.Court.IsUp = true;
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(3, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.WaitUntil(State().Breaker.OpenUntil!.Value.AddMinutes(5) - Some.Monday9Am);

        Assert.True(State().Breaker.IsClosed);
        Assert.Single(_bench.Cloud.Email.Mailbox, mail => mail.Recipient == "ada@example.com");
        Assert.True(_bench.AskedAt.Count > asked + 3);
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void InstanceDies_WhileItsCourtIsHeld_TheNextOneSeesTheCourtThrough()
    {
        _bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        WaitUntilItOpens();
        var until = State().Breaker.OpenUntil!.Value;
        _bench.App.Kill();
        _bench.Wait(TimeSpan.FromSeconds(30));
        _bench.Start();
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));

        _bench.WaitUntil(until.AddMinutes(3) - Some.Monday9Am);

        Assert.True(State().Breaker.IsClosed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SecondRecovery_WhileItsCourtIsHeld_WaitsWithoutAskingTheStore(bool entityKnows)
    {
        _bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        WaitUntilItOpens();
        if (!entityKnows)
        {
            Forget();
        }

        _bench.Wait(TimeSpan.FromSeconds(10));
        _bench.Cloud.Counts.Clear();

        StartAnother("second");
        _bench.Wait(TimeSpan.FromSeconds(30));

        Assert.Equal((0, 1), (CountOf(CloudService.Orchestrations, "Activity"), CountOf(CloudService.Entities, "Operation")));
    }

    [Fact]
    public void Recoveries_RacingForOneCourt_NeverTryItBothAtOnce()
    {
        _bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        WaitUntilItOpens();
        StartAnother("second");
        StartAnother("third");
        _bench.Court.IsStalling = true;
        var upchecks = _bench.Court.Upchecks;

        _bench.WaitUntil(State().Breaker.OpenUntil!.Value.AddMinutes(3) - Some.Monday9Am);
        var afterTheFirst = _bench.Court.Upchecks - upchecks;
        _bench.WaitUntil(State().Breaker.OpenUntil!.Value.AddMinutes(3) - Some.Monday9Am);

        Assert.Equal((1, 2), (afterTheFirst, _bench.Court.Upchecks - upchecks));
        Assert.Empty(_bench.Failures);
    }

    // The hub is as new, with what runs in it gone.
    private void Forget()
    {
        var client = _bench.Cloud.Durable.ClientOf("");
        Do(() => client.TerminateInstanceAsync("recover-nysd"));
        Do(() => client.Entities.SignalEntityAsync(new EntityInstanceId(nameof(CourtBreakerEntity), "nysd"), "delete"));
        _bench.Wait(TimeSpan.FromSeconds(1));
    }

    private void StartAnother(string id)
    {
        var client = _bench.Cloud.Durable.ClientOf("");
        var input = RecoverCourtInput.Of(State());
        Do(() => client.ScheduleNewOrchestrationInstanceAsync(nameof(RecoverCourt), input, new StartOrchestrationOptions(id) { Version = RecoverCourt.Version }));
    }

    private void Do(Func<Task> work) => _bench.Run(async () =>
    {
        await work();
        return true;
    });

    private long CountOf(CloudService service, string operation) =>
        _bench.Cloud.Counts.All.Where(count => count.Service == service && count.Operation == operation).Sum(count => count.Calls);

    private void WaitUntilItOpens()
    {
        for (var waited = 0; State().Breaker.IsClosed; waited++)
        {
            Assert.True(waited < 30, "The breaker did not open within 30 minutes.");
            _bench.Wait(TimeSpan.FromMinutes(1));
        }
    }

    private CourtState State() => _bench.Run(() => _bench.App.Services.GetRequiredService<IDockets>().FindCourtAsync(Some.Nysd, default))!;
}

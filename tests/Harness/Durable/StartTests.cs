using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Durable;

public sealed class StartTests : IDisposable
{
    private readonly HubBench _bench = new();
    private int _runs;

    public StartTests() => _bench.Start("a", worker => worker
        .Orchestrator("Once", context =>
        {
            _runs++;
            return context.GetInput<string>() is "wait" ? context.WaitForExternalEvent<int>("Go") : Task.FromResult(_runs);
        }));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Schedule_IdUnderWay_IsRefused()
    {
        _bench.Schedule("Once", "wait");

        Assert.Throws<OrchestrationAlreadyExistsException>(() => _bench.Schedule("Once"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Schedule_IdHasEnded_IsStartedAnewUnlessDeduped(bool dedupes)
    {
        _bench.Schedule("Once");
        var options = new StartOrchestrationOptions("once");
        if (dedupes)
            options = options.WithDedupeStatuses(OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed);

        if (dedupes)
            Assert.Throws<OrchestrationAlreadyExistsException>(() => _bench.Do(client => client.ScheduleNewOrchestrationInstanceAsync("Once", options)));
        else
            _bench.Do(client => client.ScheduleNewOrchestrationInstanceAsync("Once", options));

        Assert.Equal(dedupes ? 1 : 2, _runs);
    }

    [Fact]
    public void Schedule_TwoRaceAndTheCheckIsNotAtomic_BothWin()
    {
        _bench.Hub.Faults = new Racing();
        _bench.Cloud.Faults = new SlowCalls(_bench.Cloud.Time, TimeSpan.FromSeconds(1));

        var one = _bench.Begin(client => client.ScheduleNewOrchestrationInstanceAsync("Once", "wait", new StartOrchestrationOptions("once")));
        var two = _bench.Begin(client => client.ScheduleNewOrchestrationInstanceAsync("Once", "wait", new StartOrchestrationOptions("once")));
        _bench.Pass(TimeSpan.FromSeconds(5));

        Assert.True(one.IsCompletedSuccessfully && two.IsCompletedSuccessfully);
        Assert.Single(_bench.Hub.Orchestrations);
    }

    [Fact]
    public void Schedule_StartAt_IsPendingUntilThen()
    {
        var at = _bench.Now + TimeSpan.FromHours(1);
        _bench.Do(client => client.ScheduleNewOrchestrationInstanceAsync("Once", new StartOrchestrationOptions("once", at)));

        var before = _bench.Look("once").RuntimeStatus;
        _bench.Pass(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Pending, before);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, _bench.Look("once").RuntimeStatus);
    }

    [Fact]
    public async Task Terminate_UnderWay_EndsItWithTheOutput()
    {
        _bench.Schedule("Once", "wait");
        var waiting = _bench.Begin(client => client.WaitForInstanceCompletionAsync("once", getInputsAndOutputs: true));

        _bench.Do(client => client.TerminateInstanceAsync("once", (object)"enough"));
        _bench.Settle();

        Assert.True(waiting.IsCompleted);
        var ended = await waiting;
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
    }

    [Fact]
    public void GetInstance_WithoutInputsAndOutputs_HasNone()
    {
        _bench.Schedule("Once");

        var seen = _bench.Do(client => client.GetInstanceAsync("once"))!;

        Assert.Throws<InvalidOperationException>(() => seen.ReadOutputAs<int>());
        Assert.Null(_bench.Do(client => client.GetInstanceAsync("nobody")));
    }

    [Fact]
    public void GetAllInstances_ByPrefixAndStatus_ComesInPages()
    {
        foreach (var number in Enumerable.Range(0, 5))
            _bench.Schedule("Once", number == 0 ? "wait" : null, $"x-{number}");

        _bench.Schedule("Once", id: "other");
        var query = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed], InstanceIdPrefix: "x-", PageSize: 3);
        var found = _bench.Do(async client =>
        {
            var ids = new List<string>();
            await foreach (var instance in client.GetAllInstancesAsync(query))
                ids.Add(instance.InstanceId);

            return ids;
        });

        Assert.Equal(["x-1", "x-2", "x-3", "x-4"], found);
        Assert.Equal(2, _bench.Count("GetAllInstances"));
    }

    [Fact]
    public void Purge_Ended_ForgetsThem()
    {
        _bench.Schedule("Once", id: "one");
        _bench.Schedule("Once", id: "two");
        _bench.Schedule("Once", "wait", id: "three");

        var one = _bench.Do(client => client.PurgeInstanceAsync("one"));
        var rest = _bench.Do(client => client.PurgeAllInstancesAsync(new PurgeInstancesFilter()));

        Assert.Equal((1, 1), (one.PurgedInstanceCount, rest.PurgedInstanceCount));
        Assert.NotNull(_bench.Do(client => client.GetInstanceAsync("three")));
    }

    private sealed class Racing : DurableFaults
    {
        public override bool StartsRace(string instanceId) => true;
    }

    private sealed class SlowCalls(TimeProvider time, TimeSpan wait) : ICloudFaults
    {
        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) => Task.Delay(wait, time, cancellationToken);

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Durable;

public sealed class DyingInstanceTests : IDisposable
{
    private static readonly EntityInstanceId Nysd = new("Tally", "nysd");

    private readonly HubBench _bench = new();
    private readonly List<string> _sent = [];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Episode", false, 1)]
    [InlineData("Episode", true, 1)]
    [InlineData("Activity", false, 2)]
    [InlineData("Activity", true, 1)]
    public void Orchestration_InstanceDiesWritingDown_IsFinishedByAnother(string operation, bool after, int sendings)
    {
        var first = Start("a");
        _bench.Cloud.Faults = new DeathAt(first, operation, after);
        _bench.Schedule("Send");

        Start("b");
        _bench.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, _bench.Look("send").RuntimeStatus);
        Assert.Equal(sendings, _sent.Count);
    }

    [Fact]
    public void Activity_InstanceDiesInTheMiddle_IsBegunAgainElsewhere()
    {
        var first = Start("a", hangs: true);
        _bench.Schedule("Send");
        _bench.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(1, first.Begun["Send"]);

        first.Kill();
        Start("b");
        _bench.Pass(_bench.Hub.LeaseTime);

        Assert.Equal(["b"], _sent);
        Assert.True(_bench.Look("send").IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Entity_InstanceDiesWritingDown_CountsTheOperationOnce(bool after)
    {
        var first = Start("a");
        _bench.Cloud.Faults = new DeathAt(first, "Operation", after);
        _bench.Do(client => client.Entities.SignalEntityAsync(Nysd, "Add", 1));

        Start("b");
        _bench.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(1, _bench.Do(client => client.Entities.GetEntityAsync<int>(Nysd))!.State);
    }

    [Fact]
    public void Work_HandedOutTwice_CountsOnce()
    {
        Start("a");
        Start("b");
        _bench.Hub.Faults = new Twice();

        _bench.Schedule("Send");
        _bench.Do(client => client.Entities.SignalEntityAsync(Nysd, "Add", 1));

        Assert.Equal(2, _sent.Count);
        Assert.Equal("sent", _bench.Look("send").ReadOutputAs<string>());
        Assert.Equal(1, _bench.Do(client => client.Entities.GetEntityAsync<int>(Nysd))!.State);
    }

    [Fact]
    public void Work_ResultRefused_IsHandedOutAgain()
    {
        Start("a");
        _bench.Cloud.Faults = new Refusal("Episode");

        _bench.Schedule("Send");
        _bench.Pass(TimeSpan.FromSeconds(5));

        Assert.True(_bench.Look("send").IsCompleted);
    }

    [Fact]
    public void Work_Late_ComesLater()
    {
        Start("a");
        _bench.Hub.Faults = new Late();

        _bench.Schedule("Send");
        _bench.Pass(TimeSpan.FromSeconds(59));
        var before = _sent.Count;
        _bench.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal((0, 1), (before, _sent.Count));
    }

    [Fact]
    public void Detach_WithWorkInHand_WaitsForItsEnd()
    {
        var first = Start("a", takes: TimeSpan.FromMinutes(5));
        _bench.Schedule("Send");

        var leaving = _bench.Begin(async _ =>
        {
            await _bench.Hub.DetachAsync(first);
            return true;
        });
        _bench.Pass(TimeSpan.FromMinutes(4));
        var before = leaving.IsCompleted;
        _bench.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal((false, true), (before, leaving.IsCompleted));
        Assert.Equal(["a"], _sent);
        Assert.False(_bench.Look("send").IsCompleted);
        Start("b");
        Assert.True(_bench.Look("send").IsCompleted);
    }

    private BenchWorker Start(string name, bool hangs = false, TimeSpan takes = default) => _bench.Start(name, worker => worker
        .Orchestrator("Send", context => context.CallActivityAsync<string>("Send"))
        .Activity<string, string>("Send", async _ =>
        {
            if (hangs)
                await new TaskCompletionSource().Task;

            if (takes > TimeSpan.Zero)
                await Task.Delay(takes, worker.Clock);

            _sent.Add(name);
            return "sent";
        })
        .Entity("Tally", () => new Tally()));

    private sealed class Tally : TaskEntity<int>
    {
        public int Add(int number) => State += number;
    }

    private sealed class Twice : DurableFaults
    {
        public override bool IsHandedOutTwice(DurableWork work) => true;
    }

    private sealed class Late : DurableFaults
    {
        public override TimeSpan LateBy(DurableWork work) =>
            work.Kind is DurableWorkKind.Activity ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;
    }

    private sealed class DeathAt(BenchWorker worker, string operation, bool after) : ICloudFaults
    {
        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) => Die(call, !after);

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Die(call, after);

        private Task Die(CloudCall call, bool now)
        {
            if (!now || call.Operation != operation || call.Instance != worker.Instance)
                return Task.CompletedTask;

            worker.Kill();
            return new TaskCompletionSource().Task;
        }
    }

    private sealed class Refusal(string operation) : ICloudFaults
    {
        private int _left = 2;

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) =>
            call.Operation == operation && _left-- > 0 ? throw new TimeoutException() : Task.CompletedTask;

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

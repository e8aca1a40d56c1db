using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Durable;

/// <summary>Many orchestrations while instances die, answers get lost and work comes twice: all end, and each entity call counts once.</summary>
public sealed class HubStormTests
{
    private const int Courts = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Orchestrations_InAStorm_AllEndAndCountOnce(int seed)
    {
        using var storm = new Storm(seed);

        storm.Run();

        Assert.All(storm.Outcomes, outcome => Assert.Equal("Completed 3", outcome));
        Assert.All(storm.Tallies, tally => Assert.Equal(3, tally));
        Assert.True(storm.Deaths > 3, $"Only {storm.Deaths} deaths.");
        Assert.Empty(storm.Bench.Hub.Stuck);
    }

    [Fact]
    public void Orchestrations_SameSeed_RunTheSame()
    {
        using var one = new Storm(7);
        using var two = new Storm(7);

        one.Run();
        two.Run();

        Assert.Equal(one.Trace, two.Trace);
    }

    private sealed class Storm : DurableFaults, ICloudFaults, IDisposable
    {
        private readonly Random _chance;
        private readonly Dictionary<string, BenchWorker> _workers = [];

        public Storm(int seed)
        {
            _chance = new Random(seed);
            Bench.Hub.Faults = this;
            Bench.Cloud.Faults = this;
        }

        public HubBench Bench { get; } = new();

        public List<string> Trace { get; } = [];

        public int Deaths { get; private set; }

        public IEnumerable<string> Outcomes { get; private set; } = [];

        public IEnumerable<int> Tallies { get; private set; } = [];

        public void Run()
        {
            Start("a");
            Start("b");
            for (var court = 0; court < Courts; court++)
                Bench.Schedule("Recover", $"c{court}", $"recover-c{court}");

            for (var minute = 0; minute < 60; minute++)
            {
                Bench.Pass(TimeSpan.FromMinutes(1));
                foreach (var slot in _workers.Where(worker => !worker.Value.IsAlive).Select(worker => worker.Key).ToArray())
                    Start(slot);
            }

            Outcomes = [.. Enumerable.Range(0, Courts).Select(court => Bench.Look($"recover-c{court}"))
                .Select(found => $"{found.RuntimeStatus} {found.ReadOutputAs<int>()}")];
            Tallies = [.. Enumerable.Range(0, Courts).Select(court =>
                Bench.Do(client => client.Entities.GetEntityAsync<int>(new EntityInstanceId("Tally", $"c{court}")))!.State)];
        }

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) => Strike(call, "before");

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Strike(call, "after");

        public override TimeSpan? AgainAfter(DurableWork work) =>
            _chance.Next(10) == 0 ? TimeSpan.FromSeconds(_chance.Next(60)) : null;

        public override TimeSpan LateBy(DurableWork work) => TimeSpan.FromSeconds(_chance.Next(3));

        public void Dispose() => Bench.Dispose();

        private Task Strike(CloudCall call, string when)
        {
            if (call.Instance == "")
                return Task.CompletedTask;

            Trace.Add($"{Bench.Now:HH:mm:ss.fff} {call} {when}");
            switch (_chance.Next(40))
            {
                case 0:
                    Deaths++;
                    _workers[call.Instance].Kill();
                    return new TaskCompletionSource().Task;
                case 1:
                    throw new TimeoutException();
                default:
                    return Task.CompletedTask;
            }
        }

        private void Start(string slot) => Bench.Start(slot, worker => (_workers[slot] = worker)
            .Orchestrator("Recover", async context =>
            {
                var (court, done) = (context.GetInput<string>()!, 0);
                var entity = new EntityInstanceId("Tally", court);
                for (var trial = 1; trial <= 3; trial++)
                {
                    await context.CreateTimer(TimeSpan.FromSeconds(3 * trial), CancellationToken.None);
                    done += await context.CallActivityAsync<int>("Try", court);
                    await context.Entities.CallEntityAsync<int>(entity, "Add", 1);
                }

                return done;
            })
            .Activity<string, int>("Try", _ => 1)
            .Entity("Tally", () => new Tally()));
    }

    private sealed class Tally : TaskEntity<int>
    {
        public int Add(int number) => State += number;
    }
}

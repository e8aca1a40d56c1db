using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Tests.Harness.Durable;

public sealed class ReplayTests : IDisposable
{
    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Orchestrator_CallsActivities_IsReplayedFromItsHistory()
    {
        var runs = new List<bool>();
        _bench.Start("a", worker => worker
            .Orchestrator("Sum", async context =>
            {
                runs.Add(context.IsReplaying);
                var one = await context.CallActivityAsync<int>("Double", context.GetInput<int>());
                return one + await context.CallActivityAsync<int>("Double", one);
            })
            .Activity<int, int>("Double", input => input * 2));

        _bench.Schedule("Sum", 3);

        var ended = _bench.Look("sum");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(18, ended.ReadOutputAs<int>());
        Assert.Equal([false, true, true], runs);
        Assert.Equal(3, _bench.Count("Episode"));
        Assert.Equal(2, _bench.Count("Activity"));
    }

    [Fact]
    public void Orchestrator_LogsAndAsksForIdsAndTime_DoesSoOnceAndTheSame()
    {
        var seen = new HashSet<(Guid, DateTime)>();
        var instance = _bench.Start("a", worker => worker.Orchestrator("Wait", async context =>
        {
            var logger = context.CreateReplaySafeLogger("wait");
            logger.LogInformation("Begun");
            seen.Add((context.NewGuid(), context.CurrentUtcDateTime));
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            logger.LogInformation("Waited");
            Assert.Equal(_bench.Now.UtcDateTime, context.CurrentUtcDateTime);
            return context.NewGuid();
        }));

        _bench.Schedule("Wait");
        _bench.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, _bench.Look("wait").RuntimeStatus);
        Assert.Single(seen);
        Assert.Equal(["Information Begun ", "Information Waited "], instance.Log.Lines);
    }

    [Theory]
    [InlineData("other", "history has activity 'First' (#0), and the code now asks for activity 'Other' (#0)")]
    [InlineData("kind", "history has activity 'First' (#0), and the code now asks for a timer (#0)")]
    [InlineData("none", "history has activity 'First' (#0), for which the code no longer asks")]
    [InlineData("more", "the code now asks for activity 'Other' (#1), of which history knows nothing")]
    public void Orchestrator_DiffersFromItsHistory_FailsAndSaysHow(string change, string difference)
    {
        var isChanged = false;
        _bench.Start("a", worker => worker
            .Orchestrator("Change", async context =>
            {
                var timer = CancellationToken.None;
                if (isChanged && change == "none")
                    return 1;

                if (isChanged && change == "kind")
                    await context.CreateTimer(TimeSpan.FromHours(1), timer);

                var first = context.CallActivityAsync<int>(isChanged && change == "other" ? "Other" : "First");
                if (isChanged && change == "more")
                    _ = context.CallActivityAsync<int>("Other");

                await first;
                await context.WaitForExternalEvent<int>("Go");
                return 1;
            })
            .Activity<int, int>("First", _ => 1)
            .Activity<int, int>("Other", _ => 1));
        _bench.Schedule("Change");

        isChanged = true;
        _bench.Do(client => client.RaiseEventAsync("change", "Go", 1));

        var failed = _bench.Look("change");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal($"Non-Deterministic workflow detected in 'Change': {difference}.", failed.FailureDetails!.ErrorMessage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Orchestrator_AwaitsWhatIsNoTaskOfItsContext_RunsForEverAndIsReported(bool withoutContext)
    {
        _bench.Start("a", worker => worker
            .Orchestrator("Stray", async context =>
            {
                if (withoutContext)
                    await context.CallActivityAsync<int>("One").ConfigureAwait(false);
                else
                    await Task.Delay(TimeSpan.FromSeconds(5), worker.Clock, CancellationToken.None);

                return await context.CallActivityAsync<int>("One");
            })
            .Activity<int, int>("One", _ => 1));

        _bench.Schedule("Stray");
        _bench.Pass(TimeSpan.FromDays(1));

        Assert.Equal(OrchestrationRuntimeStatus.Running, _bench.Look("stray").RuntimeStatus);
        Assert.Equal("stray (Stray): it awaits something that is no task of its context.", Assert.Single(_bench.Hub.Stuck));
    }

    [Fact]
    public void Orchestrator_PassesValues_SeesThemAsJsonMakesThem()
    {
        var given = new Parcel("Ada", new DateTimeOffset(2026, 3, 2, 14, 0, 0, TimeSpan.Zero), [1, 2]);
        _bench.Start("a", worker => worker
            .Orchestrator("Send", async context =>
            {
                var input = context.GetInput<Parcel>()!;
                Assert.NotSame(given, input);
                var back = await context.CallActivityAsync<Parcel>("Echo", input);
                Assert.NotSame(input, back);
                context.SetCustomStatus(new { back.To });
                return back;
            })
            .Activity<Parcel, Parcel>("Echo", input => input! with { To = "Roe" }));

        _bench.Schedule("Send", given);

        var ended = _bench.Look("send");
        Assert.Equivalent(given with { To = "Roe" }, ended.ReadOutputAs<Parcel>());
        Assert.Equal("""{"To":"Roe"}""", ended.SerializedCustomStatus);
    }

    public sealed record Parcel(string To, DateTimeOffset At, int[] Numbers);
}

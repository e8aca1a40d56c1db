using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Tipstaff.Tests.Harness.Durable;

public sealed class TimerAndEventTests : IDisposable
{
    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void CreateTimer_LongerThanThreeDays_IsSeveralTimers()
    {
        _bench.Start("a", worker => worker.Orchestrator("Week", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        _bench.Schedule("Week");

        _bench.Pass(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        var before = _bench.Look("week").RuntimeStatus;
        _bench.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(OrchestrationRuntimeStatus.Running, before);
        Assert.Equal(_bench.Now.UtcDateTime, _bench.Look("week").ReadOutputAs<DateTime>());
        Assert.Equal(3, _bench.Count("Timer"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CreateTimer_NotAwaited_HoldsTheEndBackUnlessCancelled(bool cancels)
    {
        _bench.Start("a", worker => worker.Orchestrator("Leave", async context =>
        {
            using var cancelling = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromHours(1), cancelling.Token);
            if (cancels)
                cancelling.Cancel();

            Assert.Equal(cancels, timer.IsCanceled);
            await Task.CompletedTask;
            return 1;
        }));

        _bench.Schedule("Leave");

        Assert.Equal(cancels, _bench.Look("leave").IsCompleted);
        _bench.Pass(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, _bench.Look("leave").RuntimeStatus);
    }

    [Fact]
    public void WaitForExternalEvent_RaisedBefore_IsKept()
    {
        _bench.Start("a", worker => worker.Orchestrator("Hear", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return await context.WaitForExternalEvent<string>("NEWS") + await context.WaitForExternalEvent<string>("news");
        }));
        _bench.Schedule("Hear");
        _bench.Do(client => client.RaiseEventAsync("hear", "News", "a"));
        _bench.Do(client => client.RaiseEventAsync("hear", "news", "b"));

        _bench.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal("ab", _bench.Look("hear").ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(30, "heard")]
    [InlineData(90, "silence")]
    public void WaitForExternalEvent_WithTimeout_ThrowsWhenTimeIsUp(int seconds, string outcome)
    {
        _bench.Start("a", worker => worker.Orchestrator("Hear", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("News", TimeSpan.FromMinutes(1));
            }
            catch (TaskCanceledException)
            {
                return "silence";
            }
        }));
        _bench.Schedule("Hear");

        _bench.Pass(TimeSpan.FromSeconds(seconds));
        _bench.Do(client => client.RaiseEventAsync("hear", "News", "heard"));

        Assert.Equal(outcome, _bench.Look("hear").ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ContinueAsNew_EventsUnheard_KeepsThemIfAsked(bool keeps)
    {
        _bench.Start("a", worker => worker.Orchestrator("Count", async context =>
        {
            var sum = context.GetInput<int>();
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            sum += await context.WaitForExternalEvent<int>("Add");
            if (sum >= 6)
                return sum;

            context.ContinueAsNew(sum, keeps);
            return -1;
        }));
        _bench.Schedule("Count", 0);
        _bench.Do(client => client.RaiseEventAsync("count", "Add", 3));
        _bench.Do(client => client.RaiseEventAsync("count", "Add", 3));

        _bench.Pass(TimeSpan.FromMinutes(5));

        var counted = _bench.Look("count");
        Assert.Equal(keeps ? 6 : 0, counted.ReadOutputAs<int>());
        Assert.Equal(3, counted.ReadInputAs<int>());
        Assert.Equal(keeps ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Running, counted.RuntimeStatus);
    }

    [Fact]
    public void SuspendInstance_UntilResumed_HoldsWhatComesIn()
    {
        _bench.Start("a", worker => worker.Orchestrator("Hear", context => context.WaitForExternalEvent<string>("News")));
        _bench.Schedule("Hear");
        _bench.Do(client => client.SuspendInstanceAsync("hear"));
        _bench.Do(client => client.RaiseEventAsync("hear", "News", "a"));

        var held = _bench.Look("hear").RuntimeStatus;
        _bench.Do(client => client.ResumeInstanceAsync("hear"));
        _bench.Settle();

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, held);
        Assert.Equal("a", _bench.Look("hear").ReadOutputAs<string>());
    }

    [Fact]
    public void SendEvent_ToAnother_IsHeardThere()
    {
        _bench.Start("a", worker => worker
            .Orchestrator("Hear", context => context.WaitForExternalEvent<string>("News"))
            .Orchestrator("Tell", context =>
            {
                context.SendEvent("hear", "News", "told");
                return Task.FromResult(1);
            }));
        _bench.Schedule("Hear");

        _bench.Schedule("Tell");

        Assert.Equal("told", _bench.Look("hear").ReadOutputAs<string>());
    }
}

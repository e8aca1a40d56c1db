using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Durable;

public sealed class SubOrchestrationTests : IDisposable
{
    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void CallSubOrchestrator_WithAnId_RunsItAndGivesItsOutput()
    {
        _bench.Start("a", worker => worker
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>("Child", "x", new TaskOptions().WithInstanceId("child")))
            .Orchestrator("Child", context => Task.FromResult($"{context.GetInput<string>()} of {context.Parent!.InstanceId}")));

        _bench.Schedule("Parent");

        Assert.Equal("x of parent", _bench.Look("parent").ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, _bench.Look("child").RuntimeStatus);
    }

    [Fact]
    public void CallSubOrchestrator_ChildThrows_FailsTheTask()
    {
        _bench.Start("a", worker => worker
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>("Child"))
            .Orchestrator<string>("Child", _ => throw new FormatException("Not a docket.")));

        _bench.Schedule("Parent");

        Assert.Equal(
            "Task 'Child' (#0) failed with an unhandled exception: Not a docket.", _bench.Look("parent").FailureDetails!.ErrorMessage);
    }

    [Fact]
    public void Schedule_VersionNewerThanAllInstances_WaitsForOneThatKnowsIt()
    {
        _bench.Start("old", Functions, version: "1.0");

        _bench.Schedule("Which", version: "2.0");
        var before = _bench.Look("which").RuntimeStatus;
        _bench.Start("new", Functions, version: "2.0");
        _bench.Schedule("Which", id: "older", version: "1.0");

        Assert.Equal(OrchestrationRuntimeStatus.Pending, before);
        Assert.Equal("2.0 by new: 0", _bench.Look("which").ReadOutputAs<string>());
        Assert.StartsWith("1.0 by ", _bench.Look("older").ReadOutputAs<string>(), StringComparison.Ordinal);

        static void Functions(BenchWorker worker) => worker.Orchestrator(
            "Which", context => Task.FromResult($"{context.Version} by {worker.Instance}: {context.CompareVersionTo("2.0")}"));
    }

    [Theory]
    [InlineData("", "1.0", -1)]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("2.0", "1.10", 1)]
    [InlineData("b", "B", 0)]
    [InlineData(null, "", 0)]
    public void Compare_Versions_ByNumber(string? one, string other, int order) =>
        Assert.Equal(order, Math.Sign(Versions.Compare(one, other)));

    [Fact]
    public void Schedule_NoVersionGiven_TakesTheClientsDefault()
    {
        _bench.Start("a", worker => worker.Orchestrator("Which", context => Task.FromResult(context.Version)), version: "3");

        _bench.Do(_ => _bench.Hub.ClientOf("a", "3").ScheduleNewOrchestrationInstanceAsync("Which", new StartOrchestrationOptions("which")));

        Assert.Equal("3", _bench.Look("which").ReadOutputAs<string>());
    }
}

using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Tipstaff.Tests.Harness.Durable;

public sealed class RetryTests : IDisposable
{
    private readonly HubBench _bench = new();
    private readonly List<double> _attempts = [];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void CallActivity_RetryPolicy_WaitsLongerEachTime()
    {
        Run(new RetryPolicy(4, TimeSpan.FromSeconds(3), backoffCoefficient: 3), failures: 3);

        Assert.Equal([0, 3, 12, 39], _attempts);
        Assert.Equal(4, _bench.Look("try").ReadOutputAs<int>());
    }

    [Fact]
    public void CallActivity_FailsEachTime_FailsTheOrchestrationAfterTheLastAttempt()
    {
        Run(new RetryPolicy(3, TimeSpan.FromSeconds(10), maxRetryInterval: TimeSpan.FromSeconds(10)), failures: 9);

        Assert.Equal([0, 10, 20], _attempts);
        var failed = _bench.Look("try");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.True(failed.FailureDetails!.IsCausedBy<TaskFailedException>());
        Assert.False(failed.FailureDetails.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public void CallActivity_FailureThatPolicyDoesNotHandle_IsNotTriedAgain()
    {
        Run(new RetryPolicy(3, TimeSpan.FromSeconds(10)) { HandleFailure = failure => failure.IsCausedBy<IOException>() }, failures: 9);

        Assert.Single(_attempts);
    }

    [Fact]
    public void CallActivity_RetryHandler_IsAskedAndMayWait()
    {
        RetryHandler handler = context => context.LastAttemptNumber < 3 && context.LastFailure.IsCausedBy<FormatException>();
        Run(handler, failures: 9);
        Assert.Equal([0, 0, 0], _attempts);
    }

    [Fact]
    public void CallActivity_Fails_TellsTypeMessageAndNumber()
    {
        _bench.Start("a", worker => worker
            .Orchestrator("Try", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Fail");
                }
                catch (TaskFailedException error)
                {
                    return $"{error.TaskName} {error.TaskId} {error.FailureDetails} {error.FailureDetails.IsCausedBy<SystemException>()}";
                }
            })
            .Activity<int, int>("Fail", new Func<int, int>(_ => throw new FormatException("Not a docket."))));

        _bench.Schedule("Try");

        Assert.Equal("Fail 0 System.FormatException: Not a docket. True", _bench.Look("try").ReadOutputAs<string>());
    }

    [Fact]
    public void CallActivity_NoSuchFunction_FailsTheTask()
    {
        _bench.Start("a", worker => worker.Orchestrator("Try", context => context.CallActivityAsync<int>("Missing")));

        _bench.Schedule("Try");

        Assert.Contains("'Missing' doesn't exist", _bench.Look("try").FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    private void Run(TaskRetryOptions retry, int failures)
    {
        var begun = _bench.Now;
        _bench.Start("a", worker => worker
            .Orchestrator("Try", context => context.CallActivityAsync<int>("Fail", new TaskOptions(retry)))
            .Activity<int, int>("Fail", _ =>
            {
                _attempts.Add((_bench.Now - begun).TotalSeconds);
                return _attempts.Count <= failures ? throw new FormatException("Not a docket.") : _attempts.Count;
            }));
        _bench.Schedule("Try");
        _bench.Pass(TimeSpan.FromHours(1));
    }
}

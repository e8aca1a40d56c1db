using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Durable;

public sealed class DurableFunctionsTests : IDisposable
{
    // What host.json names.
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["TASKHUB_NAME"] = "tipstaff",
        ["DURABLE_TASK_SCHEDULER_CONNECTION_STRING"] = "Endpoint=https://hub.example;TaskHub=tipstaff;Authentication=ManagedIdentity",
    };

    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void App_WithDurableFunctions_RunsThemByTheirAttributes()
    {
        Start("a");

        _bench.Pass(TimeSpan.FromMinutes(1));

        var ended = _bench.Look("recover-nysd");
        Assert.Equal("nysd: 2", ended.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(1, _bench.Do(client => client.Entities.GetEntityAsync<int>(new EntityInstanceId("Tally", "nysd")))!.State);
        Assert.Empty(_bench.Hub.Stuck);
    }

    [Fact]
    public void App_MiddlewareAwaitsSomething_LeavesOrchestrationsRunning()
    {
        Start("a", builder => builder.UseMiddleware(async (context, next) =>
        {
            if (context.FunctionDefinition.Name == "Recover")
                await Task.Delay(TimeSpan.FromSeconds(1), context.InstanceServices.GetRequiredService<TimeProvider>());

            await next();
        }));

        _bench.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(OrchestrationRuntimeStatus.Running, _bench.Look("recover-nysd").RuntimeStatus);
        Assert.Single(_bench.Hub.Stuck);
    }

    [Fact]
    public void App_Killed_LeavesItsWorkToTheNext()
    {
        var first = Start("a");
        _bench.Cloud.Faults = new KillAt(first, "Activity");
        _bench.Pass(TimeSpan.FromMinutes(1));
        Assert.False(first.IsAlive);

        Start("b");
        _bench.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal("nysd: 2", _bench.Look("recover-nysd").ReadOutputAs<string>());
    }

    private FunctionApp Start(string instance, Action<FunctionsApplicationBuilder>? adjust = null)
    {
        var started = _bench.Do(_ => FunctionApp.StartAsync(
            _bench.Cloud,
            instance,
            args =>
            {
                var builder = FunctionsApplication.CreateBuilder(args);
                adjust?.Invoke(builder);
                builder.Services.AddSingleton("the words");
                builder.Build().Run();
            },
            [typeof(Recovery)],
            Settings));
        return started;
    }

    public sealed class Recovery
    {
        [Function("Schedule")]
        public static async Task Schedule([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client)
        {
            var options = new StartOrchestrationOptions("recover-nysd").WithDedupeStatuses(
                OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed);
            if (await client.GetInstanceAsync("recover-nysd") is null)
                await client.ScheduleNewOrchestrationInstanceAsync("Recover", "nysd", options);
        }

        [Function("Recover")]
        public static async Task<string> Recover([OrchestrationTrigger] TaskOrchestrationContext context, string court)
        {
            var tried = await context.CallActivityAsync<int>("Try", 1);
            await context.Entities.CallEntityAsync(new EntityInstanceId("Tally", court), "Add", 1);
            return $"{court}: {tried}";
        }

        [Function("Try")]
        public int Try([ActivityTrigger] int attempt, FunctionContext context) => attempt + 1;

        [Function("Tally")]
        public static Task Count([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Tally>();
    }

    public sealed class Tally(string words) : TaskEntity<int>
    {
        public void Add(int number) => State += words.Length > 0 ? number : 0;
    }

    private sealed class KillAt(FunctionApp app, string operation) : ICloudFaults
    {
        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
        {
            if (call.Operation == operation)
                app.Kill();

            return Task.CompletedTask;
        }

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

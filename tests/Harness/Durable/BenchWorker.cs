using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Harness.Durable;

/// <summary>An instance whose functions are delegates.</summary>
internal sealed class BenchWorker(string name, string? version, VirtualContext context, TimeProvider clock) : IDurableWorker
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = [];
    private readonly Dictionary<string, Func<ActivityWork, Task<object?>>> _activities = [];
    private readonly Dictionary<string, Func<ITaskEntity>> _entities = new(StringComparer.OrdinalIgnoreCase);

    public LogLines Log { get; } = new();

    public TimeProvider Clock => clock;

    public string Instance => name;

    public bool IsAlive => context.IsAlive;

    public string? Version => version;

    public DurableJson Json { get; } = new();

    public ILoggerFactory LoggerFactory => new LoggerFactory([Log]);

    /// <summary>How often each activity was begun here.</summary>
    public Dictionary<string, int> Begun { get; } = [];

    public void Kill() => context.End();

    public BenchWorker Orchestrator<T>(string function, Func<TaskOrchestrationContext, Task<T>> run)
    {
        _orchestrators[function] = async orchestration => await run(orchestration);
        return this;
    }

    public BenchWorker Activity<TIn, TOut>(string function, Func<TIn?, Task<TOut>> run)
    {
        _activities[function] = async work => await run(work.Json.Read<TIn>(work.InputJson));
        return this;
    }

    public BenchWorker Activity<TIn, TOut>(string function, Func<TIn?, TOut> run) =>
        Activity<TIn, TOut>(function, input => Task.FromResult(run(input)));

    public BenchWorker Entity(string function, Func<ITaskEntity> make)
    {
        _entities[function] = make;
        return this;
    }

    public bool Has(DurableWorkKind kind, string name) => kind switch
    {
        DurableWorkKind.Orchestration => _orchestrators.ContainsKey(name),
        DurableWorkKind.Activity => _activities.ContainsKey(name),
        _ => _entities.ContainsKey(name),
    };

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => _orchestrators[name](context);

    public Task<object?> RunActivityAsync(string name, ActivityWork work)
    {
        Begun[name] = Begun.GetValueOrDefault(name) + 1;
        return _activities[name](work);
    }

    public Task RunEntityAsync(string name, EntityWork work) =>
        work.DispatcherWith(new ServiceCollection().BuildServiceProvider()).DispatchAsync(_entities[name]());
}

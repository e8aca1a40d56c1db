using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Harness.Durable;

/// <summary>A task hub on virtual time, with instances that can be killed and a client outside of them.</summary>
internal sealed class HubBench : IDisposable
{
    private readonly VirtualTime _time = new(Some.Monday9Am);
    private readonly VirtualContext _outside;

    public HubBench()
    {
        _outside = new VirtualContext(_time);
        Cloud = new AzureCloud(new MachineClock(_time, new VirtualContext(_time), () => TimeSpan.Zero));
    }

    public AzureCloud Cloud { get; }

    public DurableHub Hub => Cloud.Durable;

    public DateTimeOffset Now => _time.Now;

    public DurableTaskClient Client => Hub.ClientOf("");

    /// <summary>Starts an instance with these functions.</summary>
    public BenchWorker Start(string name, Action<BenchWorker> functions, string? version = null)
    {
        var context = new VirtualContext(_time);
        var worker = new BenchWorker(name, version, context, new MachineClock(_time, context, () => TimeSpan.Zero));
        functions(worker);
        context.Start(() =>
        {
            Hub.Attach(worker);
            return Task.CompletedTask;
        });
        Settle();
        return worker;
    }

    public void Settle() => _time.RunUntil(_time.Now);

    public void Pass(TimeSpan time) => _time.RunUntil(_time.Now + time);

    /// <summary>Does something outside, and all that follows from it at once.</summary>
    public T Do<T>(Func<DurableTaskClient, Task<T>> work)
    {
        var task = Begin(work);
        Settle();
        Assert.True(task.IsCompleted, "It did not end at once.");
        return task.GetAwaiter().GetResult();
    }

    public void Do(Func<DurableTaskClient, Task> work) => Do(async client =>
    {
        await work(client);
        return true;
    });

    /// <summary>Begins something outside.</summary>
    public Task<T> Begin<T>(Func<DurableTaskClient, Task<T>> work)
    {
        var source = new TaskCompletionSource<T>();
        _outside.Start(async () =>
        {
            try
            {
                source.SetResult(await work(Client));
            }
            catch (Exception error)
            {
                source.SetException(error);
            }
        });
        return source.Task;
    }

    /// <summary>Starts an orchestration of this id.</summary>
    public string Schedule(string name, object? input = null, string? id = null, string? version = null) =>
        Do(client => client.ScheduleNewOrchestrationInstanceAsync(
            name, input, new StartOrchestrationOptions(id ?? name.ToLowerInvariant()) { Version = version is null ? null : (TaskVersion)version }));

    public OrchestrationMetadata Look(string id) => Do(client => client.GetInstanceAsync(id, getInputsAndOutputs: true))!;

    public long Count(string operation) => Cloud.Counts.All.Where(count => count.Operation == operation).Sum(count => count.Calls);

    public void Dispose() => Cloud.Dispose();
}

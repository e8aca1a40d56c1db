using Microsoft.DurableTask.Client;

namespace Tipstaff.AzureHarness;

/// <summary>The task hub: keeps orchestrations and entities, and hands their work to the instances.</summary>
/// <remarks>
/// <para>It lives in the context of the cloud's clock (<see cref="AzureCloud.HubTime"/>), which must outlive the instances.</para>
/// <para>
/// Counted as operations of the cloud: each call of a client; each <c>Episode</c>, <c>Activity</c> and <c>Timer</c> of
/// orchestrations; each <c>Operation</c> of entities. Episodes, activities and operations are calls of the instance that did the
/// work, with which it writes down what came of it: one that dies before leaves the work to another, one that dies after has done it.
/// </para>
/// </remarks>
public sealed partial class DurableHub
{
    private readonly WorkDispatcher _dispatcher;
    private readonly HashSet<IDisposable> _timers = [];
    private int _lastId;

    internal DurableHub(AzureCloud cloud)
    {
        Cloud = cloud;
        _dispatcher = new WorkDispatcher(this);
    }

    /// <summary>What goes wrong within the hub; nothing unless set.</summary>
    public DurableFaults Faults { get; set; } = new();

    /// <summary>After how long the hub looks whether whoever has work in hand is still alive.</summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long work is handed out again whose result could not be written down.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Orchestrations that wait for something that is no task of their context, and so for ever: id, name and why.</summary>
    public IReadOnlyList<string> Stuck => _stuck;

    /// <summary>Signals whose operation threw, of which nobody hears: entity, operation and error.</summary>
    public IReadOnlyList<string> FailedSignals => _failedSignals;

    /// <summary>The longest history that any orchestration has had: one that never begins anew makes it grow.</summary>
    public int LongestHistory { get; private set; }

    /// <summary>The longest JSON that has crossed the hub, in characters: inputs, outputs, events and states. The managed backend takes 1 MB.</summary>
    public int LongestPayload { get; private set; }

    internal AzureCloud Cloud { get; }

    internal DateTimeOffset Now => Cloud.HubTime.GetUtcNow();

    /// <summary>An instance's client.</summary>
    /// <param name="instance">The instance that calls; empty for whoever is none.</param>
    /// <param name="version">host.json's <c>defaultVersion</c> there; null for none.</param>
    /// <param name="json">Its serializer.</param>
    public DurableTaskClient ClientOf(string instance, string? version = null, DurableJson? json = null) =>
        new HubClient(this, instance, version ?? "", json ?? new DurableJson());

    /// <summary>Adds an instance that takes work. It is given its work in the context that calls this.</summary>
    public void Attach(IDurableWorker worker) => _dispatcher.Attach(worker);

    /// <summary>Gives an instance no more work; what it has in hand it may finish.</summary>
    /// <returns>Ends when that is done.</returns>
    public Task DetachAsync(IDurableWorker worker) => _dispatcher.DetachAsync(worker);

    /// <summary>Does something later, in the cloud's own context.</summary>
    internal IDisposable After(TimeSpan wait, Action action)
    {
        var timer = new HubTimer(this, action);
        timer.Start(wait < TimeSpan.Zero ? TimeSpan.Zero : wait);
        return timer;
    }

    internal string NewId() => DerivedGuid.Of($"instance {++_lastId}").ToString("N");

    private void Measure(string? json) => LongestPayload = Math.Max(LongestPayload, json?.Length ?? 0);

    /// <summary>Does what may fail only if the harness itself is wrong: that ends the run, and is not taken for a fault of the cloud.</summary>
    private void Surely(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            After(TimeSpan.Zero, () => throw new InvalidOperationException("The task hub itself failed.", error));
        }
    }

    private sealed class HubTimer(DurableHub hub, Action action) : IDisposable
    {
        private ITimer? _timer;

        public void Start(TimeSpan wait)
        {
            hub._timers.Add(this);
            _timer = hub.Cloud.HubTime.CreateTimer(static state => ((HubTimer)state!).Fire(), this, wait, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            hub._timers.Remove(this);
            _timer?.Dispose();
        }

        private void Fire()
        {
            if (!hub._timers.Remove(this))
                return;

            _timer?.Dispose();
            action();
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Tipstaff.AzureHarness;

/// <summary>One made-up region of Azure: services that live longer than the instances that call them.</summary>
/// <remarks>
/// Clients find their cloud by the host of their endpoint, as they do in life: <c>{cloud}i{instance}.table.core.windows.net</c>,
/// <c>….servicebus.windows.net</c>, <c>….communication.azure.com</c>. Nothing here starts a thread: all continues on the context
/// of whoever awaits, so that a run on virtual time is the same each time.
/// </remarks>
public sealed partial class AzureCloud : IDisposable
{
    private static readonly ConcurrentDictionary<string, AzureCloud> Clouds = new(StringComparer.Ordinal);
    private static int _last;

    /// <summary>A cloud of its own, empty.</summary>
    /// <param name="time">Its clock. A service of its own clock tells another time; time passes alike for all.</param>
    public AzureCloud(TimeProvider time)
    {
        Time = time;
        Name = $"c{Interlocked.Increment(ref _last)}";
        Clouds[Name] = this;
    }

    /// <summary>Its name, the beginning of its hosts: <c>c7</c>.</summary>
    public string Name { get; }

    /// <summary>Its clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The clock of the Service Bus broker, by which it enqueues, locks and expires; the cloud's unless set before its first use.</summary>
    public TimeProvider BusTime { get => field ?? Time; init; }

    /// <summary>The clock of the task hub, by which durable timers fire; the cloud's unless set.</summary>
    public TimeProvider HubTime { get => field ?? Time; init; }

    /// <summary>The clock of the tables, by which rows are stamped; the cloud's unless set.</summary>
    public TimeProvider TablesTime { get => field ?? Time; init; }

    /// <summary>What may go wrong; nothing unless set.</summary>
    public ICloudFaults Faults { get; set; } = NoFaults.Instance;

    /// <summary>How often each operation was called.</summary>
    public CallCounts Counts { get; } = new();

    /// <summary>The account name by which an instance reaches this cloud: the first label of its hosts.</summary>
    public string AccountOf(string instance) => $"{Name}i{instance}";

    /// <summary>Finds the cloud and the instance that a host stands for.</summary>
    public static bool TryFind(string host, [NotNullWhen(true)] out AzureCloud? cloud, out string instance)
    {
        var label = host.Split('.', 2)[0];
        var parted = label.IndexOf('i', StringComparison.Ordinal);
        instance = parted < 0 ? "" : label[(parted + 1)..];
        cloud = parted < 0 ? null : Clouds.GetValueOrDefault(label[..parted]);
        return cloud is not null;
    }

    /// <summary>Makes a call: counts it, lets faults happen around it, does it. The work itself is one step that nothing interrupts.</summary>
    internal async Task<T> CallAsync<T>(CloudCall call, Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await UnlessEndedAsync(call.Instance);
        Counts.Add(call);
        await Faults.BeforeAsync(call, cancellationToken);
        await UnlessEndedAsync(call.Instance);
        var result = work();
        if (Faults.IsRepeated(call))
        {
            result = work();
        }

        await Faults.AfterAsync(call, cancellationToken);
        await UnlessEndedAsync(call.Instance);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => Clouds.TryRemove(Name, out _);

    private sealed class NoFaults : ICloudFaults
    {
        public static readonly NoFaults Instance = new();

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

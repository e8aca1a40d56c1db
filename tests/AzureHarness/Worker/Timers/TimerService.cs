using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.AzureHarness;

/// <summary>What the host keeps of timers beyond the life of instances: which instance runs each, and when each was due.</summary>
public sealed class TimerService
{
    /// <summary>How long the lease of an instance outlives it, and how often the others look whether it has.</summary>
    public static readonly TimeSpan LeaseTerm = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, string> _holders = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ScheduleStatus> _statuses = new(StringComparer.OrdinalIgnoreCase);
    private readonly AzureCloud _cloud;

    internal TimerService(AzureCloud cloud) => _cloud = cloud;

    /// <summary>Whether the host misses this occurrence of a function's timer; never unless set.</summary>
    public Func<string, DateTimeOffset, bool> IsMissed { get; set; } = (_, _) => false;

    /// <summary>When a function's timer last ran and will run; nothing for one that has never been listened to.</summary>
    public bool TryGetStatus(string function, [NotNullWhen(true)] out ScheduleStatus? status) =>
        _statuses.TryGetValue(function, out status);

    internal void SetStatus(string function, ScheduleStatus status) => _statuses[function] = status;

    internal bool TryLease(string function, string instance)
    {
        var holder = _holders.GetOrAdd(function, instance);
        if (holder == instance)
        {
            return true;
        }

        return _cloud.EndOf(holder) is { } end && end + LeaseTerm <= _cloud.Time.GetUtcNow()
            && _holders.TryUpdate(function, instance, holder);
    }

    internal void Release(string function, string instance) => _holders.TryRemove(KeyValuePair.Create(function, instance));
}

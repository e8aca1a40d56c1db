using System.Collections.Concurrent;

namespace Tipstaff.AzureHarness;

public sealed partial class AzureCloud
{
    private readonly ConcurrentDictionary<string, DateTimeOffset?> _instances = new(StringComparer.Ordinal);
    private long _lastInvocation;

    /// <summary>What host.json says; the repository's own unless set.</summary>
    public HostJson HostJson { get; set; } = HostJson.OfRepository;

    /// <summary>The keys of the app.</summary>
    public FunctionKeys Keys { get; set; } = new("function-key", "master-key");

    /// <summary>Never done.</summary>
    internal static Task Never => new TaskCompletionSource().Task;

    /// <summary>Begins the life of an instance.</summary>
    /// <exception cref="ArgumentException">The name is taken: like the cloud's own, each instance is a new one.</exception>
    internal void Begin(string instance)
    {
        if (!_instances.TryAdd(instance, null))
        {
            throw new ArgumentException(
                $"Instance {instance} has lived in this cloud before; give the next one a name of its own.", nameof(instance));
        }
    }

    /// <summary>Ends an instance's life: from now on none of its calls reaches the cloud or returns.</summary>
    internal void End(string instance) => _instances[instance] = Time.GetUtcNow();

    /// <summary>When an instance ended; null while it lives.</summary>
    internal DateTimeOffset? EndOf(string instance) => _instances.GetValueOrDefault(instance);

    internal long NextInvocation() => Interlocked.Increment(ref _lastInvocation);

    private Task UnlessEndedAsync(string instance) => EndOf(instance) is null ? Task.CompletedTask : Never;
}

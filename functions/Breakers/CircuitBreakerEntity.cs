using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace Tipstaff.Functions.Breakers;

/// <summary>What all instances agree on of one circuit breaker, of a court or of a mail provider: signalled on transitions only.</summary>
/// <remarks>
/// The breaker itself stands in its table row, where each write is conditional and reading costs no entity call; the entity orders
/// the transitions. A signal may come twice or late: one that is no newer than what is known changes nothing.
/// </remarks>
public sealed class CircuitBreakerEntity : TaskEntity<BreakerTransitions>
{
    [Function(nameof(CircuitBreakerEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<CircuitBreakerEntity>();

    /// <summary>It opened, or stays open after a failed trial.</summary>
    public void Opened(BreakerOpened opened)
    {
        if (opened.Version > State.Version)
        {
            State = new BreakerTransitions { OpenUntil = opened.Until, Version = opened.Version, Opened = State.Opened + 1 };
        }
    }

    /// <summary>It closed.</summary>
    public void Closed(BreakerClosed closed)
    {
        if (closed.Version > State.Version)
        {
            State = State with { OpenUntil = null, Version = closed.Version };
        }
    }

    /// <inheritdoc/>
    protected override BreakerTransitions InitializeState(TaskEntityOperation entityOperation) => new();
}

/// <summary>What is known of a breaker.</summary>
public sealed record BreakerTransitions
{
    /// <summary>Until when it is open, UTC; null while it is closed.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>The version of the stored row that the last transition made.</summary>
    public long Version { get; init; }

    /// <summary>How often it opened, failed trials included.</summary>
    public int Opened { get; init; }
}

/// <summary>A breaker opened.</summary>
/// <param name="Until">Until when, UTC.</param>
/// <param name="Version">The version of the stored row that says so.</param>
public sealed record BreakerOpened(DateTimeOffset Until, long Version);

/// <summary>A breaker closed.</summary>
/// <param name="Version">The version of the stored row that says so.</param>
public sealed record BreakerClosed(long Version);

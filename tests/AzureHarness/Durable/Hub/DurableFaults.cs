namespace Tipstaff.AzureHarness;

/// <summary>What may go wrong within the task hub; nothing unless overridden. Deaths of instances come by <see cref="ICloudFaults"/>.</summary>
public class DurableFaults
{
    /// <summary>How late work is handed out: a queue that is polled seldom, a host that is slow to start.</summary>
    public virtual TimeSpan LateBy(DurableWork work) => TimeSpan.Zero;

    /// <summary>After how long work is handed out a second time, done or not: a lock that was lost. Null for not at all.</summary>
    public virtual TimeSpan? AgainAfter(DurableWork work) => null;

    /// <summary>How late a signal arrives.</summary>
    public virtual TimeSpan LateBy(EntitySignal signal) => TimeSpan.Zero;

    /// <summary>Whether a signal arrives twice.</summary>
    public virtual bool ArrivesTwice(EntitySignal signal) => false;

    /// <summary>Whether a start looks for an earlier instance before it waits for the service, so that of two racing starters both win.</summary>
    public virtual bool StartsRace(string instanceId) => false;
}

/// <summary>Work that is handed to an instance.</summary>
/// <param name="Kind">What kind of work.</param>
/// <param name="Id">The orchestration's or entity's id.</param>
/// <param name="Name">The function's name; an entity's with the operation, <c>breaker.Trip</c>.</param>
public sealed record DurableWork(DurableWorkKind Kind, string Id, string Name);

/// <summary>A signal on its way to an entity.</summary>
/// <param name="Entity">The entity's id.</param>
/// <param name="Operation">The operation's name.</param>
/// <param name="InputJson">Its input; null for none.</param>
public sealed record EntitySignal(string Entity, string Operation, string? InputJson);

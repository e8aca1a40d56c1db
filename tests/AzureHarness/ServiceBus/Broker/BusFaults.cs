namespace Tipstaff.AzureHarness;

/// <summary>What a broker does wrong by itself, as the real one may; nothing unless set. Each is asked once an occasion.</summary>
public sealed class BusFaults
{
    /// <summary>
    /// Asked when a message is locked: after how long the broker forgets the lock, unless the message is settled by then; null for
    /// not. Zero delivers it a second time while the first is being worked on; whoever has it then finds the lock lost.
    /// </summary>
    public Func<BusDelivery, TimeSpan?> LockLostAfter { get; set; } = static _ => null;

    /// <summary>Asked when a message enters a queue: how much later than that it can be received.</summary>
    public Func<BusArrival, TimeSpan> Late { get; set; } = static _ => TimeSpan.Zero;

    /// <summary>
    /// Asked when a message is sent: how often it arrives, as when the client repeats a send whose answer was lost. Duplicate
    /// detection drops what comes again.
    /// </summary>
    public Func<BusArrival, int> Copies { get; set; } = static _ => 1;
}

/// <summary>A message handed over.</summary>
/// <param name="Queue">The queue's path.</param>
/// <param name="MessageId">The sender's id; null if none.</param>
/// <param name="DeliveryCount">Which delivery this is, from 1.</param>
public sealed record BusDelivery(string Queue, string? MessageId, int DeliveryCount);

/// <summary>A message coming in.</summary>
/// <param name="Queue">The queue's name.</param>
/// <param name="MessageId">The sender's id; null if none.</param>
public sealed record BusArrival(string Queue, string? MessageId);

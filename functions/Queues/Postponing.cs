using Azure.Messaging.ServiceBus;

namespace Tipstaff.Functions.Queues;

/// <summary>Sends a message anew for later, as the broker gives an abandoned one out again at once.</summary>
internal static class Postponing
{
    /// <summary>How long work that failed for reasons of our own waits.</summary>
    public static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(30);

    /// <summary>How often a message is sent anew before the broker's own count takes over.</summary>
    public const int MaxTimes = 20;

    /// <summary>The copy that is due later, under an id of its own: one that the queue knows would be dropped with success.</summary>
    /// <param name="body">What it carries.</param>
    /// <param name="id">The id without the count.</param>
    /// <param name="times">How often it was sent anew, this time included.</param>
    /// <param name="at">When it is due, UTC.</param>
    public static ServiceBusMessage Copy(BinaryData body, string id, int times, DateTimeOffset at) =>
        new(body) { MessageId = $"{id}.r{times}", ContentType = "application/json", ScheduledEnqueueTime = at };
}

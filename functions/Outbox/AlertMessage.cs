using System.Globalization;
using Azure.Messaging.ServiceBus;
using Tipstaff.Functions.Queues;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;
using Tipstaff.StoredData;

namespace Tipstaff.Functions.Outbox;

/// <summary>What the queue <c>alerts</c> carries: the id of a message that is to be delivered, and where it lies. No address.</summary>
public sealed record AlertMessage
{
    /// <summary>Its version.</summary>
    public int V { get; init; } = StoredKinds.AlertMessage.Writes;

    /// <summary>The message's key; an alert's id.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The partition in which it lies; null when whoever sent this did not know.</summary>
    public string? Partition { get; init; }

    /// <summary>How often it was sent anew after a fault of our own.</summary>
    public int Times { get; init; }

    /// <summary>How often it was put back to wait since the attempt began: a part of its id, as the broker drops what it knows.</summary>
    public int Hops { get; init; }

    /// <summary>
    /// The message for the broker, under an id of the key and the moment from which it is due: each attempt has another, and what is
    /// sent twice for one attempt is dropped.
    /// </summary>
    /// <param name="dueAt">From when on, UTC.</param>
    /// <param name="now">The present moment, UTC.</param>
    public ServiceBusMessage For(DateTimeOffset dueAt, DateTimeOffset now)
    {
        var message = new ServiceBusMessage(QueueJson.Write(this))
        {
            MessageId = string.Create(CultureInfo.InvariantCulture, $"{Key}.{dueAt.ToUnixTimeMilliseconds()}.{Hops}"),
            ContentType = "application/json",
        };
        if (dueAt > now)
        {
            message.ScheduledEnqueueTime = dueAt;
        }

        return message;
    }

    /// <summary>The message for one that is stored, as far as it is known where.</summary>
    internal static AlertMessage Of(IdempotencyKey key, Whereabouts whereabouts) => new() { Key = key, Partition = whereabouts.PartitionOf(key) };
}

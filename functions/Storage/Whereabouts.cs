using System.Collections.Concurrent;
using Tipstaff.Courts;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>Hints in memory: in which partition a message lies, and whose a subscription is. What is not there is looked for in the tables.</summary>
public sealed class Whereabouts
{
    // Some 20 MB; who forgets pays with a search.
    private const int Max = 100_000;

    private readonly ConcurrentDictionary<IdempotencyKey, string> _messages = new();
    private readonly ConcurrentDictionary<SubscriptionId, SubscriberId> _subscribers = new();
    private readonly ConcurrentDictionary<string, bool> _listedCourts = new(StringComparer.Ordinal);

    /// <summary>Takes a hint, such as a queue message bears.</summary>
    public void Note(IdempotencyKey key, string partition) => Note(_messages, key, partition);

    /// <summary>Takes a hint.</summary>
    public void Note(SubscriptionId subscription, SubscriberId subscriber) => Note(_subscribers, subscription, subscriber);

    /// <summary>The partition of a message, to be sent along with its key; null where it is not known.</summary>
    public string? PartitionOf(IdempotencyKey key) => _messages.GetValueOrDefault(key);

    /// <summary>Whose a subscription is; null where it is not known.</summary>
    public SubscriberId? SubscriberOf(SubscriptionId subscription) => _subscribers.GetValueOrDefault(subscription);

    /// <summary>Whether the court is known to stand in the list of courts, so that its partition is swept.</summary>
    public bool IsListed(CourtId court) => _listedCourts.ContainsKey(court.Value);

    /// <summary>Notes that it does.</summary>
    public void NoteListed(CourtId court) => _listedCourts[court.Value] = true;

    private static void Note<TKey, TValue>(ConcurrentDictionary<TKey, TValue> hints, TKey key, TValue value)
        where TKey : notnull
    {
        if (hints.Count >= Max)
        {
            hints.Clear();
        }

        hints[key] = value;
    }
}

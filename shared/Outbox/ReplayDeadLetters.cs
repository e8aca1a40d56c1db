namespace Tipstaff.Outbox;

/// <summary>Brings dead letters back into the queue, once whatever killed them has been looked into.</summary>
public sealed class ReplayDeadLetters(IOutbox outbox, IDeliveryQueue queue, TimeProvider time)
{
    /// <summary>Makes them wait again. Doing it twice replays nothing a second time.</summary>
    /// <param name="keys">Which; empty for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Replayed> RunAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        var replayed = await outbox.ReplayAsync(keys.Count == 0 ? null : keys, time.GetUtcNow(), cancellationToken);
        await queue.EnqueueAsync([.. replayed.Select(message => message.Key)], cancellationToken);
        return new Replayed(replayed, [.. keys.Distinct().Except(replayed.Select(message => message.Key))]);
    }
}

/// <summary>What a replay did.</summary>
/// <param name="Messages">What waits again.</param>
/// <param name="Others">Keys that are unknown or of no dead letter, in the order in which they were named.</param>
public sealed record Replayed(IReadOnlyList<ReplayedMessage> Messages, IReadOnlyList<IdempotencyKey> Others);

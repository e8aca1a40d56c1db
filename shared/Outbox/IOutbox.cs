using Tipstaff.Subscriptions;

namespace Tipstaff.Outbox;

/// <summary>Messages written down before any is sent, and what became of them.</summary>
public interface IOutbox
{
    /// <summary>Adds the message unless its key is already known.</summary>
    /// <returns>False when an earlier run added it; the caller has nothing left to do.</returns>
    Task<bool> TryAddAsync(OutboxMessage message, CancellationToken cancellationToken);

    /// <summary>Keys of messages that are due, not ended, and under no living lease, the longest due first.</summary>
    Task<IReadOnlyList<IdempotencyKey>> FindDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>The same of messages to webhooks alone, found without going through the mails that wait.</summary>
    Task<IReadOnlyList<IdempotencyKey>> FindDueWebhooksAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>Which of these go to webhooks, in their order; unknown ones are left out. No body is read.</summary>
    Task<IReadOnlyList<IdempotencyKey>> FindWebhooksAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken);

    /// <summary>Claims what of these is still due and unclaimed: a conditional write, so that of two claimants one gets it.</summary>
    /// <param name="keys">What to claim; unknown, ended, claimed or not yet due ones are left out of the answer.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="leaseUntil">When the claim lapses if nothing is recorded; then others may claim.</param>
    /// <param name="provider">
    /// Who will be asked first, written down with the claim: whoever takes over an abandoned one finds that provider in
    /// <see cref="ClaimedMessage.Pin"/>. A message with a pin keeps it.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        IReadOnlyCollection<IdempotencyKey> keys, DateTimeOffset now, DateTimeOffset leaseUntil, string provider, CancellationToken cancellationToken);

    /// <summary>Writes down that another provider is asked now, before it is: nobody else may have the message.</summary>
    /// <param name="key">The message.</param>
    /// <param name="claimToken">Proof of the claim.</param>
    /// <param name="pin">The provider, and the present moment.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when the claim went to somebody else, or the message has ended: then it is not to be sent.</returns>
    Task<bool> TryAskAsync(IdempotencyKey key, string claimToken, ProviderPin pin, CancellationToken cancellationToken);

    /// <summary>Writes down what became of claimed messages.</summary>
    /// <remarks>
    /// <see cref="Delivery.Delivered"/> ends the message whoever holds the claim by now, and even if another claimant has given it up,
    /// so that nobody sends again what a provider has taken. All else takes the claim's own token.
    /// </remarks>
    /// <returns>
    /// Those that were written; not one that has ended, nor, unless it was delivered, one whose lease went to somebody else. A store that
    /// finds this very record there, of this claim, may name it: it was written by a call whose answer was lost.
    /// </returns>
    Task<IReadOnlyList<DeliveryRecord>> RecordAsync(IReadOnlyCollection<DeliveryRecord> deliveries, CancellationToken cancellationToken);

    /// <summary>Where a message stands that may have been added; null when its key is unknown.</summary>
    /// <param name="message">The message as it would be added: a store that is parted may see by it where to look.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<OutboxState?> FindStateAsync(OutboxMessage message, CancellationToken cancellationToken);

    /// <summary>Whom a message goes to; null when its key is unknown.</summary>
    Task<SubscriberId?> FindSubscriberAsync(IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Makes dead letters wait again: due now, tried once and all further attempts before them, no provider thought to have them.</summary>
    /// <param name="keys">Which; null for all. Unknown ones, and those that are no dead letters, are left out of the answer.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What is replayed, with the reason for which it had been given up, the oldest first.</returns>
    Task<IReadOnlyList<ReplayedMessage>> ReplayAsync(IReadOnlyCollection<IdempotencyKey>? keys, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What was given up and waits for a person, the newest first.</summary>
    /// <param name="max">How many at most.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int max, DeadLetterPlace? after, CancellationToken cancellationToken);

    /// <summary>Counts by state, and the age of the oldest that waits.</summary>
    Task<OutboxCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// How long the alerts that were delivered by themselves took, each once, however late it went out. Not those that a digest tells, nor
    /// the canary's.
    /// </summary>
    /// <param name="since">Those delivered since then, UTC; a store may begin with the hour in which it lies.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>In any order; a delay may come more than once.</returns>
    Task<IReadOnlyList<DelayCount>> DelaysAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The newest messages with their state, for the pages; newest first. Not the canary's alerts.</summary>
    Task<IReadOnlyList<OutboxRow>> NewestAsync(int max, CancellationToken cancellationToken);
}

/// <summary>How full the outbox is.</summary>
/// <param name="Waiting">Not ended yet: due, postponed or being sent.</param>
/// <param name="Delivered">Taken by a provider.</param>
/// <param name="Suppressed">Not sent, for a named reason.</param>
/// <param name="DeadLettered">Given up on, kept for a person.</param>
/// <param name="OldestDueAt">When the oldest waiting one became due; null when none waits.</param>
public sealed record OutboxCounts(long Waiting, long Delivered, long Suppressed, long DeadLettered, DateTimeOffset? OldestDueAt);

/// <summary>A message and its state.</summary>
/// <param name="Message">The message.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Detail">The provider that took it, or the reason; null while it waits for the first time.</param>
/// <param name="At">When it came to that state, UTC.</param>
public sealed record OutboxRow(OutboxMessage Message, OutboxState State, string? Detail, DateTimeOffset At);

/// <summary>A dead letter that waits again.</summary>
/// <param name="Key">The message; an alert's id.</param>
/// <param name="Reason">Why it had been given up.</param>
public sealed record ReplayedMessage(IdempotencyKey Key, string Reason);

/// <summary>Where a message stands.</summary>
public enum OutboxState
{
    /// <summary>To be sent, now or later.</summary>
    Waiting,

    /// <summary>Taken by a provider.</summary>
    Delivered,

    /// <summary>Not sent, for a named reason.</summary>
    Suppressed,

    /// <summary>Given up on, kept for a person.</summary>
    DeadLettered,
}

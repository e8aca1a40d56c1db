using Tipstaff.Operators;

namespace Tipstaff.Outbox;

/// <summary>What became of one attempt to deliver a message.</summary>
public abstract record Delivery
{
    private Delivery()
    {
    }

    /// <summary>A provider took it: the end.</summary>
    public sealed record Delivered(string Provider, DateTimeOffset At) : Delivery;

    /// <summary>It may pass later: due again at that moment.</summary>
    public sealed record Postponed(DateTimeOffset Until, string Reason) : Delivery;

    /// <summary>No provider was asked in time: the claim is given back, due as before, and does not count as an attempt.</summary>
    public sealed record Returned : Delivery;

    /// <summary>It shall not be sent, for a named reason: the end.</summary>
    public sealed record Suppressed(string Reason, DateTimeOffset At) : Delivery;

    /// <summary>Given up on after the last attempt, kept for a person: the end until replayed.</summary>
    public sealed record DeadLettered(string Reason, DateTimeOffset At) : Delivery;
}

/// <summary>A message that this process alone may send until its lease ends.</summary>
/// <param name="Message">The message.</param>
/// <param name="ClaimToken">Proof of the claim; with another token than the stored one only <see cref="Delivery.Delivered"/> is written down.</param>
/// <param name="Attempt">1 for the first; a claim that was abandoned counts as one.</param>
public sealed record ClaimedMessage(OutboxMessage Message, string ClaimToken, int Attempt);

/// <summary>A delivery to write down.</summary>
/// <param name="Key">The message.</param>
/// <param name="ClaimToken">Proof of the claim.</param>
/// <param name="Delivery">What became of it.</param>
/// <param name="Notice">What operators are told of it, written in the same step and only if the delivery is; null for nothing.</param>
public sealed record DeliveryRecord(IdempotencyKey Key, string ClaimToken, Delivery Delivery, OperatorNotice? Notice = null);

/// <summary>Messages that were claimed together.</summary>
/// <param name="Messages">The messages; at least one.</param>
/// <param name="LeaseUntil">When the claim on all of them lapses, UTC.</param>
public sealed record ClaimedBatch(IReadOnlyList<ClaimedMessage> Messages, DateTimeOffset LeaseUntil);

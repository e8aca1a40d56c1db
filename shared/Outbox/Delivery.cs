using Tipstaff.Operators;
using Tipstaff.Subscriptions;

namespace Tipstaff.Outbox;

/// <summary>What became of one attempt to deliver a message.</summary>
public abstract record Delivery
{
    private Delivery()
    {
    }

    /// <summary>A provider took it: the end.</summary>
    public sealed record Delivered(string Provider, DateTimeOffset At) : Delivery;

    /// <summary>It was put into a digest, which tells it from then on: the end.</summary>
    /// <param name="Digest">The message of the digest's part.</param>
    /// <param name="At">When, UTC.</param>
    public sealed record Folded(IdempotencyKey Digest, DateTimeOffset At) : Delivery;

    /// <summary>It may pass later: due again at that moment.</summary>
    /// <param name="Until">When it is due again, UTC.</param>
    /// <param name="Reason">What went wrong.</param>
    /// <param name="Pin">The provider that may have it all the same; null for none.</param>
    public sealed record Postponed(DateTimeOffset Until, string Reason, ProviderPin? Pin = null) : Delivery;

    /// <summary>The claim is given back and does not count as an attempt: no provider could be asked, or not in time, or its subscription is paused.</summary>
    /// <param name="Until">Not due before this moment, UTC; null: due as before.</param>
    /// <param name="Pin">The provider that may have it from before; null for none.</param>
    public sealed record Returned(DateTimeOffset? Until = null, ProviderPin? Pin = null) : Delivery;

    /// <summary>It shall not be sent, for a named reason: the end.</summary>
    public sealed record Suppressed(string Reason, DateTimeOffset At) : Delivery;

    /// <summary>Given up on after the last attempt, kept for a person: the end until replayed.</summary>
    public sealed record DeadLettered(string Reason, DateTimeOffset At) : Delivery;
}

/// <summary>A provider that may have a message already: until that is known, or long ago, no other one gets it.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Since">When it was asked the first time without a definite answer, UTC.</param>
public sealed record ProviderPin(string Provider, DateTimeOffset Since);

/// <summary>A message that this process alone may send until its lease ends.</summary>
/// <param name="Message">The message.</param>
/// <param name="ClaimToken">Proof of the claim; with another token than the stored one only <see cref="Delivery.Delivered"/> is written down.</param>
/// <param name="Attempt">1 for the first; a claim that was abandoned counts as one.</param>
/// <param name="Asked">The provider that is written down as the one asked first: that of <paramref name="Pin"/>, else the one named with the claim.</param>
/// <param name="WaitsSince">From when on it waits, UTC: when it was made, or made to wait again by a replay. No attempt changes it.</param>
/// <param name="Pin">The provider that may have it from an earlier attempt, recorded or abandoned; null for none.</param>
public sealed record ClaimedMessage(OutboxMessage Message, string ClaimToken, int Attempt, string Asked, DateTimeOffset WaitsSince, ProviderPin? Pin = null)
{
    /// <summary>Whether it goes to a webhook, and not by mail.</summary>
    public bool IsWebhook => Message.IsWebhook;

    /// <summary>From when on the links of what is written of it count, UTC: it may have been held while its subscription was paused.</summary>
    public DateTimeOffset LinksFrom(Subscription owner) => owner.ResumedAt > WaitsSince ? owner.ResumedAt.Value : WaitsSince;
}

/// <summary>A delivery to write down.</summary>
/// <param name="Key">The message.</param>
/// <param name="ClaimToken">Proof of the claim.</param>
/// <param name="Delivery">What became of it.</param>
/// <param name="Notice">What operators are told of it, written in the same step and only if the delivery is; null for nothing.</param>
public sealed record DeliveryRecord(IdempotencyKey Key, string ClaimToken, Delivery Delivery, OperatorNotice? Notice = null);

/// <summary>What became of a message, and is written down.</summary>
/// <param name="Key">The message.</param>
/// <param name="Attempt">Which attempt it was, from 1.</param>
/// <param name="Delivery">What became of it.</param>
public sealed record RecordedDelivery(IdempotencyKey Key, int Attempt, Delivery Delivery);

/// <summary>Messages that were claimed together.</summary>
/// <param name="Messages">The messages; at least one.</param>
/// <param name="LeaseUntil">When the claim on all of them lapses, UTC.</param>
public sealed record ClaimedBatch(IReadOnlyList<ClaimedMessage> Messages, DateTimeOffset LeaseUntil)
{
    /// <summary>Those that go by mail.</summary>
    public IReadOnlyList<ClaimedMessage> Mails => [.. Messages.Where(claim => !claim.IsWebhook)];

    /// <summary>Those that go to webhooks.</summary>
    public IReadOnlyList<ClaimedMessage> Webhooks => [.. Messages.Where(claim => claim.IsWebhook)];

    /// <summary>Mails and webhooks each by themselves, as receivers of webhooks may keep us waiting.</summary>
    public IEnumerable<ClaimedBatch> Parts => new[] { this with { Messages = Mails }, this with { Messages = Webhooks } }.Where(part => part.Messages.Count > 0);
}

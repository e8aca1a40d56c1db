using System.Text.Json.Serialization;
using Tipstaff.Alerts;
using Tipstaff.Digests;
using Tipstaff.Operators;
using Tipstaff.Subscriptions;
using Tipstaff.Tracing;

namespace Tipstaff.Outbox;

/// <summary>One message written down before it is sent. It names no address: the subscriber's id stands for it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AlertMessage), "alert")]
[JsonDerivedType(typeof(ConfirmationMessage), "confirmation")]
[JsonDerivedType(typeof(OperatorMessage), "operators")]
[JsonDerivedType(typeof(DigestMessage), "digest")]
public abstract record OutboxMessage
{
    private OutboxMessage()
    {
    }

    /// <summary>The message's key; adding a known one adds nothing.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>Whom it goes to.</summary>
    public required SubscriberId Subscriber { get; init; }

    /// <summary>When it was written down, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not sent before this moment, UTC.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Whether it goes to a webhook, and not by mail.</summary>
    [JsonIgnore]
    public bool IsWebhook => this is AlertMessage { Alert.IsWebhook: true };

    /// <summary>Where its delivery goes on with a trace: an alert's with that in which its entries were first seen, any other's with one of its own.</summary>
    [JsonIgnore]
    public TraceContext Trace => (this as AlertMessage)?.Alert.Trace ?? TraceContext.Of(Key);

    /// <summary>Tells an alert.</summary>
    /// <param name="Alert">What is told.</param>
    public sealed record AlertMessage(Alert Alert) : OutboxMessage
    {
        /// <summary>The message that tells an alert, at once or in a digest.</summary>
        public static AlertMessage Of(Alert alert) => new(alert)
        {
            Key = IdempotencyKey.Of(alert.Id),
            Subscriber = alert.Subscriber,
            CreatedAt = alert.CreatedAt,
            DueAt = alert.Digest?.At ?? alert.CreatedAt,
        };

        /// <summary>The message that tells later what a part of a digest left, as the alert's subscription was paused.</summary>
        /// <param name="alert">The alert, with the digest in which it is told.</param>
        /// <param name="part">The part that left it.</param>
        public static AlertMessage OfLeft(Alert alert, DigestPart part) => Of(alert) with { Key = IdempotencyKey.OfLeft(alert.Id, part) };
    }

    /// <summary>Tells the alerts of one part of a digest, as far as they are still wanted when it is sent.</summary>
    /// <param name="Slot">Which digest.</param>
    /// <param name="Part">Which part of it, from 1.</param>
    public sealed record DigestMessage(DigestSlot Slot, int Part) : OutboxMessage
    {
        // Until what is due at the same moment stands in it.
        private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

        /// <summary>The message of a part.</summary>
        /// <param name="part">The part.</param>
        /// <param name="now">The present moment, UTC.</param>
        public static DigestMessage Of(DigestPart part, DateTimeOffset now) => new(part.Slot, part.Number)
        {
            Key = IdempotencyKey.Of(part),
            Subscriber = part.Subscriber,
            CreatedAt = now,
            DueAt = now + Settling,
        };

        /// <summary>The part that it tells.</summary>
        [JsonIgnore]
        public DigestPart DigestPart => new(Subscriber, Slot, Part);
    }

    /// <summary>Asks a subscriber to confirm whatever is pending when it is sent.</summary>
    public sealed record ConfirmationMessage : OutboxMessage;

    /// <summary>Tells operators what came about.</summary>
    /// <param name="Notices">What is told, oldest first; at least one.</param>
    public sealed record OperatorMessage(IReadOnlyList<OperatorNotice> Notices) : OutboxMessage;
}

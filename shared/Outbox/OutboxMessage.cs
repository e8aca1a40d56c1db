using System.Text.Json.Serialization;
using Tipstaff.Alerts;
using Tipstaff.Operators;
using Tipstaff.Subscriptions;

namespace Tipstaff.Outbox;

/// <summary>One message written down before it is sent. It names no address: the subscriber's id stands for it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AlertMessage), "alert")]
[JsonDerivedType(typeof(ConfirmationMessage), "confirmation")]
[JsonDerivedType(typeof(OperatorMessage), "operators")]
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

    /// <summary>Tells an alert.</summary>
    /// <param name="Alert">What is told.</param>
    public sealed record AlertMessage(Alert Alert) : OutboxMessage
    {
        /// <summary>The message that tells an alert at once.</summary>
        public static AlertMessage Of(Alert alert) => new(alert)
        {
            Key = IdempotencyKey.Of(alert.Id),
            Subscriber = alert.Subscriber,
            CreatedAt = alert.CreatedAt,
            DueAt = alert.CreatedAt,
        };
    }

    /// <summary>Asks a subscriber to confirm whatever is pending when it is sent.</summary>
    public sealed record ConfirmationMessage : OutboxMessage;

    /// <summary>Tells operators what came about.</summary>
    /// <param name="Notices">What is told, oldest first; at least one.</param>
    public sealed record OperatorMessage(IReadOnlyList<OperatorNotice> Notices) : OutboxMessage;
}

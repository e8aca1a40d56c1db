using System.Globalization;
using Tipstaff.Operators;

namespace Tipstaff.Outbox;

/// <summary>What operators are told of messages that were given up.</summary>
public static class DeadLetterNotice
{
    /// <summary>The news that belongs to a delivery.</summary>
    /// <returns>Null where nothing was given up, and for mail to operators, of which they are not told by more of it.</returns>
    public static OperatorNotice? Of(OutboxMessage message, Delivery delivery) =>
        delivery is Delivery.DeadLettered dead && message is not OutboxMessage.OperatorMessage ? Of(message.Key, dead) : null;

    /// <summary>The news that a message was given up, each time that it is.</summary>
    public static OperatorNotice Of(IdempotencyKey key, Delivery.DeadLettered dead) => OperatorNotice.Of(
        NoticeKind.DeadLetter,
        $"{key} {dead.At.ToString("O", CultureInfo.InvariantCulture)}",
        dead.At,
        $"Alert {key} was given up: {dead.Reason}. Look into the reason, then send it again with: tipstaff replay {key}");
}

using System.Globalization;
using Tipstaff.Operators;

namespace Tipstaff.Outbox;

/// <summary>What operators are told of messages that were given up.</summary>
public static class DeadLetterNotice
{
    /// <summary>The news that belongs to a delivery.</summary>
    /// <returns>Null where nothing was given up, and for mail to operators, of which they are not told by more of it.</returns>
    public static OperatorNotice? Of(OutboxMessage message, Delivery delivery) =>
        delivery is Delivery.DeadLettered dead && message is not OutboxMessage.OperatorMessage ? Of(message.Key, dead, message.Trace.TraceId) : null;

    /// <summary>The news that a message was given up, each time that it is.</summary>
    /// <param name="key">The message.</param>
    /// <param name="dead">How it ended.</param>
    /// <param name="trace">The trace that it belongs to; null where that cannot be read.</param>
    public static OperatorNotice Of(IdempotencyKey key, Delivery.DeadLettered dead, string? trace = null) => OperatorNotice.Of(
        NoticeKind.DeadLetter,
        $"{key} {dead.At.ToString("O", CultureInfo.InvariantCulture)}",
        dead.At,
        $"Alert {key}{(trace is null ? "" : $", trace {trace},")} was given up: {dead.Reason}. Look into the reason, then send it again with: tipstaff replay {key}");
}

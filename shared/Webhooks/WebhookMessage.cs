using Tipstaff.Outbox;
using Tipstaff.Tracing;

namespace Tipstaff.Webhooks;

/// <summary>One webhook, ready to be signed and sent.</summary>
/// <param name="Key">What makes a second copy a no-op at the receiver.</param>
/// <param name="Body">JSON in ASCII; the same at each attempt.</param>
public sealed record WebhookMessage(IdempotencyKey Key, ReadOnlyMemory<byte> Body)
{
    /// <summary>The trace that it belongs to; null of a challenge.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>The <c>webhook-id</c>, made of the key: the same at each attempt.</summary>
    public string Id => $"msg_{Key}";
}

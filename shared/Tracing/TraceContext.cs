using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Tipstaff.Outbox;

namespace Tipstaff.Tracing;

/// <summary>A place in a trace, kept with what was made there: who goes on with it, be it days later and elsewhere, names it as the parent.</summary>
/// <remarks>Source: the W3C's Trace Context, <c>traceparent</c>. It is never taken from a request: whoever asks us does not decide what we keep.</remarks>
[JsonConverter(typeof(ParsableJsonConverter<TraceContext>))]
public sealed record TraceContext : IParsable<TraceContext>
{
    private TraceContext(ActivityContext context) => Context = context;

    /// <summary>The trace, 32 hexadecimal digits: what mails, logs and dead letters show.</summary>
    public string TraceId => Context.TraceId.ToHexString();

    internal ActivityContext Context { get; }

    /// <summary>The beginning of a message's own trace, whose id is the message's key: of a digest, and of what was stored without a trace.</summary>
    /// <param name="key">The message.</param>
    public static TraceContext Of(IdempotencyKey key) => new(new ActivityContext(ActivityTraceId.CreateFromString(key.Value), spanId: default, ActivityTraceFlags.Recorded));

    /// <summary>The place at which a span stands.</summary>
    /// <param name="span">The span.</param>
    public static TraceContext Of(Activity span) => new(new ActivityContext(span.TraceId, span.SpanId, span.ActivityTraceFlags));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out TraceContext result)
    {
        result = s is { Length: 55 } && s.StartsWith("00-", StringComparison.Ordinal) && ActivityContext.TryParse(s, traceState: null, out var context) ? new TraceContext(context) : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public static TraceContext Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var context) ? context : throw new FormatException($"'{s}' is no traceparent.");

    /// <inheritdoc/>
    public override string ToString() => $"00-{TraceId}-{Context.SpanId}-{(int)Context.TraceFlags:x2}";
}

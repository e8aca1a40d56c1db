using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Local.Telemetry;

/// <summary>Hears of what the OTLP exporter could not send, which it tells nobody else, and logs it every ten minutes at most.</summary>
/// <param name="logger">Where.</param>
/// <param name="time">Says when that was the last time.</param>
internal sealed class OtlpTrouble(ILogger logger, TimeProvider time) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _toldAt;

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
        {
            // A receiver that does not answer in time is a warning of theirs.
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        lock (_lock)
        {
            // Other sources of the runtime that a tool turned on are not for us.
            if (eventData.EventSource.Name != Exporter || time.GetUtcNow() < _toldAt + Every)
            {
                return;
            }

            _toldAt = time.GetUtcNow();
        }

        logger.TelemetryNotTaken(eventData.EventName ?? "unknown");
    }
}

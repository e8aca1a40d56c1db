using Microsoft.Extensions.Logging;
using Tipstaff.Courts;
using Tipstaff.Outbox;

namespace Tipstaff.Functions;

/// <summary>What this head logs: 1100 checks, 4100 deliveries, 7100 HTTP. Ids only, never an address, a token or a body.</summary>
internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Debug, "{Count} checks put on the queue; past due: {IsPastDue}")]
    public static partial void ChecksScheduled(this ILogger logger, int count, bool isPastDue);

    [LoggerMessage(1102, LogLevel.Error, "The check of {Court} failed for reasons of our own; it is tried again in half a minute: if that repeats, look whether tables and queues are up")]
    public static partial void CheckFaulted(this ILogger logger, CourtId court, Exception error);

    [LoggerMessage(1103, LogLevel.Warning, "{Count} alerts of {Court} were put on the queue that an earlier try of its check may have left without a message; that is mended, look for what killed the instance if it repeats")]
    public static partial void AlertsLeftBehind(this ILogger logger, int count, CourtId court);

    [LoggerMessage(4101, LogLevel.Error, "The delivery of {Key} failed for reasons of our own; it is tried again in half a minute: if that repeats, look whether tables and queues are up")]
    public static partial void DeliveryFaulted(this ILogger logger, IdempotencyKey key, Exception error);

    [LoggerMessage(4102, LogLevel.Warning, "The sweep put {Count} messages on the queue that had been left without one; past due: {IsPastDue}; that is mended, look for what killed instances if it repeats")]
    public static partial void Swept(this ILogger logger, int count, bool isPastDue);

    [LoggerMessage(4103, LogLevel.Warning, "A breaker's entity could not be signalled; that is tried again: if it goes on, look whether the task hub is up")]
    public static partial void SignalFailed(this ILogger logger, Exception error);

    [LoggerMessage(4104, LogLevel.Warning, "The breaker of {Provider} could not be written to its row, by which the others hear of it; that is tried again: if it goes on, look whether the tables are up")]
    public static partial void BreakerNotCopied(this ILogger logger, string provider, Exception error);

    [LoggerMessage(7101, LogLevel.Error, "{Method} failed in function {Function} and was answered 500; look into the error: as a rule tables or queues are away")]
    public static partial void RequestFailed(this ILogger logger, string method, string function, Exception error);
}

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Outbox;

namespace Tipstaff;

/// <summary>What Tipstaff's core logs: 1000 feeds, 3000 circuit breakers, 4000 outbox, 5000 subscriptions, 6000 operators. Ids only, never an address, a token or a body.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Checked {Court}: {NewEntries} new entries, {Revised} revised, {Alerts} alerts")]
    public static partial void CourtChecked(this ILogger logger, CourtId court, int newEntries, int revised, int alerts);

    [LoggerMessage(EventId = 1002, Message = "Check of {Court} failed: {Result}, {Trouble}; {Failures} in a row, asked again at {DueAt:O}")]
    public static partial void CheckFailed(
        this ILogger logger, LogLevel level, CourtId court, CheckResult result, string? trouble, int failures, DateTimeOffset? dueAt);

    [LoggerMessage(EventId = 1003, Message = "Kept {Count} items of {Court} that could not be read, the first for: {Reason}")]
    public static partial void UnreadableKept(this ILogger logger, LogLevel level, CourtId court, int count, string reason);

    [LoggerMessage(1004, LogLevel.Debug, "Checked {Court}: {Result}")]
    public static partial void NothingNew(this ILogger logger, CourtId court, CheckResult result);

    [LoggerMessage(1020, LogLevel.Warning, "Gap in {Court}: its feed no longer showed what was entered between {From:O} and {Until:O}")]
    public static partial void GapFound(this ILogger logger, CourtId court, DateTimeOffset from, DateTimeOffset until);

    [LoggerMessage(1005, LogLevel.Debug, "Request {Attempt} to {Court} failed: {Trouble}; the next in {Wait}")]
    public static partial void RequestFailed(this ILogger logger, int attempt, CourtId court, string trouble, TimeSpan wait);

    [LoggerMessage(EventId = 3001, Message = "Circuit breaker of {Court} opened until {OpenUntil:O} after {Failures} failed checks")]
    public static partial void CircuitBreakerOpened(this ILogger logger, LogLevel level, CourtId court, DateTimeOffset? openUntil, int failures);

    [LoggerMessage(EventId = 3002, Message = "Circuit breaker of {Court} closed: the court is back")]
    public static partial void CircuitBreakerClosed(this ILogger logger, LogLevel level, CourtId court);

    [LoggerMessage(4001, LogLevel.Debug, "Delivered {Key} by {Provider}")]
    public static partial void Delivered(this ILogger logger, IdempotencyKey key, string provider);

    [LoggerMessage(4002, LogLevel.Warning, "Postponed {Key} to {Until:O} after attempt {Attempt}: {Reason}")]
    public static partial void Postponed(this ILogger logger, IdempotencyKey key, DateTimeOffset until, int attempt, string reason);

    [LoggerMessage(4003, LogLevel.Information, "Suppressed {Key}: {Reason}")]
    public static partial void Suppressed(this ILogger logger, IdempotencyKey key, string reason);

    [LoggerMessage(4004, LogLevel.Error, "Dead-lettered {Key} after attempt {Attempt}: {Reason}; look into the reason, then replay it")]
    public static partial void DeadLettered(this ILogger logger, IdempotencyKey key, int attempt, string reason);

    [LoggerMessage(4005, LogLevel.Warning, "{Lost} deliveries were not recorded: their lease had gone to another process, or they had ended")]
    public static partial void LeaseLost(this ILogger logger, int lost);

    [LoggerMessage(6001, LogLevel.Warning, "{Count} notices for operators are mailed to nobody: set Operators__Address; on this machine they stand on the first page")]
    public static partial void NobodyToTell(this ILogger logger, int count);

    /// <summary>What became of a message.</summary>
    public static void Report(this ILogger logger, ClaimedMessage claim, Delivery delivery)
    {
        switch (delivery)
        {
            case Delivery.Delivered delivered:
                logger.Delivered(claim.Message.Key, delivered.Provider);
                break;
            case Delivery.Postponed postponed:
                logger.Postponed(claim.Message.Key, postponed.Until, claim.Attempt, postponed.Reason);
                break;
            case Delivery.Suppressed suppressed:
                logger.Suppressed(claim.Message.Key, suppressed.Reason);
                break;
            case Delivery.DeadLettered dead:
                logger.DeadLettered(claim.Message.Key, claim.Attempt, dead.Reason);
                break;
            case Delivery.Returned:
                break;
            default:
                throw new UnreachableException();
        }
    }
}

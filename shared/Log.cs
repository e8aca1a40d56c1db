using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff;

/// <summary>What Tipstaff's core logs: 1000 feeds, 3000 circuit breakers, 4000 outbox, 5000 subscriptions, 6000 operators, 7000 health, 7100 the canary. Ids only, never an address, a token or a body.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Checked {Court}: {NewEntries} new entries, {Revised} revised, {Alerts} alerts")]
    public static partial void CourtChecked(this ILogger logger, CourtId court, int newEntries, int revised, int alerts);

    [LoggerMessage(EventId = 1002, Message = "Check of {Court} failed: {Result}, {Trouble}; {Failures} in a row, asked again at {DueAt:O}; if that goes on, look whether the court's site is up and its feed has moved")]
    public static partial void CheckFailed(
        this ILogger logger, LogLevel level, CourtId court, CheckResult result, string? trouble, int failures, DateTimeOffset? dueAt);

    [LoggerMessage(EventId = 1003, Message = "Kept {Count} items of {Court} that could not be read, the first for: {Reason}; look at them on the status page, nobody is told of them")]
    public static partial void UnreadableKept(this ILogger logger, LogLevel level, CourtId court, int count, string reason);

    [LoggerMessage(1004, LogLevel.Debug, "Checked {Court}: {Result}")]
    public static partial void NothingNew(this ILogger logger, CourtId court, CheckResult result);

    [LoggerMessage(1005, LogLevel.Debug, "Request {Attempt} to {Court} failed: {Trouble}; the next in {Wait}")]
    public static partial void RequestFailed(this ILogger logger, int attempt, CourtId court, string trouble, TimeSpan wait);

    [LoggerMessage(1020, LogLevel.Warning, "Gap in {Court}: its feed no longer showed what was entered between {From:O} and {Until:O}; followers are told, and who has to know looks at the court's dockets")]
    public static partial void GapFound(this ILogger logger, CourtId court, DateTimeOffset from, DateTimeOffset until);

    [LoggerMessage(1030, LogLevel.Information, "Took a notice of {Court}: {NewEntries} new entries, {Revised} revised, {Alerts} alerts, {Unreadable} not readable")]
    public static partial void NoticeTaken(this ILogger logger, CourtId court, int newEntries, int revised, int alerts, int unreadable);

    [LoggerMessage(EventId = 3001, Message = "Circuit breaker of {Court} opened until {OpenUntil:O}; failed checks in a row: {Failures}; it is tried again by itself, look whether the court's site is up")]
    public static partial void CircuitBreakerOpened(this ILogger logger, LogLevel level, CourtId court, DateTimeOffset? openUntil, int failures);

    [LoggerMessage(EventId = 3002, Message = "Circuit breaker of {Court} closed: the court is back")]
    public static partial void CircuitBreakerClosed(this ILogger logger, LogLevel level, CourtId court);

    [LoggerMessage(3011, LogLevel.Warning, "Circuit breaker of mail provider {Provider} opened until {OpenUntil:O} after {Failures} failures in a row; its mails wait or go to the next one: look whether it is up, and at its settings")]
    public static partial void ProviderBreakerOpened(this ILogger logger, string provider, DateTimeOffset? openUntil, int failures);

    [LoggerMessage(3012, LogLevel.Warning, "Circuit breaker of mail provider {Provider} stays open until {OpenUntil:O}: its trial failed; look whether it is up, and at its settings")]
    public static partial void ProviderBreakerStaysOpen(this ILogger logger, string provider, DateTimeOffset? openUntil);

    [LoggerMessage(3013, LogLevel.Information, "Circuit breaker of mail provider {Provider}, open since {OpenedAt:O}, closed")]
    public static partial void ProviderBreakerClosed(this ILogger logger, string provider, DateTimeOffset? openedAt);

    [LoggerMessage(4009, LogLevel.Debug, "{Key} is told in the digest {Digest}")]
    public static partial void Folded(this ILogger logger, IdempotencyKey key, IdempotencyKey digest);

    [LoggerMessage(4001, LogLevel.Debug, "Delivered {Key} by {Provider}")]
    public static partial void Delivered(this ILogger logger, IdempotencyKey key, string provider);

    [LoggerMessage(4002, LogLevel.Warning, "Postponed {Key} to {Until:O}, when its delivery is tried again by itself; attempt {Attempt} failed: {Reason}")]
    public static partial void Postponed(this ILogger logger, IdempotencyKey key, DateTimeOffset until, int attempt, string reason);

    [LoggerMessage(4003, LogLevel.Information, "Suppressed {Key}: {Reason}")]
    public static partial void Suppressed(this ILogger logger, IdempotencyKey key, string reason);

    [LoggerMessage(4004, LogLevel.Error, "Dead-lettered {Key} after attempt {Attempt}: {Reason}; look into the reason, then send it again with tipstaff replay {Key}")]
    public static partial void DeadLettered(this ILogger logger, IdempotencyKey key, int attempt, string reason);

    [LoggerMessage(5001, LogLevel.Warning, "Subscriber {Subscriber} is sent no more alerts: {Cause}; confirming a subscription anew lifts that")]
    public static partial void AddressSuppressed(this ILogger logger, SubscriberId subscriber, SuppressionCause cause);

    [LoggerMessage(5002, LogLevel.Warning, "A delivery report ({Kind}) names nobody that is known, message {Message}; it was passed over: look whether others send through the mail account")]
    public static partial void ReportOfNobody(this ILogger logger, DeliveryReportKind kind, IdempotencyKey? message);

    [LoggerMessage(5301, LogLevel.Warning, "A signed request was refused: {Code}; if its sender is one of yours, look at its key, its clock and what it signs")]
    public static partial void SignatureRefused(this ILogger logger, string code);

    [LoggerMessage(4005, LogLevel.Warning, "{Lost} deliveries were not recorded: their lease had gone to another process, or they had ended; if that repeats, raise Outbox__Lease")]
    public static partial void LeaseLost(this ILogger logger, int lost);

    [LoggerMessage(4006, LogLevel.Warning, "{Count} deliveries could not be written down, try {Try}; they are written down again in {Wait}, and nothing else of their batch is sent; if that goes on, look into the error: as a rule the store is away or throttled")]
    public static partial void RecordFailed(this ILogger logger, int count, int @try, TimeSpan wait, Exception error);

    [LoggerMessage(4211, LogLevel.Debug, "Connected to mail server {Server}")]
    public static partial void MailServerConnected(this ILogger logger, string server);

    [LoggerMessage(4212, LogLevel.Warning, "Mail server {Server} {Reason}; its mails wait or go to the next provider: look whether it is up, and at its settings")]
    public static partial void MailServerUnusable(this ILogger logger, string server, string reason);

    [LoggerMessage(4213, LogLevel.Debug, "No further connection to mail server {Server}, which {Reason}; the open ones go on")]
    public static partial void MailServerRefusesMore(this ILogger logger, string server, string reason);

    [LoggerMessage(6001, LogLevel.Warning, "{Count} notices for operators are mailed to nobody: set Operators__Address; on this machine they stand on the first page")]
    public static partial void NobodyToTell(this ILogger logger, int count);

    [LoggerMessage(7901, LogLevel.Debug, "The canary's entry of {FiledAt:O} arrived after {DelaySeconds:0.#} s")]
    public static partial void CanaryArrived(this ILogger logger, DateTimeOffset filedAt, double delaySeconds);

    [LoggerMessage(7902, LogLevel.Error, "{Missing} of the canary's entries filed up to {Until:O} did not arrive in time: see docs/runbook.md, canary-missing")]
    public static partial void CanaryMissing(this ILogger logger, int missing, DateTimeOffset until);

    [LoggerMessage(7903, LogLevel.Warning, "That an entry of the canary arrived could not be written down, and it may count as missing though its mail went out; if that goes on, look into the error: as a rule the store is away or throttled")]
    public static partial void CanaryNotKept(this ILogger logger, Exception error);

    [LoggerMessage(7904, LogLevel.Warning, "The work {Work} threw {Fault}, which is logged next by who ran it; it is done again by itself, look into the error if that repeats")]
    public static partial void BrokeOff(this ILogger logger, string work, string fault);

    [LoggerMessage(7001, LogLevel.Warning, "A look whether {Part} can be reached failed: {Fault}; if that goes on, look whether it is up, and at its settings")]
    public static partial void ProbeFailed(this ILogger logger, string part, string fault);

    /// <summary>What became of a mail provider's breaker.</summary>
    public static void Report(this ILogger logger, string provider, CircuitBreaker before, CircuitBreaker after)
    {
        if (after.IsClosed)
        {
            logger.ProviderBreakerClosed(provider, before.OpenedAt);
        }
        else if (before.IsClosed)
        {
            logger.ProviderBreakerOpened(provider, after.OpenUntil, after.FailuresInARow);
        }
        else
        {
            logger.ProviderBreakerStaysOpen(provider, after.OpenUntil);
        }
    }

    /// <summary>What became of a message.</summary>
    public static void Report(this ILogger logger, ClaimedMessage claim, Delivery delivery)
    {
        switch (delivery)
        {
            case Delivery.Delivered delivered:
                logger.Delivered(claim.Message.Key, delivered.Provider);
                break;
            case Delivery.Folded folded:
                logger.Folded(claim.Message.Key, folded.Digest);
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

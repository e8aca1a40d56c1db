using Microsoft.Extensions.Logging;

namespace Tipstaff.Retention;

/// <summary>What is logged of retention.</summary>
internal static partial class RetentionLog
{
    [LoggerMessage(8003, LogLevel.Information, "Retention took {Count} ended messages, their mails, unreadable items and notices away")]
    public static partial void TakenAway(this ILogger logger, long count);
}

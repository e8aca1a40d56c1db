using Microsoft.Extensions.Logging;

namespace Tipstaff.Functions.Mail;

/// <summary>What this head logs of its mail: 4150 and up. Ids only, never an address.</summary>
internal static partial class MailLog
{
    [LoggerMessage(4150, LogLevel.Warning, "Communication Services has no room for mail for {Wait}, though our own count says otherwise; set Acs:PerMinute and Acs:PerHour to the account's quota")]
    public static partial void OverQuota(this ILogger logger, TimeSpan wait);

    [LoggerMessage(4151, LogLevel.Error, "There is no token for Communication Services ({Failure}); check Azure:ClientId and the app's identity")]
    public static partial void NoToken(this ILogger logger, string failure);

    [LoggerMessage(4152, LogLevel.Warning, "The quota's row was not written ({Failure}); mail waits for {Wait} and is then tried again: if that repeats, look whether the tables are up")]
    public static partial void QuotaUnknown(this ILogger logger, string failure, TimeSpan wait);

    [LoggerMessage(4153, LogLevel.Warning, "{Count} events of Event Grid could not be read and were passed over, the first because {Reason}; look whether the subscription of Event Grid sends email events in its own schema")]
    public static partial void EventsUnreadable(this ILogger logger, int count, string reason);

    [LoggerMessage(4154, LogLevel.Warning, "{Provider} failed most of a burst of mails; this instance leaves it alone for {Wait} and holds its mails; if that repeats, look whether it is up")]
    public static partial void BurstFailed(this ILogger logger, string provider, TimeSpan wait);
}

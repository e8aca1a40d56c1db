using Microsoft.Extensions.Logging;

namespace Tipstaff.Smtp;

internal static partial class SmtpLog
{
    [LoggerMessage(4201, LogLevel.Debug, "Connected to mail server {Server}")]
    public static partial void MailServerConnected(this ILogger logger, string server);

    [LoggerMessage(4202, LogLevel.Warning, "Mail server {Server} {Reason}")]
    public static partial void MailServerUnusable(this ILogger logger, string server, string reason);

    [LoggerMessage(4203, LogLevel.Debug, "No further connection to mail server {Server}, which {Reason}; the open ones go on")]
    public static partial void MailServerRefusesMore(this ILogger logger, string server, string reason);
}

using Microsoft.Extensions.Logging;
using Tipstaff.Courts;

namespace Tipstaff.Local;

/// <summary>What the one-machine head logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Error, "The check of {Court} broke off; it is asked again, but look into this")]
    public static partial void CheckFaulted(this ILogger logger, CourtId court, Exception error);

    [LoggerMessage(4101, LogLevel.Error, "{Loop} broke off and goes on in a moment; look into this if it repeats")]
    public static partial void LoopFailed(this ILogger logger, string loop, Exception error);
}

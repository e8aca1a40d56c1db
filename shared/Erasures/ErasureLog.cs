using Microsoft.Extensions.Logging;

namespace Tipstaff.Erasures;

/// <summary>What is logged of erasures: neither an address nor the id that stood for it.</summary>
internal static partial class ErasureLog
{
    [LoggerMessage(8001, LogLevel.Information, "A subscriber was erased")]
    public static partial void SubscriberErased(this ILogger logger);

    [LoggerMessage(8002, LogLevel.Error, "An erasure could not be completed; it is tried again within the hour: look into the error if that repeats")]
    public static partial void ErasureLeft(this ILogger logger, Exception fault);
}

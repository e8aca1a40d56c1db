using Microsoft.Extensions.Logging;
using Tipstaff.Courts;

namespace Tipstaff.Local;

/// <summary>What the one-machine head logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Error, "The check of {Court} broke off for reasons of our own; it is asked again, but look into the error if that repeats")]
    public static partial void CheckFaulted(this ILogger logger, CourtId court, Exception error);

    [LoggerMessage(1102, LogLevel.Warning, "Nobody can be told of {Court} by its feed: it publishes none; name one with --feed {Court}=URL")]
    public static partial void CourtWithoutFeed(this ILogger logger, CourtId court);

    [LoggerMessage(1103, LogLevel.Warning, "{Count} followed courts are not watched, as --court does not list them: {Courts}; their followers are told nothing until --court names them")]
    public static partial void FollowedCourtsLeftOut(this ILogger logger, int count, string courts);

    [LoggerMessage(1104, LogLevel.Warning, "The courts are asked without a contact: set Checks__Contact to an address or URL at which their operators reach you")]
    public static partial void NoContact(this ILogger logger);

    [LoggerMessage(1105, LogLevel.Warning, "The OTLP receiver does not take what is measured, traced and logged ({What}), and it is dropped: see that OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_PROTOCOL are those of a receiver that runs")]
    public static partial void TelemetryNotTaken(this ILogger logger, string what);

    [LoggerMessage(5101, LogLevel.Error, "A request failed ({Method} {Route}) and was answered 500; look into the error: as a rule it is the data folder's disk")]
    public static partial void RequestFailed(this ILogger logger, string method, string? route, Exception error);

    [LoggerMessage(4102, LogLevel.Warning, "{Claims} messages were being sent when the last run was killed; they are sent now, some perhaps a second time under the same Message-ID")]
    public static partial void ClaimsReleased(this ILogger logger, int claims);

    [LoggerMessage(4103, LogLevel.Warning, "The message {Alert} was written by a newer Tipstaff and is left to it; run that version if this goes on")]
    public static partial void MessageLeftAlone(this ILogger logger, string alert, Exception fault);

    [LoggerMessage(4101, LogLevel.Error, "{Loop} broke off and goes on in a moment; look into the error if it repeats")]
    public static partial void LoopFailed(this ILogger logger, string loop, Exception error);

    [LoggerMessage(5102, LogLevel.Error, "The keys of links cannot be read again; those that are known go on; look at the file of keys in the data folder")]
    public static partial void LinkKeysUnreadable(this ILogger logger, Exception error);
}

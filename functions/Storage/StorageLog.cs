using Microsoft.Extensions.Logging;

namespace Tipstaff.Functions.Storage;

/// <summary>What the tables' adapters log.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(4201, LogLevel.Warning, "A write behind a finished step in the partition {Partition} failed and is left to the sweep; look whether the tables are up if that goes on")]
    public static partial void LeftToTheSweep(this ILogger logger, string partition, Exception fault);

    [LoggerMessage(4202, LogLevel.Warning, "The list of courts could not be brought up to date for {Court}; the next reader does it; look whether the tables are up if that goes on")]
    public static partial void CourtRowLeftBehind(this ILogger logger, string court, Exception fault);

    [LoggerMessage(4204, LogLevel.Error, "The partition {Partition}, or a part of it, could not be swept; the next sweep tries again: look into the error if that repeats")]
    public static partial void NotSwept(this ILogger logger, string partition, Exception fault);

    [LoggerMessage(4205, LogLevel.Error, "The row of {Court} in the list of courts cannot be read; it is not checked until the row is restored")]
    public static partial void CourtRowUnreadable(this ILogger logger, string court, Exception fault);

    [LoggerMessage(4206, LogLevel.Warning, "The index of followers could not be brought up to date behind a write; the daily pass does it; look whether the tables are up if that goes on")]
    public static partial void FollowersLeftBehind(this ILogger logger, Exception fault);

    [LoggerMessage(4207, LogLevel.Warning, "{Count} rows of the partition {Partition} were written by a newer Tipstaff and are left to it; deploy that version if this goes on")]
    public static partial void NewerRowsLeft(this ILogger logger, int count, string partition, Exception fault);

    [LoggerMessage(4208, LogLevel.Warning, "The message {Alert} was written by a newer Tipstaff and is left to it; deploy that version if this goes on")]
    public static partial void MessageLeftAlone(this ILogger logger, string alert, Exception fault);

    [LoggerMessage(4209, LogLevel.Warning, "How long alerts of the partition {Partition} took cannot be read and is counted anew; the status page tells too few of them for a day")]
    public static partial void DelaysForgotten(this ILogger logger, string partition, Exception fault);

    [LoggerMessage(4203, LogLevel.Debug, "Finished a step of {Court} that was too large for one transaction")]
    public static partial void JournalFinished(this ILogger logger, string court);
}

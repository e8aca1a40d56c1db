using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tipstaff.Local.Storage;

/// <summary>The store cannot be used as it is; the message is one sentence that names the place and the remedy.</summary>
internal sealed class StorageException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether the surroundings are to blame, and not the statement.</summary>
    public static bool Describes(SqliteException exception) => TroubleOf(exception) is not null;

    /// <summary>What to throw in place of one of SQLite's: a sentence where the surroundings are to blame, else itself.</summary>
    public static Exception From(SqliteException exception, string path) =>
        TroubleOf(exception) is { } trouble ? new StorageException($"The database {path} {trouble}.", exception) : exception;

    /// <summary>The fault of a folder or file that the system refuses.</summary>
    /// <param name="subject">What is refused, with its path: <c>The data folder /data</c>.</param>
    /// <param name="cause">The system's words.</param>
    public static StorageException Refused(string subject, Exception cause) => new(
        $"{subject} cannot be written ({cause.Message.Split('\n')[0].TrimEnd('.', '\r')}): make it writable for this user, or name another folder with --data.",
        cause);

    /// <summary>The fault of a row that a newer version wrote: it is left as it is.</summary>
    public static StorageException Newer(string place, int version) => new(
        $"A row of the table {place} is of version {version} and was written by a newer Tipstaff: run that version; nothing was overwritten.");

    /// <summary>The fault of a row that was to be migrated and was not.</summary>
    public static StorageException Older(string place, int version) => new(
        $"A row of the table {place} is of version {version}, which this Tipstaff reads no more: run tipstaff migrate of the version before, then this one again.");

    private static string? TroubleOf(SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            "is held by another program: end whatever keeps it locked (a backup, a database browser) and try again",
        raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_AUTH or raw.SQLITE_CANTOPEN =>
            "cannot be opened for writing: make the folder and its files writable for this user, or name another folder with --data",
        raw.SQLITE_FULL => "cannot grow, its disk is full: free some space and start again",
        raw.SQLITE_IOERR => "cannot be read or written, its disk reports an error: check the disk and its free space",
        raw.SQLITE_NOTADB => "is no Tipstaff database: move the file away, or name another folder with --data",
        raw.SQLITE_CORRUPT => "is damaged: restore it from a backup, or move the file away to begin anew",
        _ => null,
    };
}

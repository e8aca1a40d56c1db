using Microsoft.Data.Sqlite;
using Tipstaff.Measures;

namespace Tipstaff.Local.Storage;

/// <summary>The database file: opened, brought to this version's schema, written by one writer and read by a few readers.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int CutAttempts = 5;

    private readonly SqliteReaders _readers;
    private readonly string _path;

    private SqliteDatabase(SqliteWriter writer, SqliteReaders readers, string path, TipstaffMeter meter)
    {
        Writer = writer;
        Meter = meter;
        _readers = readers;
        _path = path;
    }

    /// <summary>The one writer of this process; other processes may have theirs.</summary>
    public SqliteWriter Writer { get; }

    /// <summary>Measures what is asked of it.</summary>
    public TipstaffMeter Meter { get; }

    /// <summary>Opens the file for a command, whose work nobody measures.</summary>
    /// <exception cref="StorageException">Thrown when that cannot be done.</exception>
    public static SqliteDatabase Open(string path) => Open(path, TipstaffMeter.Unheard);

    /// <summary>Opens the file, creating it and its folder where missing, and migrates it forward.</summary>
    /// <exception cref="StorageException">Thrown when that cannot be done.</exception>
    public static SqliteDatabase Open(string path, TipstaffMeter meter) => Open(path, SqliteSchema.Migrations, meter);

    /// <summary>Opens the file with the given migrations.</summary>
    internal static SqliteDatabase Open(string path, IReadOnlyList<string> migrations) => Open(path, migrations, TipstaffMeter.Unheard);

    private static SqliteDatabase Open(string path, IReadOnlyList<string> migrations, TipstaffMeter meter)
    {
        CreateFile(path);
        SqliteSession? session = null;
        try
        {
            session = SqliteSession.Open(path);
            CheckOwner(session, path, migrations.Count);
            UseWriteAheadLog(session, path);
            Migrate(session, path, migrations);
            return new SqliteDatabase(new SqliteWriter(session, path, meter), new SqliteReaders(path, meter), path, meter);
        }
        catch (SqliteException exception) when (StorageException.Describes(exception))
        {
            session?.Dispose();
            throw StorageException.From(exception, path);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>Reads what was committed before.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken) =>
        _readers.RunAsync(read, cancellationToken);

    /// <summary>How many bytes the file has, but for what is in the write-ahead log alone.</summary>
    public Task<long> SizeAsync(CancellationToken cancellationToken) =>
        ReadAsync(session => session.Number("PRAGMA page_count") * session.Number("PRAGMA page_size"), cancellationToken);

    /// <summary>
    /// Writes the whole file anew. What is deleted is overwritten, but where rows had moved to another page before, as others grew beside them,
    /// the page that they left may still have their bytes: after this none has. Takes about a second for 100 MB, and as much room again meanwhile.
    /// </summary>
    /// <exception cref="StorageException">Thrown when the disk is full, or others write for too long; nothing is changed then.</exception>
    public async Task RewriteAsync(CancellationToken cancellationToken)
    {
        await Writer.RunAloneAsync(session => session.Execute("VACUUM"), cancellationToken);
        await CutLogAsync(cancellationToken);
    }

    /// <summary>
    /// Brings the write-ahead log into the file and cuts it to nothing, so that it keeps no page as it was. Waits for those who read.
    /// </summary>
    /// <exception cref="StorageException">Thrown when others read or write for too long; done again later it completes.</exception>
    public async Task CutLogAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < CutAttempts; attempt++)
        {
            // A connection of its own, as the writer's is in a transaction; off the caller's thread, as SQLite waits by blocking.
            var isBusy = await Task.Run(
                () =>
                {
                    using var session = SqliteSession.Open(_path);
                    return session.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
                },
                cancellationToken);
            if (!isBusy)
            {
                return;
            }
        }

        throw new StorageException($"The write-ahead log of {_path} could not be cut, as it is being read all the time: it is tried again within the hour.");
    }

    /// <summary>Writes what is queued, then closes.</summary>
    public void Dispose()
    {
        Writer.Dispose();
        _readers.Dispose();
    }

    // It holds addresses, so it is born readable for its owner only; SQLite gives its side files the same mode. A file that is there
    // is never opened here: closing it would end the locks that SQLite holds on it in this process.
    private static void CreateFile(string path)
    {
        try
        {
            DataFolder.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (!File.Exists(path))
            {
                new FileStream(path, DataFolder.PrivateFile(FileMode.CreateNew)).Dispose();
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was quicker.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageException.Refused($"The database {path}", exception);
        }
    }

    /// <summary>Refuses a database of another program, or of a newer version of this one.</summary>
    internal static void CheckOwner(SqliteSession session, string path, int known)
    {
        var version = session.Number("PRAGMA user_version");
        var isEmpty = session.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (!isEmpty && session.Number("PRAGMA application_id") != SqliteSchema.ApplicationId)
        {
            throw new StorageException($"The database {path} belongs to another program: name another folder with --data.");
        }

        if (version > known)
        {
            throw new StorageException(
                $"The database {path} was written by a newer Tipstaff (schema {version}; this one knows {known}): run that version, or name another folder with --data.");
        }
    }

    private static void UseWriteAheadLog(SqliteSession session, string path)
    {
        var mode = session.Query("PRAGMA journal_mode = WAL", reader => reader.GetString(0)) is [var answer, ..] ? answer : "";
        if (mode != "wal")
        {
            throw new StorageException(
                $"The database {path} lies where no write-ahead log can be kept (journal mode {mode}): put it on a local disk, or name another folder with --data.");
        }

        session.Execute("PRAGMA secure_delete = ON");
        session.Execute("PRAGMA journal_size_limit = 67108864");
    }

    private static void Migrate(SqliteSession session, string path, IReadOnlyList<string> migrations)
    {
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            // Again, now that nobody else can migrate it.
            CheckOwner(session, path, migrations.Count);
            for (var version = session.Number("PRAGMA user_version"); version < migrations.Count; version++)
            {
                session.Execute(migrations[(int)version]);
            }

            session.Execute($"PRAGMA application_id = {SqliteSchema.ApplicationId}");
            session.Execute($"PRAGMA user_version = {migrations.Count}");
            session.Execute("COMMIT");
        }
        catch
        {
            if (session.InTransaction)
            {
                session.Execute("ROLLBACK");
            }

            throw;
        }
    }
}

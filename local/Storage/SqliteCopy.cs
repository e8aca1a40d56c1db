using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Tipstaff.Local.Storage;

/// <summary>A private copy of a database, made beside a service that may be writing, and gone when it is disposed of.</summary>
internal sealed class SqliteCopy : IDisposable
{
    private const string Mark = ".copy-";
    private static readonly string[] SideFiles = ["", "-wal", "-shm", "-journal"];

    // Longer than any command works on one.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private SqliteCopy(string path) => Path = path;

    /// <summary>The copy's file.</summary>
    public string Path { get; }

    /// <summary>Copies a database as it stands; it is read, and nothing of it changed.</summary>
    /// <exception cref="StorageException">Thrown when there is none, when it is not Tipstaff's, or when it cannot be copied.</exception>
    public static SqliteCopy Of(string path, TimeProvider time)
    {
        if (!File.Exists(path))
        {
            throw new StorageException($"There is no database {path}: name the folder of the service with --data.");
        }

        var copy = new SqliteCopy($"{path}{Mark}{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        try
        {
            DeleteAbandoned(path, time.GetUtcNow().UtcDateTime - Abandoned);
            // SQLite writes into an empty file that is there, and this one is its owner's alone.
            new FileStream(copy.Path, DataFolder.PrivateFile(FileMode.CreateNew)).Dispose();
            using var session = SqliteSession.Open(path);
            SqliteDatabase.CheckOwner(session, path, SqliteSchema.Migrations.Count);
            session.Execute("VACUUM INTO @copy", ("@copy", copy.Path));
            return copy;
        }
        catch (SqliteException exception) when (StorageException.Describes(exception))
        {
            copy.Dispose();
            throw StorageException.From(exception, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            copy.Dispose();
            throw StorageException.Refused($"A copy of the database {path}", exception);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Delete(Path);

    // Addresses lie in it: what a killed command left does not stay.
    private static void DeleteAbandoned(string path, DateTime before)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        foreach (var left in Directory.EnumerateFiles(folder, $"{System.IO.Path.GetFileName(path)}{Mark}*").Where(left => File.GetLastWriteTimeUtc(left) < before).ToList())
        {
            File.Delete(left);
        }
    }

    private static void Delete(string path)
    {
        foreach (var side in SideFiles)
        {
            File.Delete(path + side);
        }
    }
}

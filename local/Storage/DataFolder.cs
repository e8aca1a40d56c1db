using System.Security.Cryptography;

namespace Tipstaff.Local.Storage;

/// <summary>The folder with all that one installation keeps: database, outbox, secret.</summary>
internal sealed class DataFolder : IDisposable
{
    private const int SecretLength = 32;

    // Some seconds: a spin soon becomes a wait of a millisecond.
    private const int MaxSpins = 3_000;

    // Readable and writable, and a folder to be entered, by its owner only: addresses and the secret lie there.
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly FileStream? _lock;

    private DataFolder(string path, FileStream? held)
    {
        Root = path;
        _lock = held;
        Secret = ReadOrCreateSecret(Path.Combine(path, "secret.key"));
    }

    /// <summary>The folder itself, its full path.</summary>
    public string Root { get; }

    /// <summary>The database file.</summary>
    public string DatabasePath => DatabaseIn(Root);

    /// <summary>The folder of mails written down in place of being sent; made by whoever writes the first.</summary>
    public string OutboxPath => Path.Combine(Root, "outbox");

    /// <summary>The keys of links that took the first one's place.</summary>
    public LinkKeyFile LinkKeys => new(Path.Combine(Root, "link.keys"));

    /// <summary>The installation's own 32 random bytes, drawn when the folder was first used.</summary>
    public ReadOnlyMemory<byte> Secret { get; }

    /// <summary>Opens the folder for the service, of which there is one a folder; the hold ends with the object or the process.</summary>
    /// <exception cref="StorageException">Thrown when another process holds it, or when it cannot be written.</exception>
    public static DataFolder Hold(string path) => Open(path, held: true);

    /// <summary>Opens the folder beside a service that may be running on it.</summary>
    /// <exception cref="StorageException">Thrown when it cannot be written.</exception>
    public static DataFolder Open(string path) => Open(path, held: false);

    /// <summary>Where the database of a folder lies, which need not be there.</summary>
    public static string DatabaseIn(string path) => Path.Combine(path, "tipstaff.db");

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    /// <summary>Creates a folder that its owner alone may enter; one that is there stays as it is.</summary>
    internal static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnersFolder);
        }
    }

    /// <summary>How to open a file that nobody else uses meanwhile and, when it is new, its owner alone may read.</summary>
    internal static FileStreamOptions PrivateFile(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        return options;
    }

    /// <summary>Opens a file that its owner alone may read once nobody else has it open.</summary>
    /// <exception cref="IOException">Somebody has it open for seconds, or it cannot be opened.</exception>
    internal static FileStream OpenAlone(string path)
    {
        var wait = default(SpinWait);
        while (true)
        {
            try
            {
                return new FileStream(path, PrivateFile(FileMode.OpenOrCreate));
            }
            catch (IOException exception) when (IsHeld(exception) && wait.Count < MaxSpins)
            {
                wait.SpinOnce();
            }
        }
    }

    private static DataFolder Open(string path, bool held)
    {
        FileStream? hold = null;
        try
        {
            var root = Path.GetFullPath(path);
            CreateFolder(root);
            hold = held ? TakeLock(root) : null;
            return new DataFolder(root, hold);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            hold?.Dispose();
            throw StorageException.Refused($"The data folder {path}", exception);
        }
        catch
        {
            hold?.Dispose();
            throw;
        }
    }

    // The operating system's lock on the open file, gone with the process; the file itself stays and means nothing.
    private static FileStream TakeLock(string root)
    {
        try
        {
            return new FileStream(Path.Combine(root, "tipstaff.lock"), PrivateFile(FileMode.OpenOrCreate));
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new StorageException(
                $"The data folder {root} is in use by another tipstaff: stop that one, or name another folder with --data.", exception);
        }
    }

    // EAGAIN on Linux, EWOULDBLOCK on macOS, sharing and lock violation on Windows.
    private static bool IsHeld(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    // Each opens it alone, so that of two processes that come first the second reads what the first has drawn; an empty file is what
    // a crash before the drawing leaves.
    private static byte[] ReadOrCreateSecret(string path)
    {
        using var file = OpenAlone(path);
        if (file.Length == 0)
        {
            file.Write(RandomNumberGenerator.GetBytes(SecretLength));
            file.Flush(flushToDisk: true);
            file.Position = 0;
        }

        if (file.Length != SecretLength)
        {
            throw new StorageException(
                $"The secret {path} has {file.Length} bytes in place of {SecretLength}: restore it from a backup, as the links in mails already sent depend on it.");
        }

        var secret = new byte[SecretLength];
        file.ReadExactly(secret);
        return secret;
    }
}

using System.Collections.Concurrent;
using System.Text;
using Tipstaff.Local.Storage;

namespace Tipstaff.Local.OutboxFolder;

/// <summary>
/// The order in which mails came into the folder: a file of records of equal length, one a mail, so that the newest are read from
/// its end however many there are. It only orders: a lost one is made again from the files' times.
/// </summary>
internal sealed class OutboxFolderIndex
{
    private const string IndexName = "index";
    private const string Extension = ".eml";
    private const int RecordLength = ContentKey.Length + 1;

    // Two writers in one process share the lock; two processes are kept apart by the lock on the data folder.
    private static readonly ConcurrentDictionary<string, OutboxFolderIndex> Known = new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private readonly string _folder;
    private bool _isComplete;

    private OutboxFolderIndex(string folder) => _folder = folder;

    private string IndexFile => Path.Combine(_folder, IndexName);

    public static OutboxFolderIndex Of(string folder) => Known.GetOrAdd(folder, static folder => new OutboxFolderIndex(folder));

    /// <summary>The name of a mail's file.</summary>
    public static string FileName(string key) => key + Extension;

    /// <summary>Adds a key at the end.</summary>
    public void Append(string key)
    {
        lock (_lock)
        {
            Complete();
            using var file = OpenToWrite(FileMode.OpenOrCreate);
            // What a crash left of half a record is overwritten.
            file.Position = file.Length / RecordLength * RecordLength;
            file.Write(Encoding.ASCII.GetBytes(key + "\n"));
        }
    }

    /// <summary>Keys from the newest on, each once; some may have no file.</summary>
    public IEnumerable<string> Newest()
    {
        lock (_lock)
        {
            Complete();
        }

        if (!File.Exists(IndexFile))
        {
            yield break;
        }

        using var file = new FileStream(IndexFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var record = new byte[RecordLength];
        for (var at = (file.Length / RecordLength) - 1; at >= 0; at--)
        {
            file.Position = at * RecordLength;
            file.ReadExactly(record);
            var key = Encoding.ASCII.GetString(record, 0, ContentKey.Length);
            if (ContentKey.IsWellFormed(key) && seen.Add(key))
            {
                yield return key;
            }
        }
    }

    /// <summary>Once a process: if there are more mails than records, as after a loss of power, writes the records anew.</summary>
    private void Complete()
    {
        if (_isComplete || !Directory.Exists(_folder))
        {
            return;
        }

        var records = File.Exists(IndexFile) ? new FileInfo(IndexFile).Length / RecordLength : 0;
        var mails = new DirectoryInfo(_folder).GetFiles("*" + Extension);
        if (mails.Length > records)
        {
            var keys = mails.OrderBy(mail => mail.LastWriteTimeUtc).ThenBy(mail => mail.Name, StringComparer.Ordinal)
                .Select(mail => Path.GetFileNameWithoutExtension(mail.Name)).Where(ContentKey.IsWellFormed);
            using var file = OpenToWrite(FileMode.Create);
            file.Write(Encoding.ASCII.GetBytes(string.Concat(keys.Select(key => key + "\n"))));
        }

        _isComplete = true;
    }

    private FileStream OpenToWrite(FileMode mode)
    {
        var options = DataFolder.PrivateFile(mode);
        (options.Share, options.BufferSize) = (FileShare.Read, 0);
        return new FileStream(IndexFile, options);
    }
}

namespace Tipstaff.Local.OutboxFolder;

/// <summary>One line of the list of mails.</summary>
/// <param name="Key">The mail's key; opens it.</param>
/// <param name="Subject">Its subject, decoded.</param>
/// <param name="To">The recipient as the header names it.</param>
/// <param name="Date">When it was written; null where the file does not say.</param>
/// <param name="Bytes">The length of the file.</param>
public sealed record OutboxFolderItem(string Key, string Subject, string To, DateTimeOffset? Date, long Bytes);

/// <summary>Reads what <see cref="OutboxFolderMailer"/> wrote, for the pages. A file that is no mail is left out.</summary>
public sealed class OutboxFolderReader(string folder)
{
    // More than any alert; a file beyond is not ours.
    private const int LongestMail = 4 * 1024 * 1024;
    private const int LongestHeader = 64 * 1024;

    private readonly string _folder = Path.GetFullPath(folder);

    /// <summary>The newest mails, the newest first; its cost depends on how many are asked for, not on how many there are.</summary>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<OutboxFolderItem>> NewestAsync(int max, CancellationToken cancellationToken)
    {
        var items = new List<OutboxFolderItem>();
        foreach (var key in OutboxFolderIndex.Of(_folder).Newest())
        {
            if (items.Count >= max)
            {
                break;
            }

            if (await ReadAsync(key, LongestHeader, cancellationToken) is var (bytes, length) && EmlReader.TryReadHeaders(bytes, out var headers, out _))
            {
                items.Add(new OutboxFolderItem(key, headers.Value("Subject"), headers.Value("To"), headers.Date, length));
            }
        }

        return items;
    }

    /// <summary>Opens one mail.</summary>
    /// <param name="key">Its key; anything else finds nothing.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null when there is no such mail, or the file is none.</returns>
    public async Task<EmlMail?> OpenAsync(string? key, CancellationToken cancellationToken) =>
        ContentKey.IsWellFormed(key) && await ReadAsync(key!, LongestMail, cancellationToken) is var (bytes, length) && length <= LongestMail
        && EmlReader.TryRead(bytes, out var mail)
            ? mail
            : null;

    private async Task<(byte[] Bytes, long Length)?> ReadAsync(string key, int max, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(
                Path.Combine(_folder, OutboxFolderIndex.FileName(key)), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[Math.Min(file.Length, max)];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return (bytes[..read], file.Length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}

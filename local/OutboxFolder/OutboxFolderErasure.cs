using Tipstaff.Erasures;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.OutboxFolder;

/// <summary>Takes mails out of the outbox folder: those to a subscriber, by the address that each names, whose id is made again; and old ones.</summary>
internal sealed class OutboxFolderErasure(string folder, SubscriberIds ids) : IKeptMail
{
    private const int LongestHeader = 64 * 1024;

    private readonly string _folder = Path.GetFullPath(folder);

    /// <inheritdoc/>
    public async Task EraseAsync(SubscriberId subscriber, DateTimeOffset writtenUpTo, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder))
        {
            return;
        }

        // Those too that a crash left half written, under another name.
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            if (await HeadersAsync(file, cancellationToken) is { } headers && (headers.Date is not { } date || date <= writtenUpTo)
                && EmailAddress.TryParse(headers.Value("To").Trim(' ', '<', '>'), out var address) && ids.Of(address) == subscriber)
            {
                File.Delete(file);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<int> TakeAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var file in Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder) : [])
        {
            if (await HeadersAsync(file, cancellationToken) is { Date: { } date } && date < writtenBefore)
            {
                File.Delete(file);
                count++;
            }
        }

        return count;
    }

    private static async Task<EmlHeaders?> HeadersAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[Math.Min(file.Length, LongestHeader)];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return EmlReader.TryReadHeaders(bytes.AsSpan(0, read), out var headers, out _) ? headers : null;
        }
        catch (FileNotFoundException)
        {
            // Written to the end, and renamed, while the folder was listed.
            return null;
        }
    }
}

using Tipstaff.Local.Storage;
using Tipstaff.Mail;

namespace Tipstaff.Local.OutboxFolder;

/// <summary>
/// "Sends" into a folder: one <c>.eml</c> a mail, named after its idempotency key, so that sending twice leaves one file. A file
/// is there whole or not at all, stays when the machine loses power, and is its owner's alone to read.
/// </summary>
public sealed class OutboxFolderMailer : IMailProvider
{
    private static int _temporaries;

    private readonly string _folder;
    private readonly OutboxFolderIndex _index;
    private readonly TimeProvider _time;

    /// <summary>A mailer into that folder, which is made when the first mail comes.</summary>
    public OutboxFolderMailer(string folder, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_folder, _time) = (Path.GetFullPath(folder), time);
        _index = OutboxFolderIndex.Of(_folder);
    }

    /// <inheritdoc/>
    public string Name => "outbox";

    /// <inheritdoc/>
    public int MostAtOnce => 16;

    /// <inheritdoc/>
    /// <remarks>A second file of the same name takes the place of the first.</remarks>
    public TimeSpan LongestHandOver => TimeSpan.Zero;

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = MimeWriter.ToBytes(mail);
        var file = Path.Combine(_folder, OutboxFolderIndex.FileName(mail.Key.Value));
        try
        {
            if (!File.Exists(file))
            {
                DataFolder.CreateFolder(_folder);
                await WriteAsync(mail.Key.Value, file, bytes);
            }

            return new SendOutcome.Accepted($"written to {Path.GetFileName(file)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SendOutcome.Unavailable($"the outbox folder {_folder} cannot be written: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public Task<bool> UpcheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            DataFolder.CreateFolder(_folder);
            var options = DataFolder.PrivateFile(FileMode.Create);
            options.Options = FileOptions.DeleteOnClose;
            using var file = new FileStream(Path.Combine(_folder, $".upcheck.{Environment.ProcessId:x}.tmp"), options);
            return Task.FromResult(true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(false);
        }
    }

    private async Task WriteAsync(string key, string file, byte[] bytes)
    {
        // Two writers of one mail each need a file of their own until the rename; a crash leaves it, and nothing reads it.
        var temporary = Path.Combine(_folder, $".{key}.{Environment.ProcessId:x}.{_time.GetTimestamp():x}.{Interlocked.Increment(ref _temporaries):x}.tmp");
        var options = DataFolder.PrivateFile(FileMode.CreateNew);
        options.BufferSize = 0;
        var stream = new FileStream(temporary, options);
        try
        {
            await using (stream)
            {
                // Not cancelled once begun: half a file helps nobody.
                await stream.WriteAsync(bytes, CancellationToken.None);
                stream.Flush(flushToDisk: true);
            }

            // The index first: an entry without a file is skipped, a file without an entry would not be listed.
            _index.Append(key);
            File.Move(temporary, file, overwrite: true);
            DurableFolder.Flush(_folder);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

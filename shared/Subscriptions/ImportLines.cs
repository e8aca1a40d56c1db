using System.Runtime.CompilerServices;
using System.Text;

namespace Tipstaff.Subscriptions;

/// <summary>Reads a list of confirmed subscriptions, of any length, a line at a time: what is wrong in one line never reaches the next.</summary>
public static class ImportLines
{
    /// <summary>The longest line that is read, in bytes without its end.</summary>
    public const int MaxBytes = 4096;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Each line, read or refused. Blank lines and a first line with the names of <see cref="ImportLine.Columns"/> are passed over.</summary>
    /// <param name="file">CSV in UTF-8, with or without a byte order mark; lines end in LF or CRLF.</param>
    /// <param name="time">Nothing is confirmed in this clock's future.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="IOException">The file can be read no further.</exception>
    public static async IAsyncEnumerable<ImportReading> ReadAsync(
        Stream file, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mayBeNames = true;
        await foreach (var (number, text, trouble) in TextsAsync(file, cancellationToken))
        {
            if (trouble is not null)
            {
                yield return new ImportReading(number, Line: null, trouble);
            }
            else if (!string.IsNullOrWhiteSpace(text) && !(mayBeNames && ImportLine.NamesColumns(text)))
            {
                var line = ImportLine.Read(text, time.GetUtcNow(), out var wrong);
                yield return new ImportReading(number, line, wrong);
            }

            mayBeNames &= trouble is null && string.IsNullOrWhiteSpace(text);
        }
    }

    private static async IAsyncEnumerable<(long Number, string Text, string? Trouble)> TextsAsync(
        Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * MaxBytes];
        var (start, end, number) = (0, 0, 0L);
        var isTooLong = false;
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return Text(++number, buffer.AsSpan(start, length), isTooLong);
                (start, isTooLong) = (start + length + 1, false);
                continue;
            }

            // Of a line that is too long nothing is kept but this fact; a byte order mark and a CR do not count.
            isTooLong |= end - start > MaxBytes + 4;
            var kept = isTooLong ? 0 : end - start;
            buffer.AsSpan(end - kept, kept).CopyTo(buffer);
            (start, end) = (0, kept);
            var read = await file.ReadAsync(buffer.AsMemory(end), cancellationToken);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > 0 || isTooLong)
        {
            yield return Text(++number, buffer.AsSpan(0, end), isTooLong);
        }
    }

    private static (long Number, string Text, string? Trouble) Text(long number, ReadOnlySpan<byte> bytes, bool isTooLong)
    {
        bytes = number == 1 && bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        bytes = bytes.EndsWith("\r"u8) ? bytes[..^1] : bytes;
        if (isTooLong || bytes.Length > MaxBytes)
        {
            return (number, "", $"It is longer than {MaxBytes} bytes: end each line with a line feed.");
        }

        try
        {
            return (number, Utf8.GetString(bytes), null);
        }
        catch (DecoderFallbackException)
        {
            return (number, "", "It is not UTF-8: save the file in that encoding.");
        }
    }
}

/// <summary>One line of a list, read or refused.</summary>
/// <param name="Number">Its number in the file, from 1; blank lines count.</param>
/// <param name="Line">What it says; null when it cannot be taken.</param>
/// <param name="Trouble">Why it cannot be taken and how to mend it, in one sentence without an address; null when it can.</param>
public sealed record ImportReading(long Number, ImportLine? Line, string? Trouble);

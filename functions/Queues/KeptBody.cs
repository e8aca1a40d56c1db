using System.Globalization;
using System.Text;

namespace Tipstaff.Functions.Queues;

/// <summary>A message's body as the table of dead letters can hold it: as it came, unless it is no text or beyond all measure.</summary>
/// <param name="Text">The body; in base 64 where it is no text.</param>
/// <param name="Note">What was done to it, for the end of the reason; empty for nothing.</param>
internal sealed record KeptBody(string Text, string Note)
{
    /// <summary>How many bytes are kept: twice what a queue of the Standard tier lets through, and whatever they are they fit a row of 1 MiB.</summary>
    public const int MaxBytes = 512 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What is kept of a body.</summary>
    public static KeptBody Of(BinaryData body)
    {
        var bytes = body.ToMemory().Span;
        var kept = bytes[..LengthOf(bytes)];
        var cut = kept.Length == bytes.Length
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; of its {bytes.Length} bytes the first {kept.Length} are kept");
        return TextOf(kept) is { } text
            ? new KeptBody(text, cut)
            : new KeptBody(Convert.ToBase64String(kept), $"{cut}; its body is no text and stands there in base 64");
    }

    // Never in the middle of a character: the rest would be no text.
    private static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= MaxBytes)
        {
            return bytes.Length;
        }

        var length = MaxBytes;
        while (length > MaxBytes - 3 && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return length;
    }

    private static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            // What tables take of these is not documented.
            return text.Any(character => (char.IsControl(character) && character is not ('\t' or '\r' or '\n')) || character is '\uFFFE' or '\uFFFF') ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

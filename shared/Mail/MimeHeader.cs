using System.Buffers;
using System.Text;
using Tipstaff.Subscriptions;

namespace Tipstaff.Mail;

/// <summary>Header lines: cleaned, folded at spaces, encoded where they are not plain ASCII.</summary>
internal static class MimeHeader
{
    /// <summary>What a line should keep to (RFC 5322, 2.1.1), without its CRLF.</summary>
    public const int LineLength = 78;

    // Below the hard limit of 998, with room for a long header name before the word.
    private const int LongestWord = 900;
    private const int LongestName = 70;

    private static readonly SearchValues<char> LineBreaking =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Append(0x2028).Append(0x2029).Select(c => (char)c)]);

    private static readonly SearchValues<char> PhraseText =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~ ");

    private static readonly HashSet<string> OwnNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "From", "Sender", "To", "Cc", "Bcc", "Subject", "Message-ID", "In-Reply-To", "References",
        "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    };

    /// <summary>Throws unless a caller may add a header of this name.</summary>
    public static void ThrowIfNotAllowed(string name)
    {
        if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyExceptInRange('!', '~') || name.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{Clean(name)}' is no name of a header.", nameof(name));
        }

        if (OwnNames.Contains(name))
        {
            throw new ArgumentException($"The header '{name}' follows from the mail and cannot be added.", nameof(name));
        }
    }

    /// <summary>An unstructured header; what is not plain ASCII goes as encoded words (RFC 2047).</summary>
    public static void WriteText(IBufferWriter<byte> output, string name, string value)
    {
        output.Ascii(name);
        output.Ascii(":");
        WriteText(output, Clean(value).AsSpan().Trim(' '), name.Length + 1);
        output.Ascii("\r\n");
    }

    /// <summary>One mailbox with its display name, which may be empty.</summary>
    public static void WriteMailbox(IBufferWriter<byte> output, string name, string displayName, EmailAddress address)
    {
        output.Ascii(name);
        output.Ascii(":");
        var column = name.Length + 1;
        var phrase = Clean(displayName).AsSpan().Trim(' ');
        var bracketed = !phrase.IsEmpty;
        if (bracketed)
        {
            column = WritePhrase(output, phrase, column);
        }

        var length = address.Mailbox.Length + (bracketed ? 3 : 1);
        output.Ascii(column + length > LineLength ? "\r\n " : " ");
        output.Ascii(bracketed ? "<" : "");
        Encoding.UTF8.GetBytes(address.Mailbox, output);
        output.Ascii(bracketed ? ">\r\n" : "\r\n");
    }

    /// <summary>Message ids in angle brackets, one to a line where they do not fit.</summary>
    public static void WriteIds(IBufferWriter<byte> output, string name, IReadOnlyList<string> ids)
    {
        output.Ascii(name);
        output.Ascii(":");
        var column = name.Length + 1;
        foreach (var id in ids)
        {
            if (id.Length is 0 or > LongestWord || id.AsSpan().ContainsAnyExceptInRange('!', '~') || id.AsSpan().ContainsAny('<', '>'))
            {
                throw new ArgumentException($"'{Clean(id)}' is no message id.", nameof(ids));
            }

            column = Place(output, $" <{id}>", column);
        }

        output.Ascii("\r\n");
    }

    /// <summary>Control characters and Unicode's line separators become spaces: nothing that any reader takes for a line's end remains.</summary>
    internal static string Clean(string value) =>
        !value.AsSpan().ContainsAny(LineBreaking)
            ? value
            : string.Create(value.Length, value, static (clean, raw) => raw.AsSpan().ReplaceAny(clean, LineBreaking, ' '));

    private static int WritePhrase(IBufferWriter<byte> output, ReadOnlySpan<char> phrase, int column)
    {
        if (!IsPlain(phrase) || phrase.Length > LineLength - 10)
        {
            return EncodedWords.Write(output, phrase, column);
        }

        return phrase.ContainsAnyExcept(PhraseText)
            ? Place(output, $" \"{phrase.ToString().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"", column)
            : Place(output, $" {phrase}", column);
    }

    private static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<char> text, int column)
    {
        if (!IsPlain(text))
        {
            EncodedWords.Write(output, text, column);
            return;
        }

        output.Ascii(text.IsEmpty ? " " : "");
        for (var first = true; !text.IsEmpty; first = false)
        {
            var length = LengthOfToken(text);
            var token = text[..length];
            column = first ? Place(output, $" {token}", column) : Place(output, token, column);
            text = text[length..];
        }
    }

    // A word that is longer than a line gains nothing by a line of its own; two of them must part.
    private static int Place(IBufferWriter<byte> output, ReadOnlySpan<char> token, int column)
    {
        var fold = column + token.Length > LineLength && (token.Length <= LineLength || column > LineLength);
        output.Ascii(fold ? "\r\n" : "");
        output.Ascii(token);
        return (fold ? 0 : column) + token.Length;
    }

    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        if (!Ascii.IsValid(text) || text.Contains("=?", StringComparison.Ordinal))
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            var length = LengthOfToken(text);
            if (length > LongestWord)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    /// <summary>Spaces and the word behind them.</summary>
    private static int LengthOfToken(ReadOnlySpan<char> text)
    {
        var word = text.IndexOfAnyExcept(' ');
        var end = word < 0 ? -1 : text[word..].IndexOf(' ');
        return end < 0 ? text.Length : word + end;
    }
}

using System.Net;
using System.Text;

namespace Tipstaff.Notices;

/// <summary>The subject of a message as a person reads it.</summary>
/// <remarks>Source: encoded words, RFC 2047; references such as <c>&amp;amp;</c>, which courts write there too.</remarks>
internal static class MailSubject
{
    private const int MaxLength = 2_000;

    /// <summary>Decodes the value of <c>Subject</c>; every run of white space is one space.</summary>
    public static string Read(string field)
    {
        var text = new StringBuilder();
        var rest = field.AsSpan(0, Math.Min(field.Length, MaxLength * 4));
        List<byte> bytes = [];
        string? charset = null;
        while (rest.IndexOf("=?") is var start and >= 0)
        {
            var before = rest[..start];
            if (!TryReadWord(rest[start..], out var length, out var word, out var wordCharset))
            {
                Flush(text, bytes, charset);
                text.Append(before).Append("=?");
                rest = rest[(start + 2)..];
                continue;
            }

            // Blanks between encoded words are none, and a letter may be parted by them.
            if (bytes.Count > 0 && (!before.IsWhiteSpace() || !wordCharset.Equals(charset, StringComparison.OrdinalIgnoreCase)))
            {
                Flush(text, bytes, charset);
                text.Append(before.IsWhiteSpace() ? "" : before);
            }
            else if (bytes.Count == 0)
            {
                text.Append(before);
            }

            bytes.AddRange(word);
            charset = wordCharset;
            rest = rest[(start + length)..];
        }

        Flush(text, bytes, charset);
        var decoded = WebUtility.HtmlDecode(text.Append(rest).ToString());
        return NefText.Tidy(decoded.Length > MaxLength ? decoded[..MaxLength] : decoded);
    }

    private static void Flush(StringBuilder text, List<byte> bytes, string? charset)
    {
        text.Append(MailCharset.Decode(bytes.ToArray(), charset));
        bytes.Clear();
    }

    // =?utf-8?Q?Order_on_Motion?=
    private static bool TryReadWord(ReadOnlySpan<char> text, out int length, out byte[] bytes, out string charset)
    {
        const int longest = 1_000;
        (length, bytes, charset) = (0, [], "");
        text = text[..Math.Min(text.Length, longest)];
        var first = text[2..].IndexOf('?') + 2;
        if (first < 3 || first + 2 >= text.Length || text[first + 2] != '?')
        {
            return false;
        }

        var payload = text[(first + 3)..];
        var end = payload.IndexOf("?=");
        if (end < 0)
        {
            return false;
        }

        var encoded = TransferEncoding.BytesOf(payload[..end]);
        var name = text[2..first];
        charset = (name.IndexOf('*') is var language and >= 0 ? name[..language] : name).ToString();
        length = first + 3 + end + 2;
        switch (text[first + 1])
        {
            case 'q' or 'Q':
                bytes = TransferEncoding.QuotedPrintable(encoded, isWord: true);
                return true;
            case 'b' or 'B':
                bytes = TransferEncoding.Base64(encoded);
                return true;
            default:
                return false;
        }
    }
}

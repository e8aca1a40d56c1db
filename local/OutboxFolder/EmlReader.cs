using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Tipstaff.Local.OutboxFolder;

/// <summary>A mail as its reader sees it.</summary>
/// <param name="Headers">Every header, in order, unfolded and decoded.</param>
/// <param name="Text">The plain text, line ends as LF; empty where it has none.</param>
/// <param name="Html">The HTML, line ends as LF; empty where it has none.</param>
public sealed record EmlMail(EmlHeaders Headers, string Text, string Html);

/// <summary>The headers of a mail, in order, unfolded and decoded.</summary>
public sealed record EmlHeaders(IReadOnlyList<KeyValuePair<string, string>> All)
{
    /// <summary>When it was written; null where <c>Date</c> is missing or makes no sense.</summary>
    public DateTimeOffset? Date =>
        DateTimeOffset.TryParseExact(Value("Date"), "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    /// <summary>The first header of that name; empty where there is none.</summary>
    public string Value(string name) =>
        All.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
}

/// <summary>Reads the one form that <see cref="Mail.MimeWriter"/> writes: two alternatives, one level deep.</summary>
internal static class EmlReader
{
    private const int MostParts = 16;

    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out EmlMail? mail)
    {
        mail = null;
        if (!TryReadHeaders(file, out var headers, out var body) || Boundary(headers.Value("Content-Type")) is not { } boundary)
        {
            return false;
        }

        var (text, html) = ("", "");
        var delimiter = Encoding.UTF8.GetBytes($"\r\n--{boundary}");
        // The first delimiter needs no line end before it, for the headers' own empty line is there.
        var rest = file[(body - 2)..];
        for (var (count, at) = (0, rest.IndexOf(delimiter)); at >= 0 && count < MostParts; count++)
        {
            rest = rest[(at + delimiter.Length)..];
            if (rest.StartsWith("--"u8))
            {
                break;
            }

            at = rest.IndexOf(delimiter);
            var part = at < 0 ? rest : rest[..at];
            if (part.StartsWith("\r\n"u8) && TryReadHeaders(part[2..], out var partHeaders, out var start))
            {
                var content = Decode(part[(2 + start)..], partHeaders.Value("Content-Transfer-Encoding"));
                var type = partHeaders.Value("Content-Type");
                text = type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) ? content : text;
                html = type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) ? content : html;
            }
        }

        mail = new EmlMail(headers, text, html);
        return true;
    }

    /// <summary>Reads up to the empty line.</summary>
    /// <param name="file">A mail, or at least its beginning.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">Where the body begins.</param>
    public static bool TryReadHeaders(ReadOnlySpan<byte> file, [NotNullWhen(true)] out EmlHeaders? headers, out int body)
    {
        headers = null;
        var end = file.IndexOf("\r\n\r\n"u8);
        body = end + 4;
        if (end < 0)
        {
            return false;
        }

        var all = new List<KeyValuePair<string, string>>();
        var unfolded = Encoding.UTF8.GetString(file[..end]).Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", "\t", StringComparison.Ordinal);
        foreach (var line in unfolded.Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                return false;
            }

            all.Add(new(line[..colon], EmlText.DecodeWords(line[(colon + 1)..].Trim(' '))));
        }

        headers = new EmlHeaders(all);
        return true;
    }

    private static string? Boundary(string contentType)
    {
        const string key = "boundary=\"";
        var start = contentType.IndexOf(key, StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : contentType.IndexOf('"', start + key.Length);
        return end < 0 ? null : contentType[(start + key.Length)..end];
    }

    private static string Decode(ReadOnlySpan<byte> content, string encoding) => encoding.ToLowerInvariant() switch
    {
        "quoted-printable" => EmlText.Utf8(EmlText.DecodeQuoted(content, underscoreIsSpace: false)),
        "base64" => EmlText.Utf8(EmlText.DecodeBase64(content)),
        _ => EmlText.Utf8(content),
    };
}

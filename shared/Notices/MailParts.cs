using System.Text;
using Tipstaff.Feeds;

namespace Tipstaff.Notices;

/// <summary>The texts in a message, those first that a person sees first.</summary>
/// <remarks>Source: RFC 2046. What lies nested deeper, or comes later, than the limits allow is not looked at: no court's mail does.</remarks>
internal sealed class MailParts
{
    /// <summary>How deep parts may lie within each other.</summary>
    public const int MaxDepth = 16;

    /// <summary>How many parts are looked at.</summary>
    public const int MaxParts = 200;

    private readonly List<MailText> _shown = [];
    private readonly List<MailText> _attached = [];
    private int _parts;

    private MailParts()
    {
    }

    /// <summary>The HTML and plain texts: those to be shown in their order, then those attached.</summary>
    public IEnumerable<MailText> Texts => _shown.Concat(_attached);

    /// <summary>Whether a part is an image.</summary>
    public bool HasImage { get; private set; }

    /// <summary>
    /// When the court's own mail server wrote the message, UTC; null where it does not say, or somebody else did, as who forwards by hand.
    /// </summary>
    public DateTimeOffset? SentByCourtAt { get; private set; }

    /// <summary>How many bytes were looked at; a test holds it against the size of the message.</summary>
    public long Work { get; private set; }

    /// <summary>Takes a message apart. One without a header counts as the body alone.</summary>
    public static MailParts Of(ReadOnlySpan<byte> message)
    {
        var parts = new MailParts();
        var bytes = (message.StartsWith("\uFEFF"u8) ? message[3..] : message).TrimStart("\r\n"u8);
        if (IsBodyOnly(bytes))
        {
            parts._shown.Add(new MailText("", MailCharset.Decode(bytes, charset: null), IsHtml: bytes.TrimStart(" \t\r\n"u8) is [(byte)'<', ..]));
            parts.Work = bytes.Length;
        }
        else
        {
            parts.TakeMessage(bytes, depth: 0);
        }

        return parts;
    }

    // A page that somebody saved begins with a tag, a message with the name of a field.
    private static bool IsBodyOnly(ReadOnlySpan<byte> bytes) =>
        bytes.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] || MailHeader.Read(bytes, out _).Fields == 0;

    private void TakeMessage(ReadOnlySpan<byte> message, int depth)
    {
        var header = MailHeader.Read(message, out var length);
        if (depth == 0 && IsOfACourt(header["From"]))
        {
            SentByCourtAt = FeedDate.Read(Encoding.ASCII.GetBytes(WithoutComment(header["Date"])))?.ToUniversalTime();
        }

        Work += length;
        Take(header, message[length..], MailSubject.Read(header["Subject"]), depth);
    }

    // ecfnotices@ca9.uscourts.gov, or with a name before it in brackets: of the address no more is asked than its domain.
    private static bool IsOfACourt(string from)
    {
        var address = from.AsSpan()[(from.LastIndexOf('<') + 1)..].TrimEnd("> \t");
        return address.LastIndexOf('@') is >= 0 and var at && address[at..].EndsWith(".uscourts.gov", StringComparison.OrdinalIgnoreCase);
    }

    // Mon, 2 Mar 2026 09:00:03 -0500 (EST)
    private static string WithoutComment(string date) => date.IndexOf('(', StringComparison.Ordinal) is >= 0 and var comment ? date[..comment] : date;

    private void Take(MailHeader header, ReadOnlySpan<byte> body, string subject, int depth)
    {
        if (depth > MaxDepth || ++_parts > MaxParts)
        {
            return;
        }

        var type = MediaType.Read(header["Content-Type"]);
        if (type.Value.StartsWith("multipart/", StringComparison.Ordinal) && type.Parameter("boundary") is { Length: > 0 } boundary)
        {
            TakeMultipart(body, boundary, subject, depth);
            return;
        }

        HasImage |= type.Value.StartsWith("image/", StringComparison.Ordinal);
        if (type.Value is "message/rfc822" or "message/global")
        {
            TakeMessage(TransferEncoding.Decode(body, header["Content-Transfer-Encoding"]), depth + 1);
        }
        else if (type.Value is "text/html" or "text/plain" or "application/xhtml+xml" || !type.Value.Contains('/', StringComparison.Ordinal)
            || type.Value.StartsWith("multipart/", StringComparison.Ordinal))
        {
            Work += body.Length;
            var text = MailCharset.Decode(TransferEncoding.Decode(body, header["Content-Transfer-Encoding"]), type.Parameter("charset"));
            var isAttached = MediaType.Read(header["Content-Disposition"]).Value == "attachment";
            (isAttached ? _attached : _shown).Add(new MailText(subject, text, type.Value is "text/html" or "application/xhtml+xml" || LooksLikeHtml(text)));
        }
    }

    private void TakeMultipart(ReadOnlySpan<byte> body, string boundary, string subject, int depth)
    {
        var delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        var lines = new MailLines(body);
        var start = -1;
        while (lines.MoveNext())
        {
            if (!lines.Current.StartsWith(delimiter) || !IsDelimiterEnd(lines.Current[delimiter.Length..], out var isLast))
            {
                continue;
            }

            TakePart(start < 0 ? default : body[start..lines.Start], subject, depth);
            start = isLast ? -1 : lines.Position;
            if (isLast || _parts > MaxParts)
            {
                break;
            }
        }

        Work += lines.Position;
        TakePart(start < 0 || start > body.Length ? default : body[start..], subject, depth);
    }

    private void TakePart(ReadOnlySpan<byte> part, string subject, int depth)
    {
        if (!part.IsEmpty)
        {
            var header = MailHeader.Read(part, out var length);
            Work += length;
            Take(header, part[length..], subject, depth + 1);
        }
    }

    private static bool IsDelimiterEnd(ReadOnlySpan<byte> rest, out bool isLast)
    {
        isLast = rest.StartsWith("--"u8);
        return (isLast ? rest[2..] : rest).TrimStart(" \t"u8).IsEmpty;
    }

    // Sent as plain text by some relays, and by who has no type to declare.
    private static bool LooksLikeHtml(string text)
    {
        return text.AsSpan().TrimStart() is ['<', ..] ? Has("<table") || Has("<html") || Has("<body") || Has("<div") : Has("<table") && Has("<td");

        bool Has(string tag) => text.Contains(tag, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>One text of a message.</summary>
/// <param name="Subject">The subject of the message that it belongs to, as a person reads it; empty for none.</param>
/// <param name="Text">The text, all encodings undone.</param>
/// <param name="IsHtml">Whether it is HTML.</param>
internal sealed record MailText(string Subject, string Text, bool IsHtml);

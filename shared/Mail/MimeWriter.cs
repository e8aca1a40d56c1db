using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tipstaff.Mail;

/// <summary>
/// Writes a mail in the Internet message format (RFC 5322, MIME): plain text and HTML as alternatives, 7-bit clean except for
/// international addresses, lines of at most 78 characters where words allow it and never more than 998. The same mail gives
/// the same bytes.
/// </summary>
/// <remarks>
/// No value can add a header: control characters in a header's value become spaces. Line ends of the bodies become CRLF, half
/// surrogate pairs become U+FFFD.
/// </remarks>
public static class MimeWriter
{
    /// <summary>Appends the whole mail, ending in CRLF.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="output">Where to; it gets the mail in many small pieces.</param>
    /// <exception cref="ArgumentException">
    /// A further header has a name that is none, or one that this writer writes itself; or a message id is too long for a line.
    /// </exception>
    public static void Write(OutgoingMail mail, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(output);
        WriteHeaders(mail, output);
        var boundary = $"=_{mail.Key}";
        output.Ascii("MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=\"");
        output.Ascii(boundary);
        output.Ascii("\"\r\n\r\n--");
        output.Ascii(boundary);
        output.Ascii("\r\nContent-Type: text/plain; charset=utf-8\r\n");
        MimeBody.Write(mail.Text, output);
        output.Ascii("\r\n--");
        output.Ascii(boundary);
        output.Ascii("\r\nContent-Type: text/html; charset=utf-8\r\n");
        MimeBody.Write(mail.Html, output);
        output.Ascii("\r\n--");
        output.Ascii(boundary);
        output.Ascii("--\r\n");
    }

    /// <summary>The whole mail as bytes of its own.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static byte[] ToBytes(OutgoingMail mail)
    {
        var output = new ArrayBufferWriter<byte>(8 * 1024);
        Write(mail, output);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteHeaders(OutgoingMail mail, IBufferWriter<byte> output)
    {
        MimeHeader.WriteText(output, "Date", mail.Date.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        MimeHeader.WriteMailbox(output, "From", mail.FromName, mail.From);
        MimeHeader.WriteMailbox(output, "To", "", mail.To);
        MimeHeader.WriteText(output, "Subject", mail.Subject);
        MimeHeader.WriteIds(output, "Message-ID", [mail.MessageId]);
        if (mail.References is [.., var parent])
        {
            MimeHeader.WriteIds(output, "In-Reply-To", [parent]);
            MimeHeader.WriteIds(output, "References", mail.References);
        }

        foreach (var (name, value) in mail.Headers)
        {
            MimeHeader.ThrowIfNotAllowed(name);
            MimeHeader.WriteText(output, name, value);
        }
    }

    internal static void Ascii(this IBufferWriter<byte> output, ReadOnlySpan<char> text) => Encoding.ASCII.GetBytes(text, output);
}

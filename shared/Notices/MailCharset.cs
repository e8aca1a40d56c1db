using System.Text;
using System.Text.Unicode;
using Tipstaff.Feeds;

namespace Tipstaff.Notices;

/// <summary>Turns the bytes of a mail into text.</summary>
internal static class MailCharset
{
    /// <summary>
    /// UTF-8, or where the bytes are not valid UTF-8, Windows-1252, which is ISO-8859-1 with letters in place of some controls. What the
    /// mail declares is believed of UTF-16 alone: courts and relays declare what they do not send.
    /// </summary>
    /// <param name="bytes">The bytes, free of any transfer encoding.</param>
    /// <param name="charset">What the mail declares; null for nothing.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (charset?.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) is true)
        {
            var isBig = bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || charset.EndsWith("be", StringComparison.OrdinalIgnoreCase);
            return (isBig ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(bytes);
        }

        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        return string.Create(bytes.Length, bytes, static (text, source) =>
        {
            for (var index = 0; index < text.Length; index++)
            {
                text[index] = source[index] is >= 0x80 and <= 0x9F ? CharacterReference.OfWindows1252(source[index]) : (char)source[index];
            }
        });
    }
}

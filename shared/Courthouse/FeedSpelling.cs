using System.Globalization;
using System.Text;

namespace Tipstaff.Courthouse;

/// <summary>How courts write characters, bytes and times.</summary>
internal static class FeedSpelling
{
    // The bytes 0x80-0x9F of cp1252; blanks stand for bytes that mean nothing.
    private const string Cp1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

    /// <summary>Text as content of an element.</summary>
    public static string Xml(string text, EscapeStyle style)
    {
        if (style is EscapeStyle.CData)
        {
            return $"<![CDATA[{text}]]>";
        }

        var hex = style is EscapeStyle.Hex;
        var xml = new StringBuilder(text.Length + 32);
        foreach (var c in text)
        {
            _ = c switch
            {
                '<' => xml.Append(hex ? "&#x3C;" : "&lt;"),
                '&' => xml.Append(hex ? "&#x26;" : "&amp;"),
                '>' when hex => xml.Append("&#x3E;"),
                '"' when hex => xml.Append("&#x22;"),
                '\'' when hex => xml.Append("&#x27;"),
                _ => xml.Append(c),
            };
        }

        return xml.ToString();
    }

    /// <summary>Text as a court's program escapes it for a page, before it is put into the feed and escaped again.</summary>
    public static string Html(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("'", "&#039;", StringComparison.Ordinal);

    /// <summary>Whether the text needs bytes that ISO-8859-1 does not have.</summary>
    public static bool NeedsCp1252(string text) => text.Any(c => c > 'ÿ' && Cp1252.Contains(c, StringComparison.Ordinal));

    /// <summary>Whether the text has what neither ISO-8859-1 nor cp1252 can write.</summary>
    public static bool NeedsMoreThanCp1252(string text) => text.Any(c => c > 'ÿ' && !Cp1252.Contains(c, StringComparison.Ordinal));

    /// <summary>Whether the text is more than ASCII.</summary>
    public static bool NeedsMoreThanAscii(string text) => !Ascii.IsValid(text);

    /// <summary>XML as bytes; what cp1252 lacks becomes a numeric entity.</summary>
    public static byte[] Bytes(string xml, bool asUtf8)
    {
        if (asUtf8)
        {
            return Encoding.UTF8.GetBytes(xml);
        }

        var bytes = new List<byte>(xml.Length + 16);
        foreach (var c in xml)
        {
            if (c <= 'ÿ')
            {
                bytes.Add((byte)c);
            }
            else if (Cp1252.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at)
            {
                bytes.Add((byte)(0x80 + at));
            }
            else
            {
                bytes.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};")));
            }
        }

        return [.. bytes];
    }

    /// <summary>A moment as <c>Wed, 18 Apr 2018 00:09:55 GMT</c>.</summary>
    public static string Gmt(DateTimeOffset moment) => moment.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A moment by the clock of a zone of the United States: <c>Fri, 03 Feb 2023 10:58:42 MST</c>.</summary>
    public static string Local(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var there = TimeZoneInfo.ConvertTime(moment, zone);
        var isSummer = zone.IsDaylightSavingTime(moment);
        var name = zone.BaseUtcOffset.Hours switch
        {
            -5 => isSummer ? "EDT" : "EST",
            -6 => isSummer ? "CDT" : "CST",
            -7 => isSummer ? "MDT" : "MST",
            -8 => isSummer ? "PDT" : "PST",
            _ => null,
        };
        return name is null ? Gmt(moment) : there.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + name;
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace Tipstaff.Tests.Support;

/// <summary>Reads a mail by the book (RFC 5322, 2045, 2047) and insists on it; shares nothing with the code under test.</summary>
internal static class MimeDecoder
{
    /// <summary>The value of a header, unfolded and decoded.</summary>
    public static string Header(byte[] mail, string name) => Words(RawHeader(mail, name));

    /// <summary>The value of a header, unfolded.</summary>
    public static string RawHeader(byte[] mail, string name) => Headers(mail).Single(header => header.Name == name).Value;

    public static List<(string Name, string Value)> Headers(byte[] mail)
    {
        var text = Encoding.UTF8.GetString(mail);
        var head = Regex.Replace(text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)], "\r\n(?=[ \t])", "");
        return [.. head.Split("\r\n").Select(line => Regex.Match(line, "^([!-9;-~]+): ?(.*)$", RegexOptions.Singleline)).Select(match =>
        {
            Assert.True(match.Success);
            return (match.Groups[1].Value, match.Groups[2].Value);
        })];
    }

    /// <summary>The decoded text of a part, line ends as CRLF.</summary>
    public static string Part(byte[] mail, string type)
    {
        var text = Encoding.UTF8.GetString(mail);
        var boundary = Regex.Match(RawHeader(mail, "Content-Type"), "boundary=\"([^\"]+)\"").Groups[1].Value;
        var parts = text.Split($"\r\n--{boundary}");
        Assert.Equal("--\r\n", parts[^1]);
        var part = parts[1..^1].Single(part => part.Contains($"Content-Type: {type}; charset=utf-8\r\n", StringComparison.Ordinal));
        var body = part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return Regex.Match(part, "Content-Transfer-Encoding: (.*)\r\n").Groups[1].Value switch
        {
            "7bit" => body,
            "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body)),
            "quoted-printable" => Quoted(Regex.Replace(body, "=\r\n", "")),
            var other => throw new InvalidDataException($"Encoding '{other}'."),
        };
    }

    public static string Words(string value) =>
        Regex.Replace(
            Regex.Replace(value, @"(?<=\?=)\s+(?==\?)", ""),
            @"=\?utf-8\?([QB])\?([!-~-[?]]*)\?=",
            match => match.Groups[1].Value == "B"
                ? Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[2].Value))
                : Quoted(match.Groups[2].Value.Replace('_', ' ')));

    private static string Quoted(string text) =>
        Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(Regex.Replace(text, "=([0-9A-F]{2})", match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString())));
}

using System.IO.Compression;
using System.Text;

namespace Tipstaff.Tests.Hostile.Rows;

/// <summary>Bodies in another encoding than they say, or than JSON has.</summary>
internal static class EncodingRows
{
    private const string Good = """{"email":"eve@example.com","court":"nysd","docketNumber":"1:26-cv-01234"}""";

    // Each would be taken, were it not for what it says of its encoding.
    private static readonly (string Path, string Form)[] Forms =
    [
        ("/confirm", "token=$CONFIRM"),
        ("/unsubscribe", "token=$UNSUBSCRIBE"),
        ("/manage", "token=$MANAGE&do=end&id=$OWN"),
        ("/subscribe", "form=$FORM&email=eve%40example.com&court=nysd&docketNumber=1%3A26-cv-01234"),
    ];

    public static IEnumerable<HostileRow> All =>
    [
        .. from form in Forms
           from charset in (IEnumerable<string>)["utf-7", "UTF-7", "unicode-1-1-utf-7"]
           select Form($"{form.Path} that says {charset}", form.Path, form.Form, $"application/x-www-form-urlencoded; charset={charset}"),
        .. from form in Forms
           from part in (IEnumerable<string>)["name=\"x\"\r\nContent-Type: text/plain; charset=utf-7", "name=\"x\"; filename*=utf-7''x", "name=\"=?utf-7?B?AAA?=\""]
           select Form($"{form.Path} with a part of {part}", form.Path, Parts(form.Form, part), "multipart/form-data; boundary=b"),
        Post("UTF-16 with its mark", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Good)]),
        Post("UTF-16 without its mark", Encoding.Unicode.GetBytes(Good)),
        Post("UTF-16, the other way round", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Good)]),
        Post("UTF-32", Encoding.UTF32.GetBytes(Good)),
        Post("UTF-16 that says so", Encoding.Unicode.GetBytes(Good), "application/json; charset=utf-16", 415),
        Post("UTF-8 that says UTF-16", Encoding.UTF8.GetBytes(Good), "application/json; charset=utf-16", 415),
        Post("UTF-8 that says Latin-1", Encoding.UTF8.GetBytes(Good), "application/json; charset=iso-8859-1", 415),
        Post("UTF-8 that says UTF-7", Encoding.UTF8.GetBytes(Good), "application/json; charset=\"utf-7\"", 415),
        Post("Latin-1 that says UTF-8", Encoding.Latin1.GetBytes(Good.Replace("eve", "jürg", StringComparison.Ordinal)), "application/json; charset=utf-8"),
        Post("two marks", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Good)]),
        Post("bytes that are no UTF-8, in the address", Spoilt("eve", 0xC3, 0x28)),
        Post("bytes that are no UTF-8, in the court", Spoilt("nysd", 0xFF, 0xFE)),
        Post("bytes that are no UTF-8, in a name", Spoilt("docketNumber", 0x80)),
        Post("a slash spelled too long", Spoilt("nysd", 0xC0, 0xAF)),
        Post("half a character in UTF-8", Spoilt("eve", 0xED, 0xA0, 0x80)),
        Post("a character beyond the last", Spoilt("eve", 0xF4, 0x90, 0x80, 0x80)),
        Post("a character that breaks off", [.. Encoding.UTF8.GetBytes("{\"email\":\""), 0xE2, 0x82]),
        Post("half a character in escapes", Encoding.UTF8.GetBytes(Good.Replace("eve", "\\ud83d", StringComparison.Ordinal))),
        Post("a nought byte in a text", Spoilt("eve", 0x00)),
        Post("a nought byte behind the end", [.. Encoding.UTF8.GetBytes(Good), 0x00]),
        Post("a nought in escapes", Encoding.UTF8.GetBytes(Good.Replace("eve", "eve\\u0000", StringComparison.Ordinal))),
        Post("packed by gzip", Packed()) with { Headers = [("Content-Encoding", "gzip")] },
        Post("packed by gzip that nobody tells of", Packed()),
    ];

    private static HostileRow Post(string name, byte[] body, string type = BodyRows.Json, int status = 400) =>
        new(name, "POST", BodyRows.Subscriptions, status, status == 415 ? "unsupported-media-type" : "invalid-request") { Body = body, ContentType = type };

    private static HostileRow Form(string name, string path, string body, string type) =>
        new HostileRow(name, "POST", path, 400, Problem: null).With(body, type);

    private static string Parts(string form, string last) => string.Concat(
        [.. form.Split('&').Select(field => field.Split('=')).Select(field => $"--b\r\nContent-Disposition: form-data; name=\"{field[0]}\"\r\n\r\n{Uri.UnescapeDataString(field[1])}\r\n"),
            $"--b\r\nContent-Disposition: form-data; {last}\r\n\r\nx\r\n--b--\r\n"]);

    private static byte[] Spoilt(string word, params byte[] bytes)
    {
        var at = Good.IndexOf(word, StringComparison.Ordinal);
        return [.. Encoding.UTF8.GetBytes(Good[..at]), .. bytes, .. Encoding.UTF8.GetBytes(Good[at..])];
    }

    private static byte[] Packed()
    {
        using var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionMode.Compress))
        {
            packer.Write(Encoding.UTF8.GetBytes(Good));
        }

        return packed.ToArray();
    }
}

using System.Text.Json;

namespace Tipstaff.Tests.Hostile.Rows;

/// <summary>Addresses that would become two, another one, or a header, sent by a program and by the form.</summary>
internal static class AddressRows
{
    private static readonly (string What, string Address)[] Addresses =
    [
        ("a header behind it", "eve@example.com\r\nBcc: grace@example.com"),
        ("a header within it", "eve\r\nX-Injected: yes\r\n@example.com"),
        ("a line feed alone", "eve\n@example.com"),
        ("a carriage return alone", "eve\r@example.com"),
        ("a folded line", "eve\r\n @example.com"),
        ("another line's end", "eve\u0085@example.com"),
        ("a line separator", "eve\u2028@example.com"),
        ("a command of SMTP", "eve@example.com>\r\nRCPT TO:<grace@example.com"),
        ("an end of the mail", "eve@example.com\r\n.\r\nQUIT"),
        ("a line's end in per cent", "eve%0d%0aBcc:grace@example.com"),
        ("an encoded word", "=?utf-8?q?eve=40evil.example=3e=00?=@example.com"),
        ("an encoded word of UTF-7", "=?utf-7?q?&AG0-?=@example.com"),
        ("two by a comma", "eve@example.com,grace@example.com"),
        ("two by a semicolon", "eve@example.com;grace@example.com"),
        ("two by a space", "eve@example.com grace@example.com"),
        ("a quoted local part", "\"eve lovelace\"@example.com"),
        ("a quoted local part with an at", "\"eve@evil.example\"@example.com"),
        ("a display name", "Eve <eve@example.com>"),
        ("brackets", "<eve@example.com>"),
        ("a link", "mailto:eve@example.com"),
        ("a comment", "eve(comment)@example.com"),
        ("a route", "@evil.example:eve@example.com"),
        ("a group", "undisclosed:eve@example.com;"),
        ("an IP address in brackets", "eve@[127.0.0.1]"),
        ("an IP address", "eve@127.0.0.1"),
        ("a port", "eve@example.com:25"),
        ("no host", "eve@"),
        ("no local part", "@example.com"),
        ("two ats", "eve@evil@example.com"),
        ("a dot at the end", "eve@example.com."),
        ("a dot at the start", ".eve@example.com"),
        ("two dots", "eve..lovelace@example.com"),
        ("an at that only looks like one", "eve\uFF20example.com"),
        ("text from right to left", "eve\u202Emoc.elpmaxe@example.com"),
        ("a character without width", "eve\u200B@example.com"),
        ("a nought", "eve\0@example.com"),
        ("a tab", "eve\t@example.com"),
        ("a deletion", "eve\u007F@example.com"),
        ("a punycode that is none", "eve@xn--999999999999.com"),
        ("an underscore in the domain", "eve@exam_ple.com"),
        ("a script", "<script>alert(1)</script>@example.com"),
        ("a script in quotes", "\"><script>alert(1)</script>@example.com"),
        ("a local part of 65", $"{new string('e', 65)}@example.com"),
        ("a domain of 300", $"eve@{string.Join('.', Enumerable.Repeat("example", 38))}.com"),
    ];

    public static IEnumerable<HostileRow> All => Addresses.SelectMany(row => (IEnumerable<HostileRow>)
        [
            new HostileRow($"in an address, by a program: {row.What}", "POST", BodyRows.Subscriptions, 400, "invalid-request") { Field = "email" }
                .With($$"""{"email":{{JsonSerializer.Serialize(row.Address)}},"court":"nysd","docketNumber":"1:26-cv-01234"}""", BodyRows.Json),
            new HostileRow($"in an address, by the form: {row.What}", "POST", "/subscribe", 400, Problem: null)
                .With($"form=$FORM&email={Uri.EscapeDataString(row.Address)}&court=nysd&docketNumber=1%3A26-cv-01234", "application/x-www-form-urlencoded"),
        ]);
}

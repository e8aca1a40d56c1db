using System.Text;
using System.Text.Json.Nodes;
using Tipstaff.Courts;
using Tipstaff.Notices;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Notices;

/// <summary>One notice as courts, relays and mail programs wrap it: it reads the same each time.</summary>
public sealed class NefWrappingTests
{
    private static readonly SomeNef Nef = new();

    private static readonly string[] HeaderLines =
        ["Subject:  " + Nef.Subject.Replace(" et al", "\n\t et al", StringComparison.Ordinal), "x-other: 1", "content-transfer-encoding : 8BIT", "CONTENT-TYPE:TEXT/HTML;\n CHARSET=US-ASCII"];

    private static Dictionary<string, Func<byte[]>> Wrappings { get; } = new(StringComparer.Ordinal)
    {
        ["lines that end CR LF"] = () => Bytes(Text(Nef.Mail).ReplaceLineEndings("\r\n")),
        ["lines that end CR"] = () => Bytes(Text(Nef.Mail).ReplaceLineEndings("\r")),
        ["a byte order mark and empty lines before"] = () => Bytes("\uFEFF\r\n\n" + Text(Nef.Mail)),
        ["a line of a mailbox file before"] = () => Bytes("From nysd@example.gov Mon Mar  2 14:00:05 2026\n" + Text(Nef.Mail)),
        ["quoted-printable"] = () => Nef.Message("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable", QuotedPrintable(Nef.Html)),
        ["base64"] = () => Nef.Message("Content-Type: text/html\nContent-Transfer-Encoding: BASE64", Base64(Nef.Html)),
        ["base64 without its padding"] = () => Nef.Message("Content-Type: text/html\nContent-Transfer-Encoding: base64", Base64(Nef.Html).TrimEnd('=', '\n')),
        ["fields in another order and case, folded"] = () => Bytes(string.Join('\n', HeaderLines) + "\n\n" + Nef.Html),
        ["a second subject"] = () => Nef.Message("Subject: Something else\nContent-Type: text/html", Nef.Html),
        ["ISO-8859-1 that is declared UTF-8"] = () => Encoding.Latin1.GetBytes(Text(Nef.Mail)),
        ["UTF-8 that is declared ISO-8859-1"] = () => Nef.Message("Content-Type: text/html; charset=iso-8859-1", Nef.Html),
        ["UTF-16"] = () => Nef.Message("Content-Type: text/html; charset=\"utf-16le\"\nContent-Transfer-Encoding: base64", Base64(Nef.Html, Encoding.Unicode)),
        ["a subject of encoded words that part a letter"] = () => WithSubject($"=?utf-8?B?{B64("Activity in Case 1:26-cv-01234-ABC Doe v. Pe")}?= =?UTF-8?q?=C3?=\n =?utf-8?Q?=B1a_et_al_Motion?= to =?iso-8859-1?Q?Dismiss?="),
        ["a forwarded subject"] = () => WithSubject("Fwd: FW: " + Nef.Subject),
        ["a subject with references"] = () => WithSubject(Nef.Subject.Replace("ñ", "&ntilde;", StringComparison.Ordinal)),
        ["no type"] = () => Nef.Message("X-Type: none", Nef.Html),
        ["the wrong type"] = () => Nef.Message("Content-Type: text/plain", Nef.Html),
        ["one part of a multipart"] = () => Multipart("multipart/alternative; boundary=abc", "abc", ("text/html", Nef.Html)),
        ["the second part, as the first says nothing"] = () => Multipart("multipart/alternative; boundary=\"a b:c\"", "a b:c", ("text/plain", "See the other part."), ("text/html", Nef.Html)),
        ["the first of two that say the same"] = () => Multipart("multipart/alternative; boundary=b", "b", ("text/plain", Nef.Plain), ("text/html", Nef.Html)),
        ["a boundary in pieces"] = () => Multipart("multipart/mixed; boundary*0=\"ab\"; boundary*1=\"cd\"", "abcd", ("text/html", Nef.Html)),
        ["a multipart that ends too early"] = () => Bytes(Text(Multipart("multipart/mixed; boundary=x", "x", ("text/html", Nef.Html))).Replace("--x--", "", StringComparison.Ordinal)),
        ["a multipart without its boundary"] = () => Nef.Message("Content-Type: multipart/mixed", Nef.Html),
        ["parts within parts"] = () => Multipart("multipart/mixed; boundary=1", "1", ("multipart/related; boundary=2", "--2\nContent-Type: multipart/alternative; boundary=3\n\n--3\nContent-Type: text/html\n\n" + Nef.Html + "\n--3--\n--2--")),
        ["a message attached to another"] = () => Bytes("Subject: please see\nContent-Type: multipart/mixed; boundary=m\n\n--m\n\nFYI\n--m\nContent-Type: message/rfc822\n\n" + Text(Nef.Mail) + "\n--m--\n"),
        ["below a signature in layout tables"] = () => Nef.Message("Content-Type: text/html", "<table><tr><td><table><tr><td>Ada Lovelace</table>" + Nef.Html),
        ["lower case tags with quoted attributes"] = () => Nef.Message("Content-Type: text/html", Nef.Html.Replace("<BR>", "<br class=\"\">", StringComparison.Ordinal).Replace($"HREF={Nef.CaseLink}", $"class='x' href=\"{Nef.CaseLink}\"", StringComparison.Ordinal)),
        ["spans around everything"] = () => Nef.Message("Content-Type: text/html", Nef.Html.Replace("<strong>", "<strong><span style='font-family:\"Calibri\",sans-serif'>", StringComparison.Ordinal).Replace("</td>", "<o:p></o:p></td>", StringComparison.Ordinal)),
        ["cells that are not closed"] = () => Nef.Message("Content-Type: text/html", Nef.Html.Replace("</td>", "", StringComparison.Ordinal).Replace("</tr>", "", StringComparison.Ordinal)),
        ["style, title and comments"] = () => Nef.Message("Content-Type: text/html", $"<html><head><title>{Nef.Subject}</title><style><!-- td {{ Case Name: x }} --></style></head><body><!-- Case Name: no -->{Nef.Html}"),
        ["plain text"] = () => Nef.Message("Content-Type: text/plain", Nef.Plain),
        ["a page behind a few words, as plain text"] = () => Nef.Message("Content-Type: text/plain", "FYI\n" + Nef.Html),
        ["plain text with tags"] = () => Nef.Message("Content-Type: text/plain", Nef.Plain.Replace("Document filed", "<b>Document</b><br><a href=\"https://example.com/x\">filed</a>", StringComparison.Ordinal).Replace("Case Name:", "<p>Case Name:", StringComparison.Ordinal)),
        ["plain text, quoted twice"] = () => Nef.Message("Content-Type: text/plain", "Ada wrote:\n" + Quoted(Quoted(Nef.Plain))),
        ["plain text with bold labels"] = () => Nef.Message("Content-Type: text/plain", Nef.Plain.Replace("Case Name:", "*Case Name:*", StringComparison.Ordinal).Replace("Docket Text:", "*Docket Text:*", StringComparison.Ordinal)),
        ["plain text with links in brackets"] = () => Nef.Message("Content-Type: text/plain", Nef.Plain.Replace(" " + Nef.CaseLink, $"<{Nef.CaseLink}>", StringComparison.Ordinal).Replace(Nef.DocumentLink, $"{Nef.EntryNumber}<{Nef.DocumentLink}>", StringComparison.Ordinal)),
        ["plain text with a folded link"] = () => Nef.Message("Content-Type: text/plain", Nef.Plain.Replace("&magic", "&\nmagic", StringComparison.Ordinal)),
        ["plain text with a folded link in brackets"] = () => Nef.Message("Content-Type: text/plain", Nef.Plain.Replace(Nef.DocumentLink, $"<{Nef.DocumentLink}>".Replace("caseid", "\ncaseid", StringComparison.Ordinal), StringComparison.Ordinal)),
        ["plain text, its table in one line"] = () => Nef.Message("Content-Type: text/plain", Nef.Plain.Replace("\n\nCase Number:", "\tCase Number:", StringComparison.Ordinal).Replace("\n\n\nDocument Number:", " | Document Number:", StringComparison.Ordinal)),
        ["typed text in a page"] = () => Nef.Message("Content-Type: text/html", $"<html><body><pre>{Nef.Plain.Replace("&", "&amp;", StringComparison.Ordinal)}</pre></body></html>"),
    };

    public static TheoryData<string> Names() => [.. Wrappings.Keys];

    [Fact]
    public void Read_AsTheCourtSendsIt_GivesEverything()
    {
        var read = Json(Nef.Mail);

        Assert.True(JsonNode.DeepEquals(read, JsonNode.Parse("""
            {
              "court_id": "nysd", "appellate": false, "acms": false, "contains_attachments": false,
              "dockets": [{
                "case_name": "Doe v. Peña et al", "docket_number": "1:26-cv-01234", "federal_dn_office_code": "1", "federal_dn_case_type": "cv",
                "federal_dn_judge_initials_assigned": "ABC", "federal_dn_judge_initials_referred": null, "federal_defendant_number": null,
                "docket_entries": [{
                  "date_filed": "2026-03-02",
                  "description": "MOTION to Dismiss with prejudice. Document filed by Mary Roe. (Lovelace, Ada)",
                  "short_description": "Motion to Dismiss", "document_number": "3",
                  "document_url": "https://ecf.nysd.uscourts.gov/doc1/127122264358?caseid=612345&de_seq_num=10&magic_num=31415926",
                  "pacer_doc_id": "127022264358", "pacer_case_id": "612345", "pacer_seq_no": "10", "pacer_magic_num": "31415926"
                }]
              }]
            }
            """)), read.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_WrappedOtherwise_GivesTheSame(string name)
    {
        var expected = Json(Nef.Mail);

        var read = Json(Wrappings[name]());

        Assert.True(JsonNode.DeepEquals(expected, read), read.ToJsonString());
    }

    [Theory]
    [InlineData("https://nam02.safelinks.protection.outlook.com/?url={0}&data=05%7Cada%40example.com&reserved=0")]
    [InlineData("https://urldefense.com/v3/__{1}__;!!AbC!xyz$")]
    public void Read_LinksWrappedByAFilter_AreReadAsWhatTheyLeadTo(string wrapper)
    {
        var link = string.Format(System.Globalization.CultureInfo.InvariantCulture, wrapper, Uri.EscapeDataString(Nef.DocumentLink), Nef.DocumentLink);
        var nef = Nef with { DocumentValue = $"<a href=\"{link.Replace("&", "&amp;", StringComparison.Ordinal)}\">3</a>" };

        var read = Assert.Single(NefReader.Read(nef.Mail, Some.Nysd)!.Cases);

        Assert.Equal((link, "127022264358", "612345", "10", "31415926"), (read.DocumentLink, read.DocumentId, read.CaseId, read.Sequence, read.Magic));
        Assert.Equal(["ecf.nysd.uscourts.gov"], read.Hosts);
    }

    internal static JsonNode Json(byte[] message, string court = "nysd")
    {
        using var target = new MemoryStream();
        NefJson.Write(NefReader.Read(message, CourtId.Parse(court)), CourtId.Parse(court), target);
        return JsonNode.Parse(target.ToArray())!;
    }

    private static byte[] WithSubject(string subject) => Bytes(Text(Nef.Mail).Replace(Nef.Subject, subject, StringComparison.Ordinal));

    private static byte[] Multipart(string type, string boundary, params (string Type, string Body)[] parts) => Nef.Message(
        $"Content-Type: {type}",
        "This is a multi-part message in MIME format.\n" + string.Concat(parts.Select(part => $"--{boundary} \nContent-Type: {part.Type}\n\n{part.Body}\n")) + $"--{boundary}--\n");

    private static string Quoted(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => $"> {line}"));

    private static string QuotedPrintable(string text)
    {
        var encoded = new StringBuilder();
        foreach (var (index, value) in Encoding.UTF8.GetBytes(text).Index())
        {
            encoded.Append(value is (byte)'=' or > 126 ? $"={value:X2}" : ((char)value).ToString()).Append(index % 70 == 69 ? "= \n" : "");
        }

        return encoded.ToString();
    }

    private static string Base64(string text, Encoding? encoding = null) =>
        string.Concat(Convert.ToBase64String((encoding ?? Encoding.UTF8).GetBytes(text)).Chunk(76).Select(line => new string(line) + "\n"));

    private static string B64(string text) => Convert.ToBase64String([.. Encoding.UTF8.GetBytes(text)]);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

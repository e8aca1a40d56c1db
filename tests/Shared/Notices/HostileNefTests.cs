using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tipstaff.Courts;
using Tipstaff.Notices;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Notices;

/// <summary>Mails that nobody's mail program sends. What the reader may do is counted, not timed.</summary>
public sealed class HostileNefTests
{
    private const int Many = 100_000;

    private static readonly SomeNef Nef = new();

    private static readonly string[] Pieces =
    [
        "\n", "\r\n", "\n\n", " ", "\t", "\0", "=", "=?", "?=", "=?utf-8?B?", "=?x?q?=C3=?=", "&", "&amp;", "&#x0;", "&#1114112;", "<", ">", "<a href=", "'", "\"", "<!--", "-->",
        "<td>", "</table>", "<table>", "<pre>", "<style>", "</a>", "Case Name:", "Case Number:", "Document Number:", "Docket Text:", "Document:", "*", "|", "> ",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "--b\n", "--b--", "Content-Type: text/html;charset=utf-16\n\n", "Content-Transfer-Encoding: base64\n\n", "Subject:",
        "https://", "http://ecf.nysd.uscourts.gov/doc1/1?caseid=", "https://x@[::1]:99999/%zz?uid=", "filed on ", "99/99/9999", "é", "\ud83c", "Notice of Docket Activity", "1:26-cv-", "MDL No.",
        "https://nam.safelinks.protection.outlook.com/?url=", "https://urldefense.com/v3/__", "__;",
    ];

    private static Dictionary<string, Func<byte[]>> Bombs { get; } = new(StringComparer.Ordinal)
    {
        ["many fields"] = () => Bytes(Repeat("X-Field: value\n") + "Subject: late\n\n" + Nef.Html),
        ["a field on many lines"] = () => Bytes("Subject: a\n" + Repeat(" b\n") + "\n" + Nef.Html),
        ["one line"] = () => Bytes(Encoding.UTF8.GetString(Nef.Mail).Replace("MOTION", Repeat("motion "), StringComparison.Ordinal)),
        ["deep multiparts"] = () => Bytes(string.Concat(Enumerable.Range(0, 5_000).Select(depth => $"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n"))),
        ["messages within messages"] = () => Bytes(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 10_000))),
        ["many parts"] = () => Nef.Message("Content-Type: multipart/mixed; boundary=b", Repeat("--b\nContent-Type: text/plain\n\nx\n")),
        ["boundaries in a boundary's likeness"] = () => Nef.Message("Content-Type: multipart/mixed; boundary=b", Repeat("--bb\n--b x\n")),
        ["many parameters"] = () => Nef.Message("Content-Type: text/html" + string.Concat(Enumerable.Repeat("; a=\"\\\"\" (c", 3_000)), Nef.Html),
        ["encoded words that never end"] = () => Bytes("Subject: " + string.Concat(Enumerable.Repeat("=?u?Q?", 20_000)) + "\n\n" + Nef.Html),
        ["many attributes"] = () => Html("<td" + string.Concat(Enumerable.Range(0, Many).Select(number => $" a{number}=''")) + ">"),
        ["deep tags"] = () => Html(Repeat("<div><b><table><tr><td>")),
        ["formatting that a tree would copy"] = () => Html(string.Concat(Enumerable.Range(0, 5_000).Select(number => $"<font x={number}>")) + Repeat("<p>x")),
        ["comments and references that never end"] = () => Html(Repeat("<!-- &#x") + Repeat("&a")),
        ["names without numbers"] = () => Html(Repeat("<p>Case Name: x")),
        ["labels in one line"] = () => Html("Case Name: x Case Number: 1 " + Repeat(" Filer: x")),
        ["blanks"] = () => Html(Repeat("Case Name:                      ")),
        ["cases with one long text"] = () => Html(string.Concat(Enumerable.Repeat(Nef.Table, 1_000)) + "<p>Docket Text:" + Repeat("word ")),
        ["names like the subject"] = () => Bytes($"Subject: {new string('a', 5_000)}\n\n" + string.Concat(Enumerable.Repeat($"<p>Case Name: {new string('a', 999)}<p>Case Number: 1:26-cv-01234", 900)) + "<p>Docket Text: x"),
        ["links in plain text"] = () => Nef.Message("Content-Type: text/plain", Repeat("http https:// <http://a?\n")),
        ["tags in plain text"] = () => Nef.Message("Content-Type: text/plain", Repeat("<b <i")),
        ["quotes of quotes"] = () => Nef.Message("Content-Type: text/plain", Repeat(">") + "\nCase Name: x"),
        ["folded links"] = () => Nef.Message("Content-Type: text/plain", "<http://a\n" + Repeat("b\n")),
        ["quoted-printable of soft breaks"] = () => Nef.Message("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable", Repeat("=   \n=")),
        ["base64 of nothing"] = () => Nef.Message("Content-Type: text/html\nContent-Transfer-Encoding: base64", Repeat("====")),
        ["zeros"] = () => new byte[Many * 10],
        ["nothing"] = () => [],
    };

    public static TheoryData<string> Names() => [.. Bombs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Bomb_EndsWithoutAFault(string name)
    {
        var bomb = Bombs[name]();

        foreach (var court in new[] { "nysd", "nysb", "ca9" })
        {
            using var target = new MemoryStream();
            NefJson.Write(NefReader.Read(bomb, CourtId.Parse(court)), CourtId.Parse(court), target);
            Assert.NotEqual(0, target.Length);
        }

        AssertWork(bomb);
    }

    [Fact]
    public void Read_AnyMixture_EndsWithoutAFault() =>
        Prop.ForAll(Mixtures, mail =>
        {
            foreach (var court in new[] { "nysd", "nysb", "ca9" })
            {
                using var target = new MemoryStream();
                NefJson.Write(NefReader.Read(mail, CourtId.Parse(court)), CourtId.Parse(court), target);
            }

            AssertWork(mail);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Read_DeeperThanAllowed_IsNotRead()
    {
        Assert.NotNull(NefReader.Read(Nested(MailParts.MaxDepth), Some.Nysd));
        Assert.Null(NefReader.Read(Nested(MailParts.MaxDepth + 1), Some.Nysd));
    }

    [Fact]
    public void Of_MorePartsThanAllowed_LooksAtNoMore()
    {
        var mail = Nef.Message("Content-Type: multipart/mixed; boundary=b", string.Concat(Enumerable.Repeat("--b\n\nx\n", MailParts.MaxParts * 5)));

        Assert.Equal(MailParts.MaxParts - 1, MailParts.Of(mail).Texts.Count());
    }

    // A real mail with strange pieces put in, bytes changed, and parts of it cut out or doubled.
    private static Arbitrary<byte[]> Mixtures =>
        (from mail in Gen.Elements(Nef.Mail, Nef.Message("Content-Type: text/plain", Nef.Plain), Nef.Message("Content-Type: multipart/mixed; boundary=b", $"--b\n\nx\n--b\nContent-Type: text/html\n\n{Nef.Html}\n--b--"))
         from edits in Gen.Choose(1, 12)
         from places in Gen.Choose(0, 1_000_000).ArrayOf(edits)
         from pieces in Gen.Elements(Pieces).ArrayOf(edits)
         from kinds in Gen.Choose(0, 3).ArrayOf(edits)
         select Edited(mail, places, pieces, kinds)).ToArbitrary();

    private static byte[] Edited(byte[] mail, int[] places, string[] pieces, int[] kinds)
    {
        var edited = mail.ToList();
        for (var index = 0; index < places.Length; index++)
        {
            var at = places[index] % (edited.Count + 1);
            switch (kinds[index])
            {
                case 0:
                    edited.InsertRange(at, Encoding.UTF8.GetBytes(pieces[index]));
                    break;
                case 1 when at < edited.Count:
                    edited[at] = (byte)places[index];
                    break;
                case 2:
                    edited.RemoveRange(at, Math.Min(edited.Count - at, places[index] % 200));
                    break;
                default:
                    edited.InsertRange(at, edited.Skip(places[index] % 900).Take(300).ToArray());
                    break;
            }
        }

        return [.. edited];
    }

    // Each part is looked at once by each part that holds it.
    private static void AssertWork(byte[] mail) => Assert.InRange(MailParts.Of(mail).Work, 0, (MailParts.MaxDepth + 3L) * (mail.Length + 1));

    private static byte[] Nested(int depth) => Bytes(
        string.Concat(Enumerable.Range(0, depth).Select(number => $"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n")) + $"Content-Type: text/html\n\n{Nef.Html}");

    private static byte[] Html(string html) => Nef.Message("Content-Type: text/html", html);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, Many));
}

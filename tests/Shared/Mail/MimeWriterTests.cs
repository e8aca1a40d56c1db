using System.Text;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class MimeWriterTests
{
    [Fact]
    public void Write_PlainMail_IsExactlyThis()
    {
        var mail = SomeMail.Of(
            text: "Doe v. Roe\n", html: "<p>Doe &amp; Roe = §</p>", references: ["docket@tipstaff.example"], headers: ("Auto-Submitted", "auto-generated"));

        var text = Encoding.UTF8.GetString(MimeWriter.ToBytes(mail));

        Assert.Equal(
            """
            Date: Mon, 02 Mar 2026 14:00:00 +0000
            From: Tipstaff <alerts@tipstaff.example>
            To: ada@example.com
            Subject: [nysd 1:26-cv-01234] Doe v. Roe: Notice of Appearance
            Message-ID: <00000000000000000000000000000001@tipstaff.example>
            In-Reply-To: <docket@tipstaff.example>
            References: <docket@tipstaff.example>
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: multipart/alternative;
             boundary="=_00000000000000000000000000000001"

            --=_00000000000000000000000000000001
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Doe v. Roe

            --=_00000000000000000000000000000001
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Doe &amp; Roe =3D =C2=A7</p>
            --=_00000000000000000000000000000001--

            """.ReplaceLineEndings("\r\n"),
            text);
    }

    [Fact]
    public void Write_SameMailTwice_GivesTheSameBytes() =>
        Assert.Equal(MimeWriter.ToBytes(SomeMail.Of(subject: "§")), MimeWriter.ToBytes(SomeMail.Of(subject: "§")));

    [Theory]
    [InlineData("x\r\nBcc: evil@example.com")]
    [InlineData("x\nBcc: evil@example.com")]
    [InlineData("x\rBcc: evil@example.com")]
    [InlineData("x\0Bcc: evil@example.com")]
    [InlineData("x\u0085Bcc: evil@example.com")]
    [InlineData("x\u2028Bcc: evil@example.com")]
    [InlineData("§\r\n\r\nBcc: evil@example.com")]
    public void Write_HostileHeaderValues_AddNoHeader(string hostile)
    {
        var mail = MimeWriter.ToBytes(SomeMail.Of(subject: hostile, fromName: hostile, headers: ("List-Id", hostile)));

        Assert.Equal(
            ["Date", "From", "To", "Subject", "Message-ID", "List-Id", "MIME-Version", "Content-Type"],
            MimeDecoder.Headers(mail).Select(header => header.Name));
        Assert.DoesNotContain(MimeDecoder.Header(mail, "Subject"), char.IsControl);
        Assert.Equal("x Bcc: evil@example.com".Split(' ')[^1], MimeDecoder.Header(mail, "Subject").Split(' ')[^1]);
    }

    [Theory]
    [InlineData("Bad Name")]
    [InlineData("Bad:Name")]
    [InlineData("X\r\nBcc")]
    [InlineData("")]
    [InlineData("Bcc")]
    [InlineData("subject")]
    [InlineData("Content-Type")]
    public void Write_HeaderNameThatIsNoneOrOurOwn_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => MimeWriter.ToBytes(SomeMail.Of(headers: (name, "x"))));

    [Theory]
    [InlineData("a@b>\r\nBcc: evil")]
    [InlineData("")]
    [InlineData("a b@c")]
    public void Write_MessageIdThatIsNone_Throws(string id) =>
        Assert.Throws<ArgumentException>(() => MimeWriter.ToBytes(SomeMail.Of(messageId: id)));

    [Theory]
    [InlineData("Tipstaff", "Tipstaff <alerts@tipstaff.example>")]
    [InlineData("Tipstaff, Inc. \"x\\y\"", "\"Tipstaff, Inc. \\\"x\\\\y\\\"\" <alerts@tipstaff.example>")]
    [InlineData("Büttel", "=?utf-8?Q?B=C3=BCttel?= <alerts@tipstaff.example>")]
    [InlineData("", "alerts@tipstaff.example")]
    [InlineData("=?utf-8?Q?x?=", "=?utf-8?B?PT91dGYtOD9RP3g/PQ==?= <alerts@tipstaff.example>")]
    public void Write_FromName_IsQuotedOrEncodedAsNeeded(string name, string header) =>
        Assert.Equal(header, MimeDecoder.RawHeader(MimeWriter.ToBytes(SomeMail.Of(fromName: name)), "From"));

    [Fact]
    public void Write_InternationalAddress_StaysAsItIs()
    {
        var mail = MimeWriter.ToBytes(SomeMail.Of(to: "jörg@example.com"));

        Assert.Equal("jörg@example.com", MimeDecoder.RawHeader(mail, "To"));
    }

    [Fact]
    public void Write_LongSubject_IsFoldedAtSpaces()
    {
        var subject = string.Join(' ', Enumerable.Repeat("appearance", 30));

        var mail = MimeWriter.ToBytes(SomeMail.Of(subject: subject));

        Assert.Equal(subject, MimeDecoder.RawHeader(mail, "Subject"));
        Assert.All(Lines(mail), line => Assert.True(line.Length <= 78, line));
    }

    [Theory]
    [InlineData(70)]
    [InlineData(500)]
    [InlineData(5000)]
    public void Write_LongWords_KeepToTheHardLimit(int length)
    {
        var word = new string('w', length);

        var mail = MimeWriter.ToBytes(SomeMail.Of(subject: $"{word} {word} {word}", headers: ("List-Unsubscribe", $"<https://example.com/{word}>")));

        Assert.Equal($"{word} {word} {word}", MimeDecoder.Header(mail, "Subject"));
        Assert.Equal($"<https://example.com/{word}>", MimeDecoder.Header(mail, "List-Unsubscribe"));
        Assert.All(Lines(mail), line => Assert.True(line.Length <= 998, line));
    }

    [Fact]
    public void Write_ManyReferences_AreFoldedBetweenThem()
    {
        string[] references = [.. Enumerable.Range(1, 20).Select(i => $"{SomeMail.Key(i)}@tipstaff.example")];

        var mail = MimeWriter.ToBytes(SomeMail.Of(references: references));

        Assert.Equal(string.Join(' ', references.Select(id => $"<{id}>")), MimeDecoder.RawHeader(mail, "References"));
        Assert.Equal($"<{references[^1]}>", MimeDecoder.RawHeader(mail, "In-Reply-To"));
        Assert.All(Lines(mail), line => Assert.True(line.Length <= 78, line));
    }

    [Theory]
    [InlineData("plain\n", "7bit")]
    [InlineData("--=_00000000000000000000000000000001--\n", "quoted-printable")]
    [InlineData("trailing \n", "quoted-printable")]
    [InlineData("mostly ASCII – but not all of it\n", "quoted-printable")]
    [InlineData("裁判所の書記官\n", "base64")]
    public void Write_Body_TakesTheShortestEncoding(string text, string encoding)
    {
        var mail = MimeWriter.ToBytes(SomeMail.Of(text: text, html: "<p>"));

        Assert.Contains($"text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n", Encoding.UTF8.GetString(mail), StringComparison.Ordinal);
        Assert.Equal(text.ReplaceLineEndings("\r\n"), MimeDecoder.Part(mail, "text/plain"));
    }

    private static string[] Lines(byte[] mail) => Encoding.UTF8.GetString(mail).Split("\r\n");
}

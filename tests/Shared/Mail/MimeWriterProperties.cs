using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tipstaff.Local.OutboxFolder;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class MimeWriterProperties
{
    // Letters of every width, half surrogates, controls, and what the encodings themselves use.
    private static readonly string[] Pieces =
        ["a", "word", " ", "  ", "=", "?", "=?utf-8?Q?x?=", "_", ".", "-", "--", "é", "§", "–", "法", "🏛", "👩‍⚖️", "\ud83c", "\udfdb", "\r", "\n", "\r\n", "\t", "\0", "\u0085", "\"", "\\", "<", ">"];

    private static readonly Arbitrary<string> Texts =
        Gen.Choose(0, 400).SelectMany(length => Gen.Elements(Pieces).ArrayOf(length)).Select(string.Concat).ToArbitrary();

    [Fact]
    public void Write_AnySubjectAndName_ReadBack() =>
        Prop.ForAll(Texts, Texts, (subject, name) =>
        {
            var mail = MimeWriter.ToBytes(SomeMail.Of(subject: subject, fromName: name, headers: ("List-Id", subject)));

            Assert.Equal(Clean(subject), MimeDecoder.Header(mail, "Subject"));
            Assert.Equal(Clean(subject), MimeDecoder.Header(mail, "List-Id"));
            Assert.EndsWith("alerts@tipstaff.example" + (Clean(name) is "" ? "" : ">"), MimeDecoder.Header(mail, "From"), StringComparison.Ordinal);
            AssertLines(mail);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Write_AnyBodies_ReadBack() =>
        Prop.ForAll(Texts, Texts, (text, html) =>
        {
            var mail = MimeWriter.ToBytes(SomeMail.Of(text: text, html: html));

            Assert.Equal(CrLf(text), MimeDecoder.Part(mail, "text/plain"));
            Assert.Equal(CrLf(html), MimeDecoder.Part(mail, "text/html"));
            AssertLines(mail);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EmlReader_AnyMail_ReadsWhatWasWritten() =>
        Prop.ForAll(Texts, Texts, (subject, text) =>
        {
            var written = MimeWriter.ToBytes(SomeMail.Of(subject: subject, text: text, html: text + "<p>"));

            Assert.True(EmlReader.TryRead(written, out var mail));

            Assert.Equal(Clean(subject), mail.Headers.Value("Subject"));
            Assert.Equal(CrLf(text).Replace("\r\n", "\n", StringComparison.Ordinal), mail.Text);
            Assert.Equal(CrLf(text).Replace("\r\n", "\n", StringComparison.Ordinal) + "<p>", mail.Html);
        }).QuickCheckThrowOnFailure();

    private static void AssertLines(byte[] mail)
    {
        Assert.True(Ascii.IsValid(mail));
        var text = Encoding.ASCII.GetString(mail);
        Assert.DoesNotContain('\r', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= (line.Contains("=?", StringComparison.Ordinal) ? 76 : 998), line));
        Assert.All(text.Split("\r\n", ' ').Where(word => word.StartsWith("=?", StringComparison.Ordinal)), word => Assert.True(word.Length <= 75, word));
        Assert.All(text[text.IndexOf("\r\n\r\n", StringComparison.Ordinal)..].Split("\r\n"), line =>
        {
            Assert.True(line.Length <= 76, line);
            Assert.False(line.EndsWith(' ') || line.EndsWith('\t'), line);
        });
    }

    private static string Clean(string value) =>
        Whole(string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c)).Trim(' '));

    private static string CrLf(string text) => Whole(System.Text.RegularExpressions.Regex.Replace(text, "\r\n|\r|\n", "\r\n"));

    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

using Tipstaff.Mail;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class TextLinesTests
{
    [Fact]
    public void Paragraph_Long_IsBrokenBetweenWordsAndHangs()
    {
        var text = new TextLines().Paragraph(string.Join(' ', Enumerable.Repeat("word", 20)), indent: 0, hanging: 4).ToString();

        Assert.Equal(
            "word word word word word word word word word word word word word word word\n    word word word word word\n",
            text);
    }

    [Fact]
    public void Paragraph_WordWiderThanALine_IsBrokenWithin()
    {
        var text = new TextLines().Paragraph("a " + new string('w', 200), indent: 2).ToString();

        Assert.Equal(200, text.Count(c => c == 'w'));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, TextLines.MaxColumns));
    }

    [Fact]
    public void Paragraph_SurrogatesAtTheEdge_AreNotTorn()
    {
        var text = new TextLines().Paragraph("x" + string.Concat(Enumerable.Repeat("\U0001f600", 100))).ToString();

        Assert.All(text.Split('\n'), line => Assert.False(line.Length > 0 && char.IsHighSurrogate(line[^1])));
    }

    [Fact]
    public void Link_TooLongForTheLine_StandsWholeOnItsOwn()
    {
        var link = new Uri("https://example.com/" + new string('a', 100));

        var text = new TextLines().Link("Document", link, indent: 4).ToString();

        Assert.Equal($"    Document:\n    {link.AbsoluteUri}\n", text);
    }
}

using Tipstaff.Mail;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class CourtLinkTests
{
    [Theory]
    [InlineData("https://ecf.nysd.uscourts.gov/doc1/127022264358", "https://ecf.nysd.uscourts.gov/doc1/127022264358")]
    [InlineData("http://ecf.nysd.uscourts.gov/doc1/1", "http://ecf.nysd.uscourts.gov/doc1/1")]
    [InlineData(" https://ecf.ca9.uscourts.gov:443/docs1/009?a=b&c=d ", "https://ecf.ca9.uscourts.gov/docs1/009?a=b&c=d")]
    [InlineData("HTTPS://ECF.NYSD.USCOURTS.GOV/cgi-bin/DktRpt.pl?1", "https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?1")]
    [InlineData("https://www.cafc.uscourts.gov/a'b", "https://www.cafc.uscourts.gov/a'b")]
    public void Of_LinkOfACourt_IsShown(string link, string shown) => Assert.Equal(shown, CourtLink.Of(link)?.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/doc1/127022264358")]
    [InlineData("//ecf.nysd.uscourts.gov/doc1/1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://ecf.nysd.uscourts.gov/%0aalert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("file://ecf.nysd.uscourts.gov/etc/passwd")]
    [InlineData("ftp://ecf.nysd.uscourts.gov/")]
    [InlineData("https://uscourts.gov.example.com/")]
    [InlineData("https://example.com/ecf.nysd.uscourts.gov")]
    [InlineData("https://evil-uscourts.gov/")]
    [InlineData("https://uscourts.gov/")]
    [InlineData("https://ecf.nysd.uscourts.gov./")]
    [InlineData("https://user@ecf.nysd.uscourts.gov/")]
    [InlineData("https://user:word@ecf.nysd.uscourts.gov/")]
    [InlineData("https://@ecf.nysd.uscourts.gov/")]
    [InlineData("https://ecf.nysd.uscourts.gov@example.com/")]
    [InlineData("https://example.com\\.uscourts.gov/")]
    [InlineData("https://example.com#.uscourts.gov/")]
    [InlineData("https://ecf.nysd.uscourts.gov/\" onmouseover=\"x")]
    [InlineData("https://ecf.nysd.uscourts.gov/a\nb")]
    [InlineData("https://ecf.nysd.uscourts.gov/a\u202eb")]
    [InlineData("https://ecf.nysd.uscourts.gov\u3002example.com/")]
    [InlineData("https://ecf.nysd.uscourts.gov:99999/")]
    public void Of_AnythingElse_IsNotShown(string? link) => Assert.Null(CourtLink.Of(link));

    [Fact]
    public void Of_LinkOverTheLimit_IsNotShown()
    {
        const string Start = "https://ecf.nysd.uscourts.gov/";

        Assert.NotNull(CourtLink.Of(Start + new string('a', CourtLink.MaxLength - Start.Length)));
        Assert.Null(CourtLink.Of(Start + new string('a', CourtLink.MaxLength - Start.Length + 1)));
    }
}

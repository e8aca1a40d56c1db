using System.Text;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Feeds;

public sealed class FeedMarkupTests
{
    private const string Link = "(<a href='https://ecf.nysd.uscourts.gov/doc1/127122264358?caseid=612345&de_seq_num=10'>3</a>)";

    [Theory]
    [InlineData("<![CDATA[[Notice re <title> page] " + Link + "]]>", "Notice re <title> page")]
    [InlineData("<![CDATA[[Notice] <link rel='x'> " + Link + "]]>", "Notice")]
    [InlineData("<![CDATA[[Notice </description> of Appearance] " + Link + "]]>", "Notice </description> of Appearance")]
    [InlineData("<![CDATA[[Notice]]]><![CDATA[ " + Link + "]]>", "Notice")]
    [InlineData("<![CDATA[[Notice] " + Link, "Notice")]
    public void Read_SectionThatNamesElements_IsPartOfItsElement(string description, string label)
    {
        var entry = Assert.Single(Read(description));

        Assert.Equal([label], entry.Labels);
        Assert.Equal(("3", "nysd|612345|10"), (entry.Number, entry.Identity.Value));
        Assert.Equal(Some.Monday9Am, entry.EnteredAt);
    }

    private static List<DocketEntry> Read(string description)
    {
        var feed = $"""
            <?xml version="1.0"?><rss><channel><item>
            <title>1:26-cv-01234 Doe v. Roe</title>
            <link>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345</link>
            <description>{description}</description>
            <guid>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345&#x26;10</guid>
            <pubDate>Mon, 02 Mar 2026 14:00:00 GMT</pubDate>
            </item></channel></rss>
            """;
        return [.. FeedReader.Read(Encoding.Latin1.GetBytes(feed), Some.Nysd).Entries];
    }
}

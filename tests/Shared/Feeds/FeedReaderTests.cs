using System.Text;
using Tipstaff.Courts;
using Tipstaff.Feeds;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Feeds;

public sealed class FeedReaderTests
{
    [Theory]
    [InlineData("", FeedCondition.Empty)]
    [InlineData(" \r\n\t", FeedCondition.Empty)]
    [InlineData("<!DOCTYPE html><html><body>Maintenance. Every <item> is safe.</body></html>", FeedCondition.NoFeed)]
    [InlineData("<html><body><item><title>1:26-cv-00001 A v. B</title></item></body></html>", FeedCondition.NoFeed)]
    [InlineData("{\"error\":\"busy <item> here\"}", FeedCondition.NoFeed)]
    [InlineData("\0\u0001\u0002rubbish", FeedCondition.NoFeed)]
    [InlineData("<?xml version=\"1.0\"?>", FeedCondition.CutShort)]
    [InlineData("<?xml version=\"1.0\"?><rss><channel><title>T", FeedCondition.CutShort)]
    [InlineData("<?xml version=\"1.0\"?><rss><channel></channel></rss>", FeedCondition.Whole)]
    [InlineData("<RSS><CHANNEL></CHANNEL>", FeedCondition.Whole)]
    public void Read_Body_HasItsCondition(string body, FeedCondition condition) =>
        Assert.Equal(condition, Read(Encoding.UTF8.GetBytes(body)).Condition);

    [Fact]
    public void Read_CutShort_GivesItsWholeItems()
    {
        var body = MadeFeed.Of(MadeFeed.Item(1), MadeFeed.Item(2));

        var reading = Read(body[..(body.Length - 60)]);

        Assert.Equal(FeedCondition.CutShort, reading.Condition);
        Assert.Equal(["nysd|612345|1"], reading.Entries.Select(entry => entry.Identity.Value));
        Assert.Equal("the feed stops within it", Assert.Single(reading.Unreadable).Reason);
        Assert.Equal(2, reading.ItemCount);
        Assert.Equal(1, reading.UnreadableCount);
    }

    [Fact]
    public void Read_DistrictFixture_GivesEveryEntry()
    {
        var reading = Fixture("nysd");

        var entries = reading.Entries.ToList();

        Assert.Equal(
            ["nysd|612345|10", "nysd|612346|21", "nysd|612348|4", "nysd|612349|30", "nysd|612350|8", "nysd|612351|9"],
            entries.Select(entry => entry.Identity.Value));
        Assert.Equal(["Notice of Appearance", "Set/Reset Deadlines"], entries[0].Labels);
        Assert.Equal("1:26-cv-01234-ABC-DEF", entries[0].DocketAsWritten);
        Assert.Equal("1:26-cv-01234", entries[0].Docket.Value);
        Assert.Equal("https://ecf.nysd.uscourts.gov/doc1/127100000358?caseid=612345&de_seq_num=10", entries[0].DocumentLink);
        Assert.Equal("https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345", entries[0].DocketLink);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 13, 59, 58, TimeSpan.Zero), entries[0].EnteredAt);
        Assert.Empty(entries[2].Caption);
        Assert.Null(entries[4].EnteredAt);
        Assert.Null(entries[5].DocketLink);
        Assert.Equal(8, reading.ItemCount);
        Assert.Equal(1, reading.UnreadableCount);
        var unreadable = Assert.Single(reading.Unreadable);
        Assert.Equal("no docket number in the title", unreadable.Reason);
        Assert.StartsWith("<item>\n<title>5:26-~gr-00001 </title>", unreadable.Text);
    }

    [Fact]
    public void Read_BankruptcyAndAppellateFixtures_GiveTheirIdentities()
    {
        var bankruptcy = Fixture("nyeb").Entries.ToList();
        var appellate = Fixture("ca9").Entries.ToList();

        Assert.Equal(["nyeb|265812|24", "nyeb|265813|3", "nyeb|265814|9", "nyeb|265815|12"], bankruptcy.Select(entry => entry.Identity.Value));
        Assert.Equal(["O'Roe, Jane (TR)", null, null, null], bankruptcy.Select(entry => entry.Trustee));
        Assert.Equal(["ca9|26-8054|10974397", "ca9|26-1140|901717", "ca9|26-1140|901719"], appellate.Select(entry => entry.Identity.Value));
        Assert.All(appellate, entry => Assert.Null(entry.CaseId));
        Assert.Equal("901717", appellate[1].Sequence);
        Assert.Equal("010010807970", appellate[0].Document?.Value);
    }

    [Fact]
    public void Channel_Fixture_SaysWhatItCovers()
    {
        var channel = Fixture("ca9").Channel;

        Assert.Equal(new FeedChannel("Court of Appeals of Nowhere - Recent Entries", Some.Monday9Am, "orders,opinions"), channel);
    }

    [Fact]
    public void ContentHash_OtherBuildDate_IsTheSame()
    {
        var text = Encoding.Latin1.GetString(MadeFeed.Of(MadeFeed.Item(1)));

        var later = Read(text.Replace("14:00:00", "14:15:00", StringComparison.Ordinal));
        var other = Read(text.Replace("13:59:58", "13:59:59", StringComparison.Ordinal));

        Assert.Equal(Read(text).ContentHash, later.ContentHash);
        Assert.NotEqual(Read(text).ContentHash, other.ContentHash);
        Assert.Matches("^[0-9a-f]{64}$", later.ContentHash);
    }

    [Fact]
    public void Entries_GuidNamesTheCaseOnly_AreToldApartByTimeAndNumber()
    {
        const string guid = "<guid>https://ecf.nyed.uscourts.gov/cgi-bin/DktRpt.pl?612345</guid>";
        var body = MadeFeed.Of(
            MadeFeed.Item(1, guid: guid, label: "Order"),
            MadeFeed.Item(1, guid: guid, label: "Set Hearing"),
            MadeFeed.Item(2, guid: guid, date: "Mon, 02 Mar 2026 09:00:00 EST"));

        var entries = FeedReader.Read(body, CourtId.Parse("nyed")).Entries.ToList();

        Assert.Equal(["nyed|612345|20260302T135958Z|1", "nyed|612345|20260302T140000Z|2"], entries.Select(entry => entry.Identity.Value));
        Assert.Equal(["Order", "Set Hearing"], entries[0].Labels);
    }

    [Fact]
    public void Entries_NoGuid_TakeTheDocumentLinksNumbers() =>
        Assert.Equal(["nysd|612345|7"], Read(MadeFeed.Of(MadeFeed.Item(7, guid: ""))).Entries.Select(entry => entry.Identity.Value));

    [Fact]
    public void Entries_NoGuidNoLink_HaveAnIdentityOfTheirContent()
    {
        var body = MadeFeed.Of(
            MadeFeed.Item(1, guid: "", description: "[Order]"),
            MadeFeed.Item(2, guid: "", description: "[Order]", date: "Mon, 02 Mar 2026 10:00:00 GMT"),
            MadeFeed.Item(3, guid: "", description: "[Judgment]"),
            MadeFeed.Item(4, guid: "", description: "[Lost]", date: null));

        var reading = Read(body);

        Assert.Equal([["Order", "Judgment"], ["Order"]], reading.Entries.Select(entry => entry.Labels));
        Assert.Equal("nothing that tells it from other items", Assert.Single(reading.Unreadable).Reason);
    }

    [Fact]
    public void Entries_GuidAndLinkContradict_AreNotTakenForOne()
    {
        const string guid = "<guid>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345&amp;0</guid>";

        var reading = Read(MadeFeed.Of(MadeFeed.Item(1, guid: guid), MadeFeed.Item(2, guid: guid)));

        Assert.Equal(["nysd|612345|0~1", "nysd|612345|0~2"], reading.Entries.Select(entry => entry.Identity.Value));
    }

    [Fact]
    public void Entries_LinkOfTheLeadCase_KeepTheGuidsIdentity()
    {
        const string guid = "<guid>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?700000&amp;12</guid>";

        Assert.Equal(["nysd|700000|12"], Read(MadeFeed.Of(MadeFeed.Item(1, guid: guid))).Entries.Select(entry => entry.Identity.Value));
    }

    [Fact]
    public void Entries_OneOfTwoItemsHasTheDocument_EntryHasIt()
    {
        var entry = Assert.Single(Read(MadeFeed.Of(MadeFeed.Item(1, description: "[Add Judge]"), MadeFeed.Item(1))).Entries);

        Assert.Equal("127000000001", entry.Document?.Value);
        Assert.Equal(["Add Judge", "Notice of Appearance"], entry.Labels);
    }

    [Fact]
    public void Entries_BadByteInOneItem_OthersKeepTheirUtf8()
    {
        var first = Encoding.UTF8.GetBytes(MadeFeed.Head + MadeFeed.Item(1, title: "1:26-cv-00001 Niño v. Roe"));
        var second = Encoding.Latin1.GetBytes(MadeFeed.Item(2, title: "1:26-cv-00002 Niño v. Roe\u0092s Heirs\0\u0007") + MadeFeed.Tail);

        Assert.Equal(["Niño v. Roe", "Niño v. Roe’s Heirs"], Read([.. first, .. second]).Entries.Select(entry => entry.Caption));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void Entries_ByteOrderMark_AreRead(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = Encoding.Latin1.GetString(MadeFeed.Of(MadeFeed.Item(1)));

        var reading = Read([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);

        Assert.Single(reading.Entries);
        Assert.Equal(FeedCondition.Whole, reading.Condition);
    }

    [Theory]
    [InlineData("<![CDATA[")]
    [InlineData("<!--")]
    [InlineData("<item>")]
    [InlineData("</item>")]
    [InlineData("</channel>")]
    [InlineData("<title a='")]
    [InlineData("<description>")]
    [InlineData("&#x3C;![CDATA[&#x3C;!--")]
    public void Entries_StrayMarkupWithinAnItem_LosesNoNeighbour(string stray)
    {
        var body = MadeFeed.Of(
            MadeFeed.Item(1),
            MadeFeed.Item(2, label: $"Order {stray} on Motion"),
            MadeFeed.Item(3, label: "Order --> on ]]> Motion"),
            MadeFeed.Item(4).Replace("<item>", "<item><!-- note -->", StringComparison.Ordinal));

        var sequences = Read(body).Entries.Select(entry => entry.Sequence).ToList();

        Assert.Superset(new HashSet<string?> { "1", "3", "4" }, sequences.ToHashSet());
    }

    [Fact]
    public void Entries_CommentBetweenItems_HidesWholeItemsOnly()
    {
        var hidden = MadeFeed.Of(MadeFeed.Item(1), $"<!-- {MadeFeed.Item(2)} -->", MadeFeed.Item(3));
        var stray = MadeFeed.Of(MadeFeed.Item(1), "<!-- ", MadeFeed.Item(2), MadeFeed.Item(3, label: "a --> b"));

        Assert.Equal(["1", "3"], Read(hidden).Entries.Select(entry => entry.Sequence));
        Assert.Equal(["1", "2", "3"], Read(stray).Entries.Select(entry => entry.Sequence));
    }

    [Fact]
    public void Entries_HeadLost_AreReadStill()
    {
        var reading = Read(Encoding.Latin1.GetBytes(MadeFeed.Item(1) + MadeFeed.Item(2)));

        Assert.Equal(2, reading.Entries.Count());
        Assert.Equal(FeedCondition.CutShort, reading.Condition);
    }

    [Fact]
    public void Unreadable_HugeElement_IsKeptInPart()
    {
        var reading = Read(MadeFeed.Of(MadeFeed.Item(1, title: "1:26-cv-00001 " + new string('é', 200_000)), MadeFeed.Item(2)));

        var item = Assert.Single(reading.Unreadable);
        Assert.InRange(item.Text.Length, 1, UnreadableItem.MaxTextLength);
        Assert.Contains("65536 bytes", item.Reason);
        Assert.Equal(["2"], reading.Entries.Select(entry => entry.Sequence));
    }

    private static FeedReading Fixture(string court) => FeedReader.Read(File.ReadAllBytes($"Fixtures/Feeds/{court}.xml"), CourtId.Parse(court));

    private static FeedReading Read(byte[] body) => FeedReader.Read(body, Some.Nysd);

    private static FeedReading Read(string body) => Read(Encoding.Latin1.GetBytes(body));
}

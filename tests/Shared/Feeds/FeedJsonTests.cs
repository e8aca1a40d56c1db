using System.Buffers;
using System.Text.Json.Nodes;
using Tipstaff.Courts;
using Tipstaff.Feeds;

namespace Tipstaff.Tests.Shared.Feeds;

public sealed class FeedJsonTests
{
    [Theory]
    [InlineData("nysd")]
    [InlineData("nyeb")]
    [InlineData("ca9")]
    public void Write_FixtureOfACourt_IsItsPair(string court)
    {
        var reading = FeedReader.Read(File.ReadAllBytes($"Fixtures/Feeds/{court}.xml"), CourtId.Parse(court));
        var expected = JsonNode.Parse(File.ReadAllText($"Fixtures/Feeds/{court}.json"));

        var actual = Written(reading);

        Assert.Equal(expected!.ToJsonString(), actual.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>Down for maintenance</body></html>")]
    [InlineData("<rss><channel></channel></rss>")]
    [InlineData("<rss><channel><item><title>5:26-~gr-00001 </title></item></channel></rss>")]
    public void Write_NoUsableItem_IsAnEmptyList(string body) =>
        Assert.Equal("[]", Written(FeedReader.Read(System.Text.Encoding.UTF8.GetBytes(body), CourtId.Parse("nysd"))).ToJsonString());

    [Fact]
    public void Write_MoreEventsOfOneFilingThanAnyCourtGives_KeepsAHundredTitles()
    {
        var body = MadeFeed.Of(Enumerable.Range(0, 300).Select(number => MadeFeed.Item(5, label: $"Event {number}")));

        var written = Written(FeedReader.Read(body, CourtId.Parse("nysd")));

        var titles = written.AsArray().Single()!["docket_entries"]![0]!["short_description"]!.GetValue<string>().Split(" AND ");
        Assert.Equal(100, titles.Length);
    }

    internal static JsonNode Written(FeedReading reading)
    {
        var buffer = new ArrayBufferWriter<byte>();
        FeedJson.Write(reading, buffer);
        return JsonNode.Parse(buffer.WrittenSpan)!;
    }
}

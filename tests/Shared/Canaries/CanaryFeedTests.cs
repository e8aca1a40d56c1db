using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Feeds;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Canaries;

/// <summary>The made-up court's feed is one that the reader of every court's feed reads whole.</summary>
public sealed class CanaryFeedTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am.AddMinutes(2).AddSeconds(7);

    [Fact]
    public void At_AnyMoment_HasAnEntryForEachFiveMinutesOfADay()
    {
        var reading = FeedReader.Read(CanaryFeed.At(Now), CanaryCourt.Id);

        Assert.Equal((0, Some.Monday9Am, "all"), (reading.UnreadableCount, reading.Channel.BuiltAt, reading.Channel.Coverage));
        Assert.Equal(Enumerable.Range(0, 288).Select(n => Some.Monday9Am.AddMinutes(-5 * n)), reading.Entries.Select(entry => entry.EnteredAt!.Value));
        Assert.Equal(288, reading.Entries.Select(entry => entry.Identity).Distinct().Count());
    }

    [Fact]
    public void At_OneEntry_IsReadAsItWasFiled()
    {
        var entry = FeedReader.Read(CanaryFeed.At(Now), CanaryCourt.Id).Entries.First();

        var number = $"{(Some.Monday9Am.UtcDateTime.TimeOfDay.TotalMinutes / 5) + 1}";
        Assert.Equal(
            (CanaryCourt.DocketOf(Some.Monday9Am), "In re Canary", number, number),
            (entry.Docket, entry.Caption, entry.Number, entry.Sequence));
        Assert.StartsWith("canary|", entry.Identity.Value, StringComparison.Ordinal);
        Assert.NotNull(entry.Document);
        Assert.Equal(["Notice"], entry.Labels);
    }

    [Fact]
    public void At_LaterMoments_KeepTheIdentityOfEachEntry()
    {
        var first = FeedReader.Read(CanaryFeed.At(Now), CanaryCourt.Id).Entries.ToDictionary(entry => entry.EnteredAt!.Value, entry => entry.Identity);
        var later = FeedReader.Read(CanaryFeed.At(Now.AddHours(14)), CanaryCourt.Id).Entries.ToDictionary(entry => entry.EnteredAt!.Value, entry => entry.Identity);

        Assert.Equal(120, first.Keys.Intersect(later.Keys).Count());
        Assert.All(first.Keys.Intersect(later.Keys), at => Assert.Equal(first[at], later[at]));
    }

    [Fact]
    public async Task FetchAsync_KnownTag_IsNotModifiedUntilTheNextFiling()
    {
        var clock = new ManualTimeProvider();
        var source = new CanaryFeedSource(new ScriptedFeedSource(), clock);
        var first = Assert.IsType<FeedFetch.Fetched>(await source.FetchAsync(CanaryCourt.Id, CanaryCourt.Feed, eTag: null, lastModified: null, default));

        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.IsType<FeedFetch.NotModified>(await source.FetchAsync(CanaryCourt.Id, CanaryCourt.Feed, first.ETag, lastModified: null, default));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<FeedFetch.Fetched>(await source.FetchAsync(CanaryCourt.Id, CanaryCourt.Feed, first.ETag, lastModified: null, default));
    }
}

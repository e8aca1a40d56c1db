using System.Text;
using Microsoft.Extensions.Options;
using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Courthouse;

public sealed class MadeUpCourthouseTests
{
    private static readonly DateTimeOffset Start = Some.Monday9Am;

    private static readonly Lazy<IReadOnlyList<string>> Feeds = new(() =>
    [
        .. Enumerable.Range(1, 4)
            .Select(seed => new MadeUpCourthouse(
                new()
                {
                    CourtIds = [.. "nysd cand nyed txsd nysb deb txsb ca2 ca10 cafc".Split(' ').Select(id => CourtId.Parse(id))],
                    Seed = seed,
                    EntriesPerMinute = 5,
                },
                Start))
            .SelectMany(courthouse => courthouse.Courts.Select(court => Encoding.Latin1.GetString(courthouse.Feed(court.Id, Start).Span))),
    ]);

    [Theory]
    [InlineData(4, 1)]
    [InlineData(12, 7)]
    [InlineData(150, 3)]
    public void Courts_AnyNumber_AreDistinctRealOnesOfAllClasses(int count, int seed)
    {
        var courthouse = Open(seed, courts: count);

        var ids = courthouse.Courts.Select(court => court.Id).ToList();
        Assert.Equal(count, ids.Distinct().Count());
        Assert.Contains(CourtId.Parse("nyed"), ids);
        Assert.All(Enum.GetValues<CourtClass>(), courtClass => Assert.Contains(ids, id => id.Class == courtClass));
    }

    [Fact]
    public void Feed_SameSeed_IsTheSameByteForByteHoweverTimeWasCut()
    {
        var inOneStep = Open(seed: 5);
        var inManySteps = Open(seed: 5);
        var later = Start.AddHours(9);

        for (var now = Start; now < later; now += TimeSpan.FromMinutes(7))
        {
            inManySteps.AdvanceTo(now);
        }

        Assert.All(inOneStep.Courts, court =>
            Assert.True(inOneStep.Feed(court.Id, later).Span.SequenceEqual(inManySteps.Feed(court.Id, later).Span)));
    }

    [Fact]
    public void Feed_AnotherSeed_IsAnother()
    {
        var (one, other) = (Open(seed: 1, court: "nysd"), Open(seed: 2, court: "nysd"));

        Assert.False(one.Feed(Some.Nysd, Start).Span.SequenceEqual(other.Feed(Some.Nysd, Start).Span));
    }

    [Fact]
    public void Feed_BetweenRebuilds_StaysAsItIs()
    {
        var courthouse = Open(seed: 3, court: "nysd");
        var rebuilt = courthouse.NextRebuild(Some.Nysd, Start);

        var at = courthouse.Feed(Some.Nysd, rebuilt).ToArray();
        var before = courthouse.Feed(Some.Nysd, courthouse.NextRebuild(Some.Nysd, rebuilt).AddSeconds(-1)).ToArray();
        var after = courthouse.Feed(Some.Nysd, courthouse.NextRebuild(Some.Nysd, rebuilt)).ToArray();

        Assert.Equal(at, before);
        Assert.NotEqual(at, after);
    }

    [Fact]
    public void NextRebuild_OverADay_KeepsTheCourtsRhythm()
    {
        var courthouse = new MadeUpCourthouse(
            new() { CourtIds = [Some.Nysd], EntriesPerMinute = 0, RebuildEvery = TimeSpan.FromMinutes(20), RebuildJitter = TimeSpan.FromSeconds(90) }, Start);
        List<DateTimeOffset> rebuilds = [courthouse.LastRebuild(Some.Nysd, Start)];

        while (rebuilds[^1] < Start.AddDays(1))
        {
            rebuilds.Add(courthouse.NextRebuild(Some.Nysd, rebuilds[^1]));
        }

        var gaps = rebuilds.Zip(rebuilds.Skip(1), (one, next) => (next - one).TotalSeconds).ToList();
        Assert.InRange(gaps.Average(), 15 * 60, 25 * 60);
        Assert.InRange(gaps.Max() - gaps.Min(), 60, 361);
        Assert.All(rebuilds.Skip(1), rebuilt => Assert.Equal(rebuilt, courthouse.LastRebuild(Some.Nysd, rebuilt)));
    }

    [Fact]
    public void Filed_AtARate_ComesAtThatRate()
    {
        var courthouse = Open(seed: 4, courts: 6, perMinute: 10);
        var before = courthouse.Filed.Count;

        courthouse.AdvanceTo(Start.AddHours(10));

        // Some filings stand on several dockets, a few fall on a taken second.
        Assert.InRange((courthouse.Filed.Count - before) / 600.0, 9, 14);
    }

    [Fact]
    public void Filed_Identities_AreUnique()
    {
        var courthouse = Open(seed: 6, courts: 8, perMinute: 10);

        var identities = courthouse.Filed.Select(entry => entry.Identity).ToList();

        Assert.True(identities.Count > 5_000);
        Assert.Equal(identities.Count, identities.Distinct().Count());
    }

    [Fact]
    public void Filed_WithRetention_ForgetsTheOld()
    {
        var courthouse = new MadeUpCourthouse(
            new() { Courts = 4, Window = TimeSpan.FromHours(1), Retention = TimeSpan.FromHours(3), EntriesPerMinute = 10 }, Start);

        courthouse.AdvanceTo(Start.AddDays(1));

        Assert.InRange(courthouse.Filed.Min(entry => entry.EnteredAt), Start.AddDays(1).AddHours(-3), Start.AddDays(1).AddHours(-2));
    }

    [Fact]
    public void Filed_QuietNights_HappensByDay()
    {
        var courthouse = new MadeUpCourthouse(new() { CourtIds = [Some.Nysd], QuietNights = true, EntriesPerMinute = 2 }, Start);

        courthouse.AdvanceTo(Start.AddDays(4));

        var zone = CourtDirectory.Default[Some.Nysd].TimeZone;
        var byDay = courthouse.Filed.Count(entry => TimeZoneInfo.ConvertTime(entry.EnteredAt, zone).Hour is >= 8 and < 18);
        Assert.InRange((double)byDay / courthouse.Filed.Count, 0.8, 0.99);
    }

    [Fact]
    public void BusiestDockets_InAnHour_GetMoreThanTheirShare()
    {
        var courthouse = Open(seed: 1, court: "nysd", perMinute: 3);

        var busy = courthouse.BusiestDockets(Some.Nysd, 3).Select(docket => docket.Number).ToHashSet();

        var share = (double)courthouse.Filed.Count(entry => busy.Contains(entry.Docket)) / courthouse.Filed.Count;
        Assert.InRange(share, 0.3, 0.9);
    }

    [Fact]
    public void Filed_OverSomeSeeds_HasEveryQuirk()
    {
        var seen = Quirks.None;
        var secrets = 0;

        for (var seed = 1; seed <= 4; seed++)
        {
            var courthouse = Open(seed, courts: 12, perMinute: 4);
            seen = courthouse.Filed.Aggregate(seen, (quirks, entry) => quirks | entry.Quirks);
            secrets += courthouse.Courts.Sum(court => courthouse.UnreadableIn(court.Id).Count);
        }

        Assert.Equal(Enum.GetValues<Quirks>(), Enum.GetValues<Quirks>().Where(quirk => seen.HasFlag(quirk)));
        Assert.True(secrets > 0);
    }

    [Theory]
    [InlineData(Quirks.CData, "<![CDATA[")]
    [InlineData(Quirks.HexEntities, "&#x3C;a href=")]
    [InlineData(Quirks.DoublyEscaped, "&#x26;#039;")]
    [InlineData(Quirks.DoublyEscaped, "&#x26;amp;")]
    [InlineData(Quirks.DoublyEscaped, "&amp;amp;")]
    [InlineData(Quirks.Cp1252, "\u0092")]
    [InlineData(Quirks.Utf8, "\u00c3")]
    [InlineData(Quirks.ControlCharacter, "\a")]
    [InlineData(Quirks.NamedDocument, ">Document&lt;/a>")]
    [InlineData(Quirks.LocalZone, " EST</pubDate>")]
    [InlineData(Quirks.LocalZone, " MST</pubDate>")]
    [InlineData(Quirks.PaddedCaption, "          </title>")]
    [InlineData(Quirks.None, ":26-~gr-000")]
    [InlineData(Quirks.None, "Type: bk Office: ")]
    [InlineData(Quirks.None, " Chapter: 13 Trustee: ")]
    public void Feed_OverSomeSeeds_ShowsTheQuirkInItsBytes(Quirks quirk, string bytes)
    {
        Assert.True(Feeds.Value.Any(feed => feed.Contains(bytes, StringComparison.Ordinal)), $"No feed shows {quirk}.");
    }

    [Fact]
    public void Constructor_FractionsAboveOne_AreRefused()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => new MadeUpCourthouse(new() { Down = 0.6, Garble = 0.6 }, Start));

        Assert.Contains("add up to more than 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_DemoOptions_AreWithinTheirLimits()
    {
        var courthouse = new MadeUpCourthouse(CourthouseOptions.ForDemo(), Start);

        Assert.Equal(12, courthouse.Courts.Count);
        Assert.Single(courthouse.Troubled);
    }

    private static MadeUpCourthouse Open(int seed, int courts = 12, double perMinute = 3, string? court = null) =>
        new(new() { Seed = seed, Courts = courts, CourtIds = court is null ? [] : [CourtId.Parse(court)], EntriesPerMinute = perMinute }, Start);
}

using FsCheck;
using FsCheck.Fluent;
using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Courthouse;

/// <summary>Any feed that the made-up courthouse can write reads back as what it filed.</summary>
public sealed class FeedReadsBackTests
{
    private static readonly CourtId[] Courts = [.. CourtDirectory.Default.All.Where(court => court.Feed is not null).Select(court => court.Id)];

    /// <summary>The same feeds each time; with <c>TIPSTAFF_NIGHTLY</c> set to anything, many and others each night.</summary>
    private static readonly Config Runs = Environment.GetEnvironmentVariable("TIPSTAFF_NIGHTLY") is null
        ? Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(1, 1)
        : Config.QuickThrowOnFailure.WithMaxTest(5_000);

    [Fact]
    public void Read_AnyFeedOfTheCourthouse_IsWhatItFiled()
    {
        var feeds =
            from seed in Gen.Choose(1, int.MaxValue)
            from court in Gen.Frequency((5, Gen.Elements(Courts)), (1, Gen.Constant(CourtId.Parse("nyed"))), (1, Gen.Elements(Appellate)))
            from perMinute in Gen.Elements(0.0, 0.02, 0.1, 0.3)
            from minutes in Gen.Choose(0, 3 * 24 * 60)
            select (seed, court, perMinute, minutes);

        Prop.ForAll(Arb.From(feeds), feed => Compare(feed.seed, feed.court, feed.perMinute, feed.minutes))
            .Check(Runs);
    }

    private static CourtId[] Appellate => [.. Courts.Where(court => court.Class is CourtClass.Appellate)];

    private static void Compare(int seed, CourtId court, double perMinute, int minutes)
    {
        var courthouse = new MadeUpCourthouse(new() { Seed = seed, CourtIds = [court], EntriesPerMinute = perMinute }, Some.Monday9Am);
        var now = Some.Monday9Am.AddMinutes(minutes);
        var body = courthouse.Feed(court, now);
        var builtAt = courthouse.LastRebuild(court, now);

        var reading = FeedReader.Read(body, court);

        Assert.Equal(FeedCondition.Whole, reading.Condition);
        Assert.Equal(builtAt, reading.Channel.BuiltAt);
        var shown = courthouse.ShownIn(court, builtAt).ToDictionary(entry => entry.Identity);
        var read = reading.Entries.ToList();
        foreach (var entry in read)
        {
            Assert.True(shown.TryGetValue(entry.Identity, out var filed), $"{entry.Identity} was not filed.");
            Assert.Equal(Told(filed, builtAt), Told(entry));
        }

        Assert.Equal(shown.Count, read.Count);
        var secrets = courthouse.UnreadableIn(court).Count(secret => secret.EnteredAt <= builtAt && secret.EnteredAt > builtAt.AddHours(-24));
        Assert.Equal(secrets, reading.UnreadableCount);
        Assert.Equal(secrets, reading.Unreadable.Count());
    }

    private static string Told(FiledEntry filed, DateTimeOffset builtAt) => string.Join(
        '\n',
        filed.Court, filed.Docket, filed.DocketAsWritten, filed.Caption, filed.CaseId, filed.Sequence, filed.Number, filed.Document, filed.DocumentLink,
        filed.DocketLink, filed.IsTimed ? filed.EnteredAt : null, filed.Trustee, string.Join('|', filed.LabelsAt(builtAt)));

    private static string Told(DocketEntry read) => string.Join(
        '\n',
        read.Court, read.Docket, read.DocketAsWritten, read.Caption, read.CaseId, read.Sequence, read.Number, read.Document, read.DocumentLink,
        read.DocketLink, read.EnteredAt, read.Trustee, string.Join('|', read.Labels));
}

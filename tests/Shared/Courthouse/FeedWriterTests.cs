using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Courthouse;

/// <summary>Holds feeds against the truth with a reader of its own that is as plain as can be.</summary>
public sealed partial class FeedWriterTests
{
    private static readonly DateTimeOffset Start = Some.Monday9Am;

    [Theory]
    [InlineData("nysd")]
    [InlineData("nyed")]
    [InlineData("nysb")]
    [InlineData("ca2")]
    [InlineData("ca10")]
    public void Write_AnyMoment_HoldsAnItemForEachLabelShown(string id)
    {
        var court = CourtId.Parse(id);
        for (var seed = 1; seed <= 3; seed++)
        {
            var courthouse = new MadeUpCourthouse(new() { CourtIds = [court], Seed = seed, EntriesPerMinute = 0.3 }, Start);
            var now = Start.AddHours(5 * seed);
            var feed = Encoding.Latin1.GetString(courthouse.Feed(court, now).Span);
            var builtAt = courthouse.LastRebuild(court, now);

            var items = Item.Matches(feed).Select(item => item.Value).ToList();

            var shown = courthouse.ShownIn(court, builtAt);
            var secrets = courthouse.UnreadableIn(court).Count(secret => secret.EnteredAt <= builtAt && secret.EnteredAt > builtAt.AddHours(-24));
            Assert.True(shown.Count > 50);
            Assert.Equal(shown.Sum(entry => entry.LabelsAt(builtAt).Count) + secrets, items.Count);
            Assert.All(shown, entry => Assert.Contains(items, item => Shows(item, entry)));
        }
    }

    [Fact]
    public void Write_ItsItems_AreNewestFirstAndWithinTheWindow()
    {
        var courthouse = new MadeUpCourthouse(new() { CourtIds = [Some.Nysd], EntriesPerMinute = 1 }, Start);
        var builtAt = courthouse.LastRebuild(Some.Nysd, Start);

        var times = PubDate.Matches(Encoding.Latin1.GetString(courthouse.Feed(Some.Nysd, Start).Span))
            .Select(match => DateTimeOffset.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(times.OrderDescending(), times);
        Assert.All(times, time => Assert.InRange(time, builtAt.AddHours(-24), builtAt));
    }

    [Fact]
    public void Write_LaterLabel_AppearsInALaterFeedOnly()
    {
        var courthouse = new MadeUpCourthouse(new() { CourtIds = [Some.Nysd], EntriesPerMinute = 1 }, Start);
        var entry = courthouse.Filed.First(filed => filed.Quirks.HasFlag(Quirks.LaterLabel) && filed.EnteredAt > Start.AddHours(-20));
        var added = entry.Labels[^1].ShownFrom;

        Assert.True(entry.LabelsAt(added).Count > entry.LabelsAt(added.AddSeconds(-1)).Count);
        Assert.NotEmpty(entry.LabelsAt(entry.EnteredAt));
    }

    [Fact]
    public void Write_SpreadDocument_IsOneDocumentInSeveralCases()
    {
        var courthouse = new MadeUpCourthouse(new() { CourtIds = [Some.Nysd], EntriesPerMinute = 1 }, Start);

        var spread = courthouse.Filed.Where(filed => filed.Quirks.HasFlag(Quirks.SpreadDocument)).GroupBy(filed => filed.Document).ToList();

        Assert.NotEmpty(spread);
        Assert.All(spread, entries => Assert.Equal(entries.Count(), entries.Select(entry => entry.CaseId).Distinct().Count()));
        Assert.Contains(spread, entries => entries.Select(entry => entry.Docket).Distinct().Count() > 1);
        Assert.Contains(spread, entries => entries.Select(entry => entry.Docket).Distinct().Count() == 1);
    }

    private static bool Shows(string item, FiledEntry entry)
    {
        var text = WebUtility.HtmlDecode(WebUtility.HtmlDecode(item));
        return text.Contains($">{entry.DocketAsWritten} ", StringComparison.Ordinal) || text.Contains($"[{entry.DocketAsWritten} ", StringComparison.Ordinal)
            ? text.Contains(entry.DocketLink, StringComparison.Ordinal)
                && (entry.DocumentLink is null || text.Contains(entry.DocumentLink, StringComparison.Ordinal))
                && entry.Labels.Any(label => text.Contains($"[{label.Text}]", StringComparison.Ordinal) || !Ascii.IsValid(label.Text))
                && (entry.Sequence is null || text.Contains(entry.Sequence, StringComparison.Ordinal))
            : false;
    }

    [GeneratedRegex("<item>.*?</item>", RegexOptions.Singleline)]
    private static partial Regex Item { get; }

    [GeneratedRegex("<pubDate>(.*?)</pubDate>")]
    private static partial Regex PubDate { get; }
}

using Tipstaff.Courts;
using Tipstaff.Gaps;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class MissedNotesTests
{
    private static readonly TimeZoneInfo Zone = CourtDirectory.Default[Some.Nysd].TimeZone;

    [Theory]
    [InlineData("41-41", false, "Entry 41 was not in the public feed.")]
    [InlineData("41-43", false, "Entries 41-43 were not in the public feed.")]
    [InlineData("41-41 43-43", false, "Entries 41 and 43 were not in the public feed.")]
    [InlineData("41-43 45-45 47-49", false, "Entries 41-43, 45 and 47-49 were not in the public feed.")]
    [InlineData("41-41", true, "Entry 41 was not in the feed as far as we could read it.")]
    public void OfQuiet_Ranges_AreNamedInOneSentence(string ranges, bool isOurs, string sentence) =>
        Assert.Equal(sentence, MissedNotes.OfQuiet(new QuietEntries([.. ranges.Split(' ').Select(Range)], isOurs)));

    [Fact]
    public void OfQuiet_VeryMany_NamesTheFirst()
    {
        var ranges = Enumerable.Range(1, 500).Select(i => new NumberRange(i * 1_000, i * 1_000)).ToList();

        var sentence = MissedNotes.OfQuiet(new QuietEntries(ranges, IsOurs: false))!;

        Assert.EndsWith(", 40000 and others were not in the public feed.", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 150, "between Mar 2, 2026, 9:00 AM and 11:30 AM EST")]
    [InlineData(0, 900, "between Mar 2, 2026, 9:00 AM EST and Mar 3, 2026, 12:00 AM EST")]
    [InlineData(8_640, 8_760, "between Mar 8, 2026, 10:00 AM and 12:00 PM EDT")]
    [InlineData(8_070, 8_160, "between Mar 7, 2026, 11:30 PM EST and Mar 8, 2026, 1:00 AM EST")]
    [InlineData(8_200, 8_300, "between Mar 8, 2026, 1:40 AM EST and Mar 8, 2026, 4:20 AM EDT")]
    public void OfGaps_One_IsSaidByTheClockOfTheCourt(int from, int until, string words)
    {
        var gap = new Gap(Some.Nysd, Some.Monday9Am.AddMinutes(from), Some.Monday9Am.AddMinutes(until), Some.Monday9Am.AddDays(9));

        Assert.Equal(
            $"We may have missed entries {words}: this court's feed no longer showed them when we could read it again. The docket sheet has them.",
            MissedNotes.OfGaps([gap], Zone));
    }

    [Fact]
    public void OfGaps_VeryMany_NamesTheNewest()
    {
        var gaps = Enumerable.Range(1, 20).Select(day => new Gap(Some.Nysd, Some.Monday9Am.AddDays(day), Some.Monday9Am.AddDays(day + 0.5), Some.Monday9Am.AddDays(day + 1)));

        var sentence = MissedNotes.OfGaps([.. gaps], Zone)!;

        Assert.StartsWith("We may have missed entries at other times before, between Mar 13, 2026, ", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NothingMissed_SaysNothing()
    {
        Assert.Null(MissedNotes.OfGaps([], Zone));
        Assert.Null(MissedNotes.OfQuiet(null));
    }

    private static NumberRange Range(string text)
    {
        var ends = text.Split('-');
        return new NumberRange(int.Parse(ends[0]), int.Parse(ends[1]));
    }
}

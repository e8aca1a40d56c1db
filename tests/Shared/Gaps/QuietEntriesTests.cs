using FsCheck;
using FsCheck.Fluent;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Gaps;

public sealed class QuietEntriesTests
{
    private static readonly DateTimeOffset Confirmed = Some.Monday9Am;
    private static readonly FeedWindow Watched = FeedWindow.New with { Since = Confirmed.AddDays(-7) };

    [Theory]
    [InlineData("", "")]
    [InlineData("40 41", "")]
    [InlineData("40 44", "41-43")]
    [InlineData("44", "")]
    [InlineData("44 47 49", "45-46 48-48")]
    [InlineData("-40 44", "41-43")]
    [InlineData("-30 -40 44 45", "41-43")]
    [InlineData("-50 44 52", "51-51")]
    [InlineData("-30 -40", "")]
    [InlineData("3 3 5 5", "4-4")]
    [InlineData("3 5 999999", "4-4")]
    public void Find_NumbersOfADocket_AreThoseMissingSinceTheConfirmation(string known, string quiet) =>
        Assert.Equal(quiet, Words(QuietEntries.Find(Known(known), Confirmed, told: null, Watched, hasUnreadable: false)));

    [Theory]
    [InlineData(43, "46-46")]
    [InlineData(42, "43-43 46-46")]
    [InlineData(46, "")]
    public void Find_ToldBefore_IsNotToldAgain(int told, string quiet) =>
        Assert.Equal(quiet, Words(QuietEntries.Find(Known("-40 44 45 47"), Confirmed, told, Watched, hasUnreadable: false)));

    [Fact]
    public void Find_NumberFromBeforeAGapThatEndedBeforeTheConfirmation_TellsNothingOfWhatWasFiledSince()
    {
        var gap = new Gap(Some.Nysd, Confirmed.AddDays(-2), Confirmed.AddDays(-1), Confirmed.AddDays(-1));
        var known = new List<KnownNumber> { new(Some.DoeVRoe, 40, Confirmed.AddDays(-3)), new(Some.DoeVRoe, 90, Confirmed.AddHours(1)) };

        Assert.Null(QuietEntries.Find(known, Confirmed, told: null, Watched with { Gaps = [gap] }, hasUnreadable: false));
        Assert.NotNull(QuietEntries.Find(known, Confirmed, told: null, Watched, hasUnreadable: false));
    }

    [Theory]
    [InlineData(false, 2, true)]
    [InlineData(false, -3, false)]
    [InlineData(true, -3, true)]
    public void Find_GapOrUnreadableItemsWhereItMayHaveBeen_DoesNotBlameTheFeed(bool hasUnreadable, int gapEndsAfterHours, bool isOurs)
    {
        var gap = new Gap(Some.Nysd, Confirmed.AddDays(-5), Confirmed.AddHours(gapEndsAfterHours), Confirmed.AddHours(2));

        var quiet = QuietEntries.Find(Known("44 48"), Confirmed, told: null, Watched with { Gaps = [gap] }, hasUnreadable);

        Assert.Equal(isOurs, quiet!.IsOurs);
    }

    [Fact]
    public void Find_StepAfterStep_TellsEachMissingNumberOnceAndNeverAKnownOne() =>
        Prop.ForAll(Gen.Choose(1, 60).ArrayOf().ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), (numbers, before) =>
        {
            var known = new List<KnownNumber>();
            var told = new List<int>();
            int? mark = null;
            foreach (var number in numbers.Distinct())
            {
                known = [.. known.Append(new(Some.DoeVRoe, number, Confirmed.AddHours(known.Count - before))).OrderBy(one => one.Number)];
                if (known.Count > before && QuietEntries.Find(known, Confirmed, mark, Watched, hasUnreadable: false) is { } quiet)
                {
                    var fresh = quiet.Ranges.SelectMany(range => Enumerable.Range(range.From, range.To - range.From + 1)).ToList();
                    Assert.DoesNotContain(known, one => fresh.Contains(one.Number));
                    told.AddRange(fresh);
                    mark = quiet.Ranges[^1].To;
                }
            }

            var baseline = known.Where(one => one.At < Confirmed).Select(one => one.Number).DefaultIfEmpty().Max();
            var missing = known is [] ? [] : Enumerable.Range(baseline, known[^1].Number - baseline + 1).Except(known.Select(one => one.Number));
            Assert.Equal(told.Distinct(), told);
            Assert.Empty(missing.Except(told));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("12", 12)]
    [InlineData("007", 7)]
    [InlineData("0", null)]
    [InlineData("12-1", null)]
    [InlineData("12 (1)", null)]
    [InlineData("+12", null)]
    [InlineData("2000000000", null)]
    [InlineData("106008873", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Of_NumberOfAnEntry_CountsOnlyAsAWholeNumber(string? text, int? number) =>
        Assert.Equal(number, EntryNumber.Of(Some.Entry(number: text)));

    // 44: entered after the confirmation; -40: number 40, entered before it.
    private static List<KnownNumber> Known(string words) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)
            .Select(number => new KnownNumber(Some.DoeVRoe, Math.Abs(number), Confirmed.AddHours(number < 0 ? -1 : 1)))
            .OrderBy(known => known.Number)];

    private static string Words(QuietEntries? quiet) =>
        string.Join(' ', quiet?.Ranges.Select(range => $"{range.From}-{range.To}") ?? []);
}

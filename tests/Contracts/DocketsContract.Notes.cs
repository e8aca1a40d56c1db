using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

public abstract partial class DocketsContract
{
    private static readonly SubscriptionId Adas = Some.Subscription().Id;
    private static readonly DocketNumber Other = DocketNumber.Parse("1:26-cv-09999");

    [Fact]
    public async Task FindNumbersAsync_SeveralDockets_GivesTheNumbersWithTheirTimes()
    {
        await RecordAsync(Step(entries:
        [
            Some.Entry("1", number: "2", enteredAt: Now.AddHours(-1)),
            Some.Entry("2", number: "10", timed: false),
            Some.Entry("3", number: "12-1"),
            Some.Entry("4", number: null),
            Some.Entry("5", number: "7", docket: "1:26-cv-09999"),
            Some.Entry("6", number: "8", docket: "1:26-cv-00001"),
        ]));

        var known = await Dockets.FindNumbersAsync(Some.Nysd, [Some.DoeVRoe, Other, Some.DoeVRoe], 100, Token);

        Assert.Equal(
            [new(Some.DoeVRoe, 2, Now.AddHours(-1)), new(Other, 7, Now), new(Some.DoeVRoe, 10, Now)],
            known.OrderBy(one => one.Number));
        Assert.Empty(await Dockets.FindNumbersAsync(CourtId.Parse("nyed"), [Some.DoeVRoe], 100, Token));
        Assert.Empty(await Dockets.FindNumbersAsync(Some.Nysd, [], 100, Token));
    }

    [Fact]
    public async Task FindNumbersAsync_MoreThanAskedFor_GivesTheGreatestOfEachDocket()
    {
        await RecordAsync(Step(entries:
        [
            .. Enumerable.Range(1, 12).Select(i => Some.Entry($"{i}", number: $"{i}")),
            .. Enumerable.Range(1, 3).Select(i => Some.Entry($"9{i}", number: $"{i}", docket: "1:26-cv-09999")),
        ]));

        var known = await Dockets.FindNumbersAsync(Some.Nysd, [Some.DoeVRoe, Other], 2, Token);

        Assert.Equal([(Other, 2), (Other, 3), (Some.DoeVRoe, 11), (Some.DoeVRoe, 12)], known.OrderBy(one => one.Number).Select(one => (one.Docket, one.Number)));
    }

    [Fact]
    public async Task FindNumbersAsync_NumberThatARevisionBrings_IsKnown()
    {
        await RecordAsync(Step(entries: Some.Entry("1", number: null)));

        await RecordAsync(Step(version: 1) with { RevisedEntries = [Some.Entry("1", number: "5")] });

        Assert.Equal(5, Assert.Single(await Dockets.FindNumbersAsync(Some.Nysd, [Some.DoeVRoe], 10, Token)).Number);
    }

    [Fact]
    public async Task FindNotesAsync_NothingTold_FindsNothing()
    {
        await RecordAsync(Step(entries: Some.Entry("1")));

        Assert.Empty(await Dockets.FindNotesAsync(Some.Nysd, [Adas], Token));
        Assert.Empty(await Dockets.FindNotesAsync(Some.Nysd, [], Token));
    }

    [Fact]
    public async Task FindNotesAsync_ToldInSeveralSteps_GivesTheGreatestMarksOfThoseAskedFor()
    {
        var graces = Some.Subscription("grace@example.com").Id;
        await RecordAsync(Step() with { ToldNotes = [new(Adas, Now, null), new(graces, null, 7)] });
        await RecordAsync(Step(version: 1) with { ToldNotes = [new(Adas, Now.AddTicks(-1), 12)] });
        await RecordAsync(Step(version: 2) with { ToldNotes = [new(Adas, null, 11), new(graces, Now.AddTicks(-2), 9)] });
        await RecordAsync(Step(version: 3) with { ToldNotes = [new(graces, Now.AddTicks(3), 8)] });

        Assert.Equal(new(Adas, Now, 12), Assert.Single(await Dockets.FindNotesAsync(Some.Nysd, [Adas, Adas], Token)).Value);
        Assert.Equal(new(graces, Now.AddTicks(3), 9), (await Dockets.FindNotesAsync(Some.Nysd, [Adas, graces], Token))[graces]);
        Assert.Empty(await Dockets.FindNotesAsync(CourtId.Parse("nyed"), [Adas], Token));
    }

    [Fact]
    public async Task FindNotesAsync_StepThatLostItsRace_ToldNothing()
    {
        Assert.False(await Dockets.TryRecordAsync(Step(version: 3) with { ToldNotes = [new(Adas, Now, 12)] }, Token));

        Assert.Empty(await Dockets.FindNotesAsync(Some.Nysd, [Adas], Token));
    }
}

using Tipstaff.Alerts;
using Tipstaff.Digests;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IDigests"/>.</summary>
public abstract class DigestsContract : StoreContract
{
    private const int Capacity = 100;

    private static readonly DigestSlot Slot = new(Cadence.Daily, Some.Monday9Am);

    [Fact]
    public async Task FoldAsync_TwiceTheSame_StandsThereOnce()
    {
        var alert = Alert(1);

        var first = await FoldAsync(alert);
        var second = await FoldAsync(alert);

        Assert.Equal((1, first), (first.Number, second));
        AssertSame(new ClosedPart([alert], HasMore: false), await CloseAsync(1));
    }

    [Fact]
    public async Task CloseAsync_Several_ComeInTheOrderOfCourtDocketAndTime()
    {
        var last = Alert(3, docket: "1:26-cv-00002");
        var (late, early) = (Alert(1) with { CreatedAt = Some.Monday9Am.AddHours(2) }, Alert(2) with { CreatedAt = Some.Monday9Am.AddHours(1) });
        foreach (var alert in new[] { late, last, early })
        {
            await FoldAsync(alert);
        }

        Assert.Equal([last.Id, early.Id, late.Id], await IdsAsync(1));
    }

    [Fact]
    public async Task FoldAsync_AfterTheEnd_GoesIntoTheNextPart()
    {
        await FoldAsync(Alert(1));
        var before = await IdsAsync(1);

        var part = await FoldAsync(Alert(2));
        var again = await FoldAsync(Alert(1));

        Assert.Equal((2, 1), (part.Number, again.Number));
        Assert.Equal(before, await IdsAsync(1));
        Assert.True((await CloseAsync(1)).HasMore);
        Assert.Equal([Alert(2).Id], await IdsAsync(2));
        Assert.False((await CloseAsync(1)).HasMore);
    }

    [Fact]
    public async Task CloseAsync_MoreThanAMailHolds_LeavesTheRestToTheNextPart()
    {
        for (var number = 1; number <= 5; number++)
        {
            Assert.Equal(1, (await FoldAsync(Alert(number) with { CreatedAt = Some.Monday9Am.AddSeconds(number) }, weight: 40)).Number);
        }

        var (first, second, third) = (await CloseAsync(1), await CloseAsync(2), await CloseAsync(3));

        Assert.Equal([(2, true), (2, true), (1, false)], new[] { first, second, third }.Select(part => (part.Alerts.Count, part.HasMore)));
        Assert.Equal(Enumerable.Range(1, 5).Select(number => Alert(number).Id), first.Alerts.Concat(second.Alerts).Concat(third.Alerts).Select(alert => alert.Id));
    }

    [Fact]
    public async Task CloseAsync_HeavierThanAMail_HasAPartOfItsOwn()
    {
        await FoldAsync(Alert(1) with { CreatedAt = Some.Monday9Am }, weight: 10);
        await FoldAsync(Alert(2) with { CreatedAt = Some.Monday9Am.AddSeconds(1) }, weight: 1_000);
        await FoldAsync(Alert(3) with { CreatedAt = Some.Monday9Am.AddSeconds(2) }, weight: 10);

        Assert.Equal([Alert(1).Id], await IdsAsync(1));
        Assert.Equal([Alert(2).Id], await IdsAsync(2));
        Assert.Equal([Alert(3).Id], await IdsAsync(3));
    }

    [Fact]
    public async Task CloseAsync_TwoDocketsThatOneMailDoesNotHold_AreCutInBetween()
    {
        foreach (var (number, docket) in new[] { (1, "1:26-cv-00001"), (2, "1:26-cv-00001"), (3, "1:26-cv-00002"), (4, "1:26-cv-00002") })
        {
            await FoldAsync(Alert(number, docket), weight: 30);
        }

        var (first, second) = (await CloseAsync(1), await CloseAsync(2));

        Assert.Equal(["1:26-cv-00001", "1:26-cv-00001"], first.Alerts.Select(alert => alert.Docket.Value));
        Assert.Equal(["1:26-cv-00002", "1:26-cv-00002"], second.Alerts.Select(alert => alert.Docket.Value));
        Assert.Empty(second.Before);
    }

    [Fact]
    public async Task CloseAsync_DocketHeavierThanAMail_IsCutAndEachPartHasThoseBefore()
    {
        var last = Alert(9, "1:26-cv-09999");
        await FoldAsync(last, weight: 10);
        for (var number = 1; number <= 3; number++)
        {
            await FoldAsync(Alert(number) with { CreatedAt = Some.Monday9Am.AddSeconds(number) }, weight: 60);
        }

        await CloseAsync(1);
        await CloseAsync(2);
        var third = await CloseAsync(3);
        await FoldAsync(Alert(4), weight: 60);
        var fourth = await CloseAsync(4);

        Assert.Equal([Alert(3).Id, last.Id], third.Alerts.Select(alert => alert.Id));
        Assert.Equal([1, 2], third.Undecided);
        Assert.Equal([1, 2, 3], fourth.Undecided);
        Assert.Empty(fourth.Before);
        AssertSame(third, await CloseAsync(3));
        Assert.Empty((await CloseAsync(1)).Undecided);
    }

    [Fact]
    public async Task TellAsync_SomeOfAPart_IsWhatTheNextHaveBeforeThem()
    {
        for (var number = 1; number <= 5; number++)
        {
            await FoldAsync(Alert(number) with { CreatedAt = Some.Monday9Am.AddSeconds(number) }, weight: 50);
        }

        Assert.Null((await CloseAsync(1)).Told);
        await TellAsync(1, 1, 2);
        await TellAsync(1, 2);
        await CloseAsync(2);
        await TellAsync(3, 5);
        var third = await CloseAsync(3);
        await TellAsync(2);
        var later = await CloseAsync(3);

        Assert.Equal([Alert(2).Id], (await CloseAsync(1)).Told);
        Assert.Equal([2], third.Undecided);
        Assert.Null(third.Told);
        Assert.Empty((await CloseAsync(2)).Told!);
        Assert.Empty(later.Undecided);
        Assert.Equal([Alert(2).Id], later.Before.Select(alert => alert.Id));
    }

    [Fact]
    public async Task SubscriptionsAsync_SpanOfTime_GivesThoseOfItsDigests()
    {
        var (own, late) = (Alert(1), Alert(2, "1:26-cv-00002"));
        await FoldAsync(own with { CreatedAt = Slot.At.AddDays(-7) });
        await FoldAsync(late with { Digest = Slot with { At = Slot.At.AddHours(1) } });
        await FoldAsync(Alert(3, "1:26-cv-00003") with { Digest = Slot with { At = Slot.At.AddDays(-1) }, CreatedAt = Slot.At.AddDays(-2) });
        await FoldAsync(Alert(4, address: "grace@example.com"));

        Assert.Equal([own.Subscription], await Digests.SubscriptionsAsync(own.Subscriber, Slot.At.AddDays(-1), Slot.At, Token));
        Assert.Equal([late.Subscription], await Digests.SubscriptionsAsync(own.Subscriber, Slot.At, Slot.At.AddHours(1), Token));
        Assert.Empty(await Digests.SubscriptionsAsync(own.Subscriber, Slot.At.AddHours(1), Slot.At.AddDays(1), Token));
    }

    [Fact]
    public async Task FoldAsync_OtherSubscriberCadenceOrTime_IsAnotherDigest()
    {
        await FoldAsync(Alert(1));
        await FoldAsync(Alert(2) with { Digest = Slot with { Cadence = Cadence.Weekly } });
        await FoldAsync(Alert(3) with { Digest = Slot with { At = Slot.At.AddDays(1) } });
        await FoldAsync(Alert(4, address: "grace@example.com"));

        Assert.Equal([Alert(1).Id], await IdsAsync(1));
    }

    [Fact]
    public async Task FoldAsync_ManyWhilePartsAreClosed_EachIsToldOnceAndNoneIsLeftBehind()
    {
        var folding = Enumerable.Range(1, 40).Select(number => Task.Run(() => FoldAsync(Alert(number), weight: 30))).ToList();
        var told = new List<Alert>();
        var number = 1;
        for (var isLast = false; !isLast;)
        {
            isLast = folding.TrueForAll(fold => fold.IsCompletedSuccessfully);
            var part = await CloseAsync(number);
            told.AddRange(part.Alerts);
            number += part.Alerts.Count > 0 ? 1 : 0;
            isLast &= !part.HasMore;
        }

        Assert.Equal(40, told.Select(alert => alert.Id).Distinct().Count());
        Assert.Equal(40, told.Count);
        Assert.All(await Task.WhenAll(folding), part => Assert.InRange(part.Number, 1, number));
    }

    [Fact]
    public async Task CloseAsync_TwoAtOnce_GetTheSame()
    {
        foreach (var number in Enumerable.Range(1, 8))
        {
            await FoldAsync(Alert(number), weight: 30);
        }

        var parts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CloseAsync(1))));

        Assert.All(parts, part => Assert.Equal(parts[0].Alerts.Select(alert => alert.Id), part.Alerts.Select(alert => alert.Id)));
        Assert.Equal(3, parts[0].Alerts.Count);
    }

    [Fact]
    public async Task CloseAsync_Unknown_IsEmptyAndStaysOpen()
    {
        Assert.Empty((await CloseAsync(1)).Alerts);

        await FoldAsync(Alert(1));

        Assert.Single((await CloseAsync(1)).Alerts);
    }

    [Fact]
    public async Task FoldAsync_NoDigest_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Digests.FoldAsync(Some.Alert(), 1, Token));

    private static Alert Alert(int number, string docket = "1:26-cv-01234", string address = "ada@example.com") =>
        Some.Alert(Some.Subscription(address, docket: docket), entries: Some.Entry($"{number}", docket: docket)) with { Digest = Slot };

    private Task<DigestPart> FoldAsync(Alert alert, int weight = 1) => Digests.FoldAsync(alert, weight, Token);

    private Task<ClosedPart> CloseAsync(int number) => Digests.CloseAsync(new DigestPart(Some.Subscription().Subscriber, Slot, number), Capacity, Token);

    private Task TellAsync(int part, params int[] alerts) =>
        Digests.TellAsync(new DigestPart(Some.Subscription().Subscriber, Slot, part), [.. alerts.Select(number => Alert(number).Id)], Token);

    private async Task<IEnumerable<AlertId>> IdsAsync(int number) => (await CloseAsync(number)).Alerts.Select(alert => alert.Id);
}

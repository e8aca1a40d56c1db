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
        AssertSame([alert], await Digests.CloseAsync(first, Token));
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

        var told = await Digests.CloseAsync(Part(1), Token);

        Assert.Equal([last.Id, early.Id, late.Id], told.Select(alert => alert.Id));
    }

    [Fact]
    public async Task FoldAsync_AfterTheEnd_GoesIntoTheNextPart()
    {
        await FoldAsync(Alert(1));
        var before = await Digests.CloseAsync(Part(1), Token);

        var part = await FoldAsync(Alert(2));
        var again = await FoldAsync(Alert(1));

        Assert.Equal((2, 1), (part.Number, again.Number));
        Assert.Equal(before.Select(alert => alert.Id), (await Digests.CloseAsync(Part(1), Token)).Select(alert => alert.Id));
        Assert.Equal([Alert(2).Id], (await Digests.CloseAsync(part, Token)).Select(alert => alert.Id));
    }

    [Fact]
    public async Task FoldAsync_MoreThanAMailHolds_FillsParts()
    {
        var parts = new List<int>();
        for (var number = 1; number <= 5; number++)
        {
            parts.Add((await FoldAsync(Alert(number), weight: 40)).Number);
        }

        Assert.Equal([1, 1, 2, 2, 3], parts);
    }

    [Fact]
    public async Task FoldAsync_HeavierThanAMail_HasAPartOfItsOwn()
    {
        var small = await FoldAsync(Alert(1), weight: 10);
        var large = await FoldAsync(Alert(2), weight: 1_000);
        var next = await FoldAsync(Alert(3), weight: 10);

        Assert.Equal((1, 2, 1), (small.Number, large.Number, next.Number));
    }

    [Fact]
    public async Task FoldAsync_OtherSubscriberCadenceOrTime_IsAnotherDigest()
    {
        await FoldAsync(Alert(1));
        await FoldAsync(Alert(2) with { Digest = Slot with { Cadence = Cadence.Weekly } });
        await FoldAsync(Alert(3) with { Digest = Slot with { At = Slot.At.AddDays(1) } });
        await FoldAsync(Alert(4, address: "grace@example.com"));

        Assert.Equal([Alert(1).Id], (await Digests.CloseAsync(Part(1), Token)).Select(alert => alert.Id));
    }

    [Fact]
    public async Task FoldAsync_ManyAtOnce_NoneIsLost()
    {
        var parts = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => Task.Run(() => FoldAsync(Alert(number), weight: 30))));

        var told = new List<Alert>();
        foreach (var part in parts.Distinct())
        {
            told.AddRange(await Digests.CloseAsync(part, Token));
        }

        Assert.Equal(12, told.Select(alert => alert.Id).Distinct().Count());
        Assert.Equal(12, told.Count);
    }

    [Fact]
    public async Task CloseAsync_Unknown_IsEmpty() => Assert.Empty(await Digests.CloseAsync(Part(7), Token));

    [Fact]
    public async Task FoldAsync_NoDigest_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Digests.FoldAsync(Some.Alert(), 1, Capacity, Token));

    private static Alert Alert(int number, string docket = "1:26-cv-01234", string address = "ada@example.com") =>
        Some.Alert(Some.Subscription(address, docket: docket), entries: Some.Entry($"{number}", docket: docket)) with { Digest = Slot };

    private static DigestPart Part(int number) => new(Some.Subscription().Subscriber, Slot, number);

    private Task<DigestPart> FoldAsync(Alert alert, int weight = 1) => Digests.FoldAsync(alert, weight, Capacity, Token);
}

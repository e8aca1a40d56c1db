using Tipstaff.Canaries;
using Tipstaff.Digests;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>How long delivered alerts took.</summary>
public abstract partial class OutboxContract
{
    [Fact]
    public async Task DelaysAsync_AlertsThatWentOutByThemselves_AreCountedOnceEach()
    {
        await EndAsync(Message(1), new Delivery.Delivered("smtp", Now.AddSeconds(3)));
        await EndAsync(Message(2), new Delivery.Delivered("smtp", Now.AddSeconds(2.95)));
        await EndAsync(Message(3), new Delivery.Delivered("webhook", Now.AddMinutes(7)));
        await EndAsync(Message(4), new Delivery.Suppressed("unsubscribed", Now.AddSeconds(3)));
        await EndAsync(Message(5), new Delivery.DeadLettered("no", Now.AddSeconds(3)));
        await EndAsync(Message(6), new Delivery.Folded(Message(9).Key, Now.AddSeconds(3)));
        await EndAsync(CanaryMessage(), new Delivery.Delivered("smtp", Now.AddSeconds(3)));
        await EndAsync(Confirmation(), new Delivery.Delivered("smtp", Now.AddSeconds(3)));
        await EndAsync(DigestOf(Message(9)), new Delivery.Delivered("smtp", Now.AddSeconds(3)));
        await AddAsync(1);

        Assert.Equal([(3_000, 2), (450_000, 1)], await DelaysAsync());
    }

    [Fact]
    public async Task DelaysAsync_RecordedAgainOrAfterItWasGivenUp_CountsOnceFromTheBeginning()
    {
        await AddAsync(2);
        var (first, second) = (Assert.Single(await ClaimAsync(Message(0).Key)), Assert.Single(await ClaimAsync(Message(1).Key)));
        await RecordAsync(first, new Delivery.Delivered("smtp", Now.AddSeconds(10)));
        await RecordAsync(first, new Delivery.Delivered("smtp", Now.AddSeconds(20)));
        await RecordAsync(second, new Delivery.DeadLettered("given up", Now.AddMinutes(9)));
        await RecordAsync(second, new Delivery.Delivered("smtp", Now.AddMinutes(10)));

        Assert.Equal([(10_000, 1), (600_000, 1)], await DelaysAsync());
    }

    [Fact]
    public async Task DelaysAsync_ADeadLetterReplayed_TookAllTheTime()
    {
        await EndAsync(Message(1), new Delivery.DeadLettered("no", Now.AddSeconds(1)));
        var replayedAt = Now.AddHours(3);
        Assert.Single(await Outbox.ReplayAsync([Message(1).Key], replayedAt, Token));
        var claim = Assert.Single(await Outbox.ClaimAsync([Message(1).Key], replayedAt, replayedAt.AddMinutes(5), "smtp", Token));
        await RecordAsync(claim, new Delivery.Delivered("smtp", replayedAt.AddSeconds(1)));

        // Three hours and a second, rounded up.
        Assert.Equal([(11_000_000, 1)], await DelaysAsync());
    }

    [Fact]
    public async Task DelaysAsync_ThoseOfEarlierHours_AreLeftOut()
    {
        await EndAsync(Message(1), new Delivery.Delivered("smtp", Now.AddHours(1)));
        await EndAsync(Message(2), new Delivery.Delivered("smtp", Now.AddHours(2).AddMinutes(30)));
        await EndAsync(Message(3), new Delivery.Delivered("smtp", Now.AddHours(3)));

        Assert.Equal(2, (await Outbox.DelaysAsync(Now.AddHours(2).AddMinutes(15), Token)).Sum(count => count.Alerts));
        Assert.Empty(await Outbox.DelaysAsync(Now.AddHours(4), Token));
    }

    private protected static OutboxMessage.AlertMessage CanaryMessage() =>
        OutboxMessage.AlertMessage.Of(Some.Alert(createdAt: Now, entries: Some.Entry(court: CanaryCourt.Id.Value)) with { Court = CanaryCourt.Id });

    private static OutboxMessage.ConfirmationMessage Confirmation()
    {
        var subscriber = Some.Subscription().Subscriber;
        return new() { Key = IdempotencyKey.OfConfirmation(subscriber, new DateOnly(2026, 3, 2)), Subscriber = subscriber, CreatedAt = Now, DueAt = Now };
    }

    private static OutboxMessage.DigestMessage DigestOf(OutboxMessage.AlertMessage told) =>
        OutboxMessage.DigestMessage.Of(new DigestPart(told.Subscriber, new DigestSlot(Cadence.Daily, Now), 1), Now) with { DueAt = Now };

    // In milliseconds, the shortest first.
    private protected async Task<IEnumerable<(int Delay, int Alerts)>> DelaysAsync() => (await Outbox.DelaysAsync(Now.AddDays(-1), Token))
        .GroupBy(count => count.Delay).OrderBy(same => same.Key).Select(same => ((int)same.Key.TotalMilliseconds, (int)same.Sum(count => count.Alerts)));
}

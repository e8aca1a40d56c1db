using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

public abstract partial class OutboxContract : StoreContract
{
    [Fact]
    public async Task RecordAsync_LeaseWentToSomebodyElse_WritesNothing()
    {
        await AddAsync(1);
        var abandoned = Assert.Single(await ClaimAsync(Message().Key));
        var taken = Assert.Single(await Outbox.ClaimAsync([Message().Key], Lease, Lease.AddMinutes(5), "smtp", Token));

        Assert.Equal(0, await RecordAsync(abandoned, new Delivery.DeadLettered("late", Lease)));
        Assert.Equal(1, await RecordAsync(taken, new Delivery.Delivered("smtp", Lease)));

        Assert.Equal(new OutboxCounts(0, 1, 0, 0, null), await Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task RecordAsync_DeliveredByWhoeverLostTheLease_EndsItForTheNextClaimantToo()
    {
        await AddAsync(1);
        var late = Assert.Single(await ClaimAsync(Message().Key));
        var taken = Assert.Single(await Outbox.ClaimAsync([Message().Key], Lease, Lease.AddMinutes(5), "smtp", Token));

        Assert.Equal(1, await RecordAsync(late, new Delivery.Delivered("smtp", Lease)));
        Assert.Equal(0, await RecordAsync(taken, new Delivery.Postponed(Lease, "again")));

        Assert.Equal(new OutboxCounts(0, 1, 0, 0, null), await Outbox.CountAsync(Token));
        Assert.Empty(await Outbox.FindDueAsync(DateTimeOffset.MaxValue, 10, Token));
    }

    [Fact]
    public async Task RecordAsync_OtherThanDeliveredByWhoeverLostTheLease_LeavesTheClaim()
    {
        await AddAsync(1);
        var late = Assert.Single(await ClaimAsync(Message().Key));
        await Outbox.ClaimAsync([Message().Key], Lease, Lease.AddMinutes(5), "smtp", Token);

        Assert.Equal(0, await RecordAsync(late, new Delivery.Postponed(Lease, "late")));
        Assert.Equal(0, await RecordAsync(late, new Delivery.Suppressed("late", Lease)));

        Assert.Equal(1, (await Outbox.CountAsync(Token)).Waiting);
        Assert.Empty(await Outbox.FindDueAsync(Lease, 10, Token));
    }

    [Fact]
    public async Task RecordAsync_LapsedLeaseThatNobodyTook_IsWritten()
    {
        await AddAsync(1);
        var claimed = Assert.Single(await ClaimAsync(Message().Key));

        Assert.Equal(1, await RecordAsync(claimed, new Delivery.Delivered("smtp", Lease.AddHours(1))));
    }

    [Fact]
    public async Task RecordAsync_Ended_KeepsTheFirstEnd()
    {
        await AddAsync(1);
        var claimed = Assert.Single(await ClaimAsync(Message().Key));
        await RecordAsync(claimed, new Delivery.Delivered("smtp", Now));

        Assert.Equal(0, await RecordAsync(claimed, new Delivery.DeadLettered("again", Now)));

        Assert.Equal(OutboxState.Delivered, Assert.Single(await Outbox.NewestAsync(1, Token)).State);
    }

    [Fact]
    public async Task RecordAsync_DeliveredAfterAnotherClaimantGaveItUp_IsDelivered()
    {
        await AddAsync(1);
        var lapsed = Assert.Single(await ClaimAsync(Message().Key));
        var taken = Assert.Single(await Outbox.ClaimAsync([Message().Key], Lease, Lease.AddMinutes(5), "smtp", Token));
        await RecordAsync(taken, new Delivery.DeadLettered("given up", Lease));

        Assert.Equal(1, await RecordAsync(lapsed, new Delivery.Delivered("smtp", Lease)));

        Assert.Equal(OutboxState.Delivered, Assert.Single(await Outbox.NewestAsync(1, Token)).State);
        Assert.Equal(new OutboxCounts(0, 1, 0, 0, null), await Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task RecordAsync_NeverClaimed_WritesNothing()
    {
        await AddAsync(1);

        Assert.Empty(await Outbox.RecordAsync([new DeliveryRecord(Message().Key, "", new Delivery.Suppressed("unsubscribed", Now))], Token));

        Assert.Equal(1, (await Outbox.CountAsync(Token)).Waiting);
    }

    [Fact]
    public async Task RecordAsync_EachEnd_ShowsWithItsDetailAndTime()
    {
        var at = Now.AddTicks(4_711);
        await EndAsync(Message(1), new Delivery.Delivered("smtp", at));
        await EndAsync(Message(2), new Delivery.Suppressed("unsubscribed", at.AddMinutes(1)));
        await EndAsync(Message(3), new Delivery.DeadLettered("550 no such user – ünïcode 🏛", at.AddMinutes(2)));

        var rows = await Outbox.NewestAsync(10, Token);

        Assert.Equal(
            [
                (OutboxState.DeadLettered, "550 no such user – ünïcode 🏛", at.AddMinutes(2)),
                (OutboxState.Suppressed, "unsubscribed", at.AddMinutes(1)),
                (OutboxState.Delivered, "smtp", at),
            ],
            rows.Select(row => (row.State, row.Detail, row.At)));
        Assert.Equal(new OutboxCounts(0, 1, 1, 1, null), await Outbox.CountAsync(Token));
        Assert.Empty(await Outbox.FindDueAsync(DateTimeOffset.MaxValue, 10, Token));
    }

    [Fact]
    public async Task RecordAsync_Postponed_WaitsWithItsReasonAndIsClaimedAgain()
    {
        var until = Now.AddMinutes(1);
        await AddAsync(1);
        await RecordAsync(Assert.Single(await ClaimAsync(Message().Key)), new Delivery.Postponed(until, "451 later"));

        Assert.Empty(await Outbox.FindDueAsync(until.AddTicks(-1), 10, Token));
        Assert.Equal(new OutboxCounts(1, 0, 0, 0, until), await Outbox.CountAsync(Token));
        var row = Assert.Single(await Outbox.NewestAsync(1, Token));
        var again = Assert.Single(await Outbox.ClaimAsync([Message().Key], until, until.AddMinutes(5), "smtp", Token));

        Assert.Equal((OutboxState.Waiting, "451 later"), (row.State, row.Detail));
        Assert.Equal(2, again.Attempt);
    }

    [Fact]
    public async Task RecordAsync_Returned_IsDueAsBeforeAndDoesNotCount()
    {
        await AddAsync(1);

        Assert.Equal(1, await RecordAsync(Assert.Single(await ClaimAsync(Message().Key)), new Delivery.Returned()));

        Assert.Equal(new OutboxCounts(1, 0, 0, 0, Now), await Outbox.CountAsync(Token));
        Assert.Equal(1, Assert.Single(await ClaimAsync(Message().Key)).Attempt);
    }

    [Fact]
    public async Task RecordAsync_ThousandsInABatch_WritesThemAll()
    {
        await Task.WhenAll(Enumerable.Range(0, 5_000).Select(i => Outbox.TryAddAsync(Message(i), Token)));
        var claimed = await Outbox.ClaimAsync(await Outbox.FindDueAsync(Now, 5_000, Token), Now, Lease, "smtp", Token);

        var written = await Outbox.RecordAsync(
            [.. claimed.Select(message => new DeliveryRecord(message.Message.Key, message.ClaimToken, new Delivery.Delivered("smtp", Now)))], Token);

        Assert.Equal(5_000, written.Count);
        Assert.Equal(new OutboxCounts(0, 5_000, 0, 0, null), await Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task CountAsync_Empty_IsZeroThroughout() =>
        Assert.Equal(new OutboxCounts(0, 0, 0, 0, null), await Outbox.CountAsync(Token));
}

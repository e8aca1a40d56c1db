using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>Who may have a message already, and dead letters that wait again.</summary>
public abstract partial class OutboxContract : StoreContract
{
    private static readonly ProviderPin Pin = new("smtp2", Some.Monday9Am.AddMinutes(-3).AddTicks(1));

    [Fact]
    public async Task ClaimAsync_FirstTime_BearsNoPin()
    {
        await AddAsync(1);

        var claimed = Assert.Single(await ClaimAsync(Message().Key));

        Assert.Equal(("smtp", null), (claimed.Asked, claimed.Pin));
    }

    [Fact]
    public async Task ClaimAsync_Abandoned_IsPinnedToWhoWasAskedFirst()
    {
        await AddAsync(1);
        await ClaimAsync(Message().Key);

        var taken = Assert.Single(await Outbox.ClaimAsync([Message().Key], Lease, Lease.AddMinutes(5), "outbox", Token));
        var takenAgain = Assert.Single(await Outbox.ClaimAsync([Message().Key], Lease.AddMinutes(5), Lease.AddMinutes(9), "outbox", Token));

        Assert.Equal(("smtp", new ProviderPin("smtp", Now)), (taken.Asked, taken.Pin));
        Assert.Equal(("smtp", new ProviderPin("smtp", Now)), (takenAgain.Asked, takenAgain.Pin));
    }

    [Fact]
    public async Task TryAskAsync_OwnClaim_IsWhatTheNextClaimantFinds()
    {
        await AddAsync(1);
        var claimed = Assert.Single(await ClaimAsync(Message().Key));

        Assert.True(await Outbox.TryAskAsync(Message().Key, claimed.ClaimToken, Pin, Token));

        Assert.Equal(Pin, Assert.Single(await Outbox.ClaimAsync([Message().Key], Lease, Lease.AddMinutes(5), "smtp", Token)).Pin);
    }

    [Fact]
    public async Task TryAskAsync_ClaimOfSomebodyElseOrEnded_IsRefused()
    {
        await AddAsync(1);
        var lost = Assert.Single(await ClaimAsync(Message().Key));
        var taken = Assert.Single(await Outbox.ClaimAsync([Message().Key], Lease, Lease.AddMinutes(5), "smtp", Token));

        Assert.False(await Outbox.TryAskAsync(Message().Key, lost.ClaimToken, Pin, Token));
        await RecordAsync(taken, new Delivery.Delivered("smtp", Lease));
        Assert.False(await Outbox.TryAskAsync(Message().Key, taken.ClaimToken, Pin, Token));
        Assert.False(await Outbox.TryAskAsync(Message(7).Key, "", Pin, Token));
    }

    [Fact]
    public async Task RecordAsync_PostponedOrReturned_SaysWhoMayHaveIt()
    {
        await AddAsync(2);
        await RecordAsync(Assert.Single(await ClaimAsync(Message(0).Key)), new Delivery.Postponed(Now, "lost", Pin));
        await RecordAsync(Assert.Single(await ClaimAsync(Message(1).Key)), new Delivery.Returned(Pin: Pin));

        var pinned = await ClaimAsync(Message(0).Key, Message(1).Key);

        Assert.Equal([("smtp2", Pin), ("smtp2", Pin)], pinned.Select(claim => (claim.Asked, claim.Pin)));
    }

    [Fact]
    public async Task RecordAsync_PostponedOrReturnedWithoutAPin_FreesIt()
    {
        await AddAsync(2);
        foreach (var message in new[] { Message(0), Message(1) })
        {
            await RecordAsync(Assert.Single(await ClaimAsync(message.Key)), new Delivery.Returned(Pin: Pin));
        }

        await RecordAsync(Assert.Single(await ClaimAsync(Message(0).Key)), new Delivery.Postponed(Now, "refused"));
        await RecordAsync(Assert.Single(await ClaimAsync(Message(1).Key)), new Delivery.Returned());

        Assert.All(await ClaimAsync(Message(0).Key, Message(1).Key), claim => Assert.Equal(("smtp", null), (claim.Asked, claim.Pin)));
    }

    [Fact]
    public async Task RecordAsync_ReturnedUntilLater_IsDueThenAsTheSameAttempt()
    {
        await AddAsync(1);
        await RecordAsync(Assert.Single(await ClaimAsync(Message().Key)), new Delivery.Returned(Now.AddMinutes(5)));

        Assert.Empty(await Outbox.FindDueAsync(Now.AddMinutes(5).AddTicks(-1), 10, Token));
        Assert.Equal(1, Assert.Single(await Outbox.ClaimAsync([Message().Key], Now.AddMinutes(5), Now.AddMinutes(9), "smtp", Token)).Attempt);
    }

    [Fact]
    public async Task RecordAsync_ReturnedUntilEarlier_IsDueAsBefore()
    {
        await AddAsync(1);
        await RecordAsync(Assert.Single(await ClaimAsync(Message().Key)), new Delivery.Returned(Now.AddMinutes(-5)));

        Assert.Equal(Now, (await Outbox.CountAsync(Token)).OldestDueAt);
    }

    [Fact]
    public async Task FindSubscriberAsync_KnownAndUnknown_IsTold()
    {
        await AddAsync(1);

        Assert.Equal(Message().Subscriber, await Outbox.FindSubscriberAsync(Message().Key, Token));
        Assert.Null(await Outbox.FindSubscriberAsync(Message(7).Key, Token));
    }

    [Fact]
    public async Task ReplayAsync_AllDead_WaitAgainAsTriedOnce()
    {
        await EndAsync(Message(1), new Delivery.DeadLettered("no such user", Now));
        await EndAsync(Message(2), new Delivery.Delivered("smtp", Now));
        await EndAsync(Message(3), new Delivery.DeadLettered("spam", Now));

        var replayed = await Outbox.ReplayAsync(keys: null, Lease, Token);

        Assert.Equal([new(Message(1).Key, "no such user"), new ReplayedMessage(Message(3).Key, "spam")], replayed);
        Assert.Equal(new OutboxCounts(2, 1, 0, 0, Lease), await Outbox.CountAsync(Token));
        var claimed = await Outbox.ClaimAsync([Message(1).Key, Message(3).Key], Lease, Lease.AddMinutes(5), "outbox", Token);
        Assert.Equal([(2, "outbox", null), (2, "outbox", null)], claimed.Select(claim => (claim.Attempt, claim.Asked, claim.Pin)));
    }

    [Fact]
    public async Task ClaimAsync_BeforeAndAfterAReplay_TellsSinceWhenItWaits()
    {
        await AddAsync(1);
        var made = Assert.Single(await ClaimAsync(Message().Key));
        await RecordAsync(made, new Delivery.DeadLettered("no such user", Now));
        var replayedAt = Now.AddDays(40).AddTicks(1);

        Assert.Single(await Outbox.ReplayAsync([Message().Key], replayedAt, Token));
        var replayed = Assert.Single(await Outbox.ClaimAsync([Message().Key], replayedAt, replayedAt.AddMinutes(5), "smtp", Token));
        await RecordAsync(replayed, new Delivery.Postponed(replayedAt.AddMinutes(1), "busy"));
        var postponed = Assert.Single(await Outbox.ClaimAsync([Message().Key], replayedAt.AddMinutes(1), replayedAt.AddMinutes(5), "smtp", Token));
        var abandoned = Assert.Single(await Outbox.ClaimAsync([Message().Key], replayedAt.AddMinutes(5), replayedAt.AddMinutes(9), "smtp", Token));

        Assert.Equal(Message().CreatedAt, made.WaitsSince);
        Assert.All([replayed, postponed, abandoned], claim => Assert.Equal(replayedAt, claim.WaitsSince));
    }

    [Fact]
    public async Task ReplayAsync_Named_ReplaysThoseThatAreDeadOnce()
    {
        await EndAsync(Message(1), new Delivery.DeadLettered("no such user", Now));
        await EndAsync(Message(2), new Delivery.DeadLettered("spam", Now));
        await EndAsync(Message(3), new Delivery.Suppressed("unsubscribed", Now));
        IdempotencyKey[] keys = [Message(1).Key, Message(3).Key, Message(9).Key, Message(1).Key];

        var first = await Outbox.ReplayAsync(keys, Now, Token);
        var second = await Outbox.ReplayAsync(keys, Now, Token);

        Assert.Equal(Message(1).Key, Assert.Single(first).Key);
        Assert.Empty(second);
        Assert.Equal(new OutboxCounts(1, 0, 1, 1, Now), await Outbox.CountAsync(Token));
        Assert.Empty(await Outbox.ReplayAsync([], Now, Token));
    }

    [Fact]
    public async Task ReplayAsync_GivenUpAgain_IsOneDeadLetterWithItsLastReason()
    {
        await EndAsync(Message(), new Delivery.DeadLettered("spam", Now));
        await Outbox.ReplayAsync(keys: null, Now, Token);
        await RecordAsync(Assert.Single(await ClaimAsync(Message().Key)), new Delivery.DeadLettered("no such user", Now.AddMinutes(1)));

        Assert.Equal(new OutboxCounts(0, 0, 0, 1, null), await Outbox.CountAsync(Token));
        Assert.Equal([new ReplayedMessage(Message().Key, "no such user")], await Outbox.ReplayAsync(keys: null, Now, Token));
    }

    [Fact]
    public async Task ReplayAsync_DeliveredThen_CountsAsAny()
    {
        await EndAsync(Message(), new Delivery.DeadLettered("spam", Now));
        await Outbox.ReplayAsync(keys: null, Now, Token);

        await RecordAsync(Assert.Single(await ClaimAsync(Message().Key)), new Delivery.Delivered("smtp", Now));

        Assert.Equal(new OutboxCounts(0, 1, 0, 0, null), await Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task DeadLettersAsync_PageByPage_GivesTheNewestFirstAndEachOnce()
    {
        await EndAsync(Message(1), new Delivery.DeadLettered("no such user – ünïcode", Now));
        await EndAsync(Message(2), new Delivery.Delivered("smtp", Now));
        await EndAsync(Message(3), new Delivery.DeadLettered("spam", Now.AddTicks(7)));
        await EndAsync(Message(4), new Delivery.DeadLettered("spam", Now));
        await EndAsync(Message(5), new Delivery.Suppressed("unsubscribed", Now));
        await AddAsync(1);

        var first = await Outbox.DeadLettersAsync(1, after: null, Token);
        var second = await Outbox.DeadLettersAsync(1, first[^1].Place, Token);
        var third = await Outbox.DeadLettersAsync(9, second[^1].Place, Token);

        Assert.Equal(new DeadLetter(Message(3).Key, Now.AddTicks(7), "spam", Attempts: 1, Message(3).Trace.TraceId), Assert.Single(first));
        var same = new[] { (Message(1).Key, "no such user – ünïcode"), (Message(4).Key, "spam") }.OrderByDescending(one => one.Key.Value, StringComparer.Ordinal);
        Assert.Equal(same, second.Concat(third).Select(letter => (letter.Key, letter.Reason)));
        Assert.Empty(await Outbox.DeadLettersAsync(9, third[^1].Place, Token));
        Assert.Equal([.. first, .. second, .. third], await Outbox.DeadLettersAsync(9, after: null, Token));
    }

    [Fact]
    public async Task DeadLettersAsync_Replayed_IsNoneAnyMore()
    {
        await EndAsync(Message(1), new Delivery.DeadLettered("spam", Now));
        await EndAsync(Message(2), new Delivery.DeadLettered("spam", Now));

        await Outbox.ReplayAsync([Message(1).Key], Now, Token);

        Assert.Equal(Message(2).Key, Assert.Single(await Outbox.DeadLettersAsync(9, after: null, Token)).Key);
    }
}

using Tipstaff.Breakers;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>Providers whose quota is used up: mail waits for its turn, and that is nobody's failure.</summary>
public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_QuotaUsedUpManyTimes_BurnsNoAttemptAndOpensNoBreaker()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = Held;
        var deliver = Deliver();

        for (var turn = 0; turn < 3 * RetryPlan.Attempts; turn++)
        {
            await deliver.RunDueAsync(default);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3 * RetryPlan.Attempts, _provider.Mails.Count);
        Assert.Null(await _store.Breakers.FindAsync("scripted", default));
        var claim = Assert.Single(await _store.Outbox.ClaimAsync(
            await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 10, default), _clock.GetUtcNow(), _clock.GetUtcNow(), "scripted", default));
        Assert.Equal((1, null), (claim.Attempt, claim.Pin));
    }

    [Fact]
    public async Task RunDueAsync_QuotaUsedUp_WaitsUntilItsTurn()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = Held;
        var deliver = Deliver();
        await deliver.RunDueAsync(default);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        _clock.Advance(TimeSpan.FromSeconds(59));
        var early = await deliver.RunDueAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var late = await deliver.RunDueAsync(default);

        Assert.Equal((0, 1), (early, late));
        Assert.Equal((OutboxState.Delivered, "scripted"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_QuotaOfTheFirstUsedUp_TheNextOneTakesIt()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = Held;

        await Deliver(_second).RunDueAsync(default);

        Assert.Equal((OutboxState.Delivered, "second"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_QuotaUsedUpAndTheNextRefuses_IsTriedAgainByThePlan()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = Held;
        _second.Answer = _ => new SendOutcome.Refused("554 looks like spam to us", RefusalKind.ThisProvider);

        await Deliver(_second).RunDueAsync(default);

        Assert.Equal(OutboxState.Waiting, (await StateAsync()).State);
    }

    [Fact]
    public async Task RunDueAsync_TrialMeetsAUsedUpQuota_TheNextMailIsTheTrial()
    {
        await OpenAsync();
        var deliver = Deliver();
        await AddAsync(1);
        _clock.Advance(new BreakerOptions().OpenFor);
        _provider.Answer = Held;
        await deliver.RunDueAsync(default);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        await deliver.RunDueAsync(default);

        Assert.True((await _store.Breakers.FindAsync("scripted", default))!.Breaker.IsClosed);
    }

    [Fact]
    public async Task RunDueAsync_QuotaUsedUpAtTheOneThatMayHaveIt_TheNextGetsItOnlyAfterAWhile()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = _ => new SendOutcome.Unknown("lost");
        var deliver = Deliver(_second);
        await deliver.RunDueAsync(default);
        _provider.Answer = Held;

        _clock.Advance(TimeSpan.FromMinutes(1));
        await deliver.RunDueAsync(default);
        var soon = _second.Mails.Count;
        _clock.Advance(new OutboxOptions().SameProviderFor);
        await deliver.RunDueAsync(default);

        Assert.Equal((0, 1), (soon, _second.Mails.Count));
    }

    private SendOutcome Held(OutgoingMail mail) => new SendOutcome.Held("its quota is used up", _clock.GetUtcNow() + TimeSpan.FromMinutes(1));
}

using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>A mail that a provider may have already goes to no other one; what a refusal says of mail and address.</summary>
public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_ProviderMayHaveIt_NoOtherGetsItAndItIsAskedAgain()
    {
        await AddAsync(1);
        _provider.Answer = _ => new SendOutcome.Unknown("lost");
        var deliver = Deliver(_second);
        await deliver.RunDueAsync(default);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        _clock.Advance(TimeSpan.FromSeconds(3));
        await deliver.RunDueAsync(default);

        Assert.Empty(_second.Mails);
        Assert.Single(_provider.Mails.Select(mail => mail.MessageId).Distinct());
        Assert.Equal((OutboxState.Delivered, "scripted"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_ProviderMayHaveItAndIsDown_TheNextGetsItOnlyAfterAWhile()
    {
        await AddAsync(1);
        _provider.Answer = _ => new SendOutcome.Unknown("lost");
        var deliver = Deliver(_second);
        await deliver.RunDueAsync(default);
        _provider.Answer = _ => new SendOutcome.Unavailable("no connection");

        for (var second = 0; second < 15 * 60 - 1; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await deliver.RunDueAsync(default);
        }

        Assert.Empty(_second.Mails);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await deliver.RunDueAsync(default);
        Assert.Single(_second.Mails);
    }

    [Fact]
    public async Task RunDueAsync_PinnedProviderIsOpen_TheMailIsHeldUnburntUntilItIsFree()
    {
        await AddAsync(1);
        _provider.Answer = _ => new SendOutcome.Unknown("lost");
        var deliver = Deliver(_second);
        await deliver.RunDueAsync(default);
        _provider.Answer = _ => new SendOutcome.Unavailable("no connection");
        await AddAsync(5);
        await deliver.RunDueAsync(default);

        _clock.Advance(TimeSpan.FromSeconds(3));
        var claimed = await deliver.RunDueAsync(default);
        var again = await deliver.RunDueAsync(default);

        Assert.Equal((1, 0, 5), (claimed, again, _second.Mails.Count));
        var due = (await _store.Outbox.CountAsync(default)).OldestDueAt!.Value;
        Assert.Equal((await _store.Breakers.FindAsync("scripted", default))!.Breaker.OpenUntil, due);
        var held = Assert.Single(await _store.Outbox.ClaimAsync(await _store.Outbox.FindDueAsync(due, 10, default), due, due, "second", default));
        Assert.Equal((2, "scripted"), (held.Attempt, held.Pin!.Provider));
    }

    [Fact]
    public async Task RunDueAsync_PinnedProviderRefusesForItsOwnReasons_TheNextOneGetsIt()
    {
        await AddAsync(1);
        _provider.Answer = _ => new SendOutcome.Unknown("lost");
        var deliver = Deliver(_second);
        await deliver.RunDueAsync(default);
        _provider.Answer = _ => new SendOutcome.Refused("554 5.7.1 no", RefusalKind.ThisProvider);

        _clock.Advance(TimeSpan.FromSeconds(3));
        await deliver.RunDueAsync(default);

        Assert.Equal((OutboxState.Delivered, "second"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_PinnedProviderIsGone_AnyMayHaveIt()
    {
        await AddAsync(1);
        _provider.Answer = _ => new SendOutcome.Unknown("lost");
        await Deliver(_second).RunDueAsync(default);

        _clock.Advance(TimeSpan.FromSeconds(3));
        await Deliver(new OutboxOptions(), _store.Outbox, [_second]).RunDueAsync(default);

        Assert.Equal((OutboxState.Delivered, "second"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_CrashedAfterFailingOver_TheOneThatWasAskedLastIsAskedFirst()
    {
        await AddAsync(1);
        _provider.Answer = _ => new SendOutcome.Unavailable("no connection");
        _second.Answer = _ => throw new InvalidOperationException("a crash");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Deliver(_second).RunDueAsync(default));
        _provider.Answer = _ => new SendOutcome.Accepted("ok");
        _second.Answer = _ => new SendOutcome.Accepted("ok");

        _clock.Advance(new OutboxOptions().Lease);
        await Deliver(_second).RunDueAsync(default);

        Assert.Equal((OutboxState.Delivered, "second"), await StateAsync());
        Assert.Single(_provider.Mails);
    }

    [Fact]
    public async Task RunDueAsync_CrashedBeforeAnyRecord_TheNextClaimantAsksTheSameProvider()
    {
        await AddAsync(1);
        _provider.Answer = _ => throw new InvalidOperationException("a crash");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Deliver(_second).RunDueAsync(default));
        _provider.Answer = _ => new SendOutcome.Unavailable("no connection");

        _clock.Advance(new OutboxOptions().Lease);
        await Deliver(_second).RunDueAsync(default);

        Assert.Equal((2, 0), (_provider.Mails.Count, _second.Mails.Count));
    }

    [Fact]
    public async Task RunDueAsync_LeaseLostBeforeFailingOver_NobodyElseIsAsked()
    {
        await AddAsync(1);
        var options = new OutboxOptions();
        _provider.Answer = _ =>
        {
            var later = _clock.GetUtcNow() + options.Lease;
            var keys = _store.Outbox.FindDueAsync(later, 10, default).Result;
            Assert.Single(_store.Outbox.ClaimAsync(keys, later, later + options.Lease, "scripted", default).Result);
            return new SendOutcome.Unavailable("no connection");
        };

        await Deliver(_second).RunDueAsync(default);

        Assert.Empty(_second.Mails);
    }

    [Fact]
    public async Task RunDueAsync_RefusedByEachProviderForItsOwnReasons_IsDeadLetteredWithANotice()
    {
        await AddAsync(1);
        _provider.Answer = _ => new SendOutcome.Refused("554 5.7.1 spam", RefusalKind.ThisProvider);
        _second.Answer = _ => new SendOutcome.Refused("550 5.7.1 relay", RefusalKind.ThisProvider);

        await Deliver(_second).RunDueAsync(default);

        Assert.Equal((OutboxState.DeadLettered, "scripted: 554 5.7.1 spam; second: 550 5.7.1 relay"), await StateAsync());
        var notice = Assert.Single(await _store.OperatorNotices.NewestAsync(10, default));
        Assert.Equal(NoticeKind.DeadLetter, notice.Kind);
        Assert.Contains($"tipstaff replay {_provider.Mails.Single().Key}", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunDueAsync_RefusedByOneAndTheOtherDown_IsTriedAgain()
    {
        await AddAsync(1);
        _provider.Answer = _ => new SendOutcome.Refused("554 5.7.1 spam", RefusalKind.ThisProvider);
        _second.Answer = _ => new SendOutcome.Unavailable("no connection");

        await Deliver(_second).RunDueAsync(default);

        Assert.Equal((OutboxState.Waiting, "scripted: 554 5.7.1 spam; second: no connection"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_DeadAddress_IsSuppressedForTheNextAlert()
    {
        var ada = await FollowAsync();
        await AddAsync(ada);
        _provider.Answer = _ => new SendOutcome.Refused("550 5.1.1 no such user", RefusalKind.DeadAddress);
        await Deliver(_second).RunDueAsync(default);
        await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(ada, entries: Some.Entry("77"))), default);

        await Deliver(_second).RunDueAsync(default);

        Assert.Equal((1, 0), (_provider.Mails.Count, _second.Mails.Count));
        Assert.Equal((OutboxState.Suppressed, "the address bounced on 2026-03-02"), (await _store.Outbox.NewestAsync(1, default)).Select(row => (row.State, row.Detail)).Single());
        Assert.Equal(
            [NoticeKind.DeadLetter, NoticeKind.AddressSuppressed],
            (await _store.OperatorNotices.NewestAsync(10, default)).Select(notice => notice.Kind));
    }

    [Theory]
    [InlineData(SuppressionCause.HardBounce, 1)]
    [InlineData(SuppressionCause.Complaint, 0)]
    public async Task RunDueAsync_ConfirmationToASuppressedAddress_GoesUnlessItComplained(SuppressionCause cause, int mails)
    {
        var pending = Some.Subscription(confirmed: false);
        await _store.Subscriptions.TryWriteAsync([pending], Confirmation(pending), default);
        await _store.Suppressions.TryWriteAsync(AddressRecord.New(pending.Subscriber) with { Cause = cause, SuppressedAt = Some.Monday9Am }, notice: null, default);

        await Deliver().RunDueAsync(default);

        Assert.Equal(mails, _provider.Mails.Count);
    }

    [Fact]
    public async Task RunDueAsync_FullMailbox_IsTriedForHoursAndThenCountsAsASoftBounce()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = _ => new SendOutcome.Refused("452 4.2.2 full", RefusalKind.FullMailbox);

        for (var attempt = 0; attempt < RetryPlan.Attempts; attempt++)
        {
            Assert.Empty(await _store.Suppressions.FindAsync([Some.Subscription().Subscriber], default));
            await Deliver(_second).RunDueAsync(default);
            _clock.Advance(TimeSpan.FromHours(3));
        }

        Assert.Equal((RetryPlan.Attempts, 0), (_provider.Mails.Count, _second.Mails.Count));
        Assert.Equal(OutboxState.DeadLettered, (await StateAsync()).State);
        Assert.Equal(1, Assert.Single(await _store.Suppressions.FindAsync([Some.Subscription().Subscriber], default)).Value.SoftInARow);
    }

    [Fact]
    public async Task RunDueAsync_DeliveredAfterSoftBounces_TheRowIsForgotten()
    {
        var ada = await FollowAsync();
        await _store.Suppressions.TryWriteAsync(AddressRecord.New(ada.Subscriber) with { SoftInARow = 4, SoftAt = Some.Monday9Am.AddDays(-1) }, notice: null, default);
        await AddAsync(ada);

        await Deliver().RunDueAsync(default);

        Assert.Equal(0, Assert.Single(await _store.Suppressions.FindAsync([ada.Subscriber], default)).Value.SoftInARow);
    }

    [Fact]
    public async Task RunDueAsync_TwoOverOneStore_NothingIsSentTwice()
    {
        await AddAsync(120);
        _provider.MostAtOnce = _second.MostAtOnce = 8;
        _provider.Before = async (_, _) => await Task.Yield();
        var options = new OutboxOptions { BatchSize = 7 };
        DeliverMessages[] both = [Deliver(options), Deliver(options)];

        await Task.WhenAll(both.Select(deliver => Task.Run(async () =>
        {
            while (await deliver.RunDueAsync(default) > 0)
            {
            }
        })));

        Assert.Equal(120, _provider.Mails.Count);
        Assert.Equal(120, _provider.Mails.Select(mail => mail.Key).Distinct().Count());
        Assert.Equal(new OutboxCounts(0, 120, 0, 0, null), await _store.Outbox.CountAsync(default));
    }
}

using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>What a refusal says of the mail, the provider and the address.</summary>
public sealed partial class DeliverMessagesTests
{
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

    [Fact]
    public async Task RunDueAsync_DoubtfulAddress_GoesToTheNextProviderAndStaysInUse()
    {
        var ada = await FollowAsync();
        await AddAsync(ada);
        _provider.Answer = _ => new SendOutcome.Refused("550 blocked", RefusalKind.DoubtfulAddress);
        await Deliver(_second).RunDueAsync(default);
        var first = await StateAsync();
        _second.Answer = _ => new SendOutcome.Refused("550 no such user", RefusalKind.DoubtfulAddress);
        await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(ada, entries: Some.Entry("77"))), default);

        await Deliver(_second).RunDueAsync(default);

        var record = (await _store.Suppressions.FindAsync([ada.Subscriber], default))[ada.Subscriber];
        Assert.Equal(OutboxState.Delivered, first.State);
        Assert.Equal(OutboxState.DeadLettered, (await _store.Outbox.NewestAsync(1, default))[0].State);
        Assert.Equal((null, 1), (record.Cause, record.SoftInARow));
    }

    [Fact]
    public async Task RunDueAsync_ConfirmationThatAStrangerSpelledOtherwise_GoesToTheAddressThatItsOwnerConfirmed()
    {
        var known = Some.Subscription("ada@example.com", docket: "1:26-cv-07777");
        var pending = Some.Subscription("ADA@example.com", confirmed: false);
        await _store.Subscriptions.TryWriteAsync([known, pending], Confirmation(pending), default);

        await Deliver().RunDueAsync(default);

        Assert.Equal("ada@example.com", Assert.Single(_provider.Mails).To.Value);
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
}

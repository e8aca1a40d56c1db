using Tipstaff.Mail;
using Tipstaff.Outbox;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>A mail that a provider may have already goes to no other one.</summary>
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
        _provider.Answer = DownForLong;
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

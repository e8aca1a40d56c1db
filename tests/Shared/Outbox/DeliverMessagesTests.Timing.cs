using Microsoft.Extensions.Options;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_UnsubscribedWhileOthersOfTheBatchAreSent_IsNotMailed()
    {
        await AddAsync(await FollowAsync("grace@example.com"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var ada = await FollowAsync();
        await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(ada, createdAt: _clock.GetUtcNow())), default);
        _provider.MostAtOnce = 1;
        _provider.Before = (_, _) => new Unsubscribe(_store.Subscriptions, _clock).RunAsync(ada.Id, default);

        var claimed = await Deliver().RunDueAsync(default);

        Assert.Equal(2, claimed);
        Assert.Equal("grace@example.com", Assert.Single(_provider.Mails).To.Value);
        Assert.Equal(new OutboxCounts(0, 1, 1, 0, null), await _store.Outbox.CountAsync(default));
    }

    [Fact]
    public async Task RunDueAsync_MoreThanTheProviderHasPlacesFor_NeverHandsItMore()
    {
        for (var reader = 0; reader < 40; reader++)
        {
            await AddAsync(await FollowAsync($"reader{reader}@example.com"));
        }

        var (now, most) = (0, 0);
        _provider.MostAtOnce = 3;
        _provider.Before = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
        };

        await Deliver().RunDueAsync(default);

        Assert.Equal(40, _provider.Mails.Count);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task RunDueAsync_LeaseNearsItsEnd_GivesBackWhatIsNotHandedOverAndDoesNotCountIt()
    {
        await AddAsync(await FollowAsync());
        await AddAsync(await FollowAsync("grace@example.com"));
        _provider.MostAtOnce = 1;
        var reached = new TaskCompletionSource();
        _provider.Before = (_, withdrawn) =>
        {
            reached.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, _clock, withdrawn);
        };
        var options = new OutboxOptions();

        var running = Deliver().RunDueAsync(default);
        await reached.Task;
        _clock.Advance(options.Lease - options.LeaseMargin);
        await running;

        Assert.Empty(_provider.Mails);
        var due = await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 10, default);
        var again = await _store.Outbox.ClaimAsync(due, _clock.GetUtcNow(), _clock.GetUtcNow() + options.Lease, "scripted", default);
        Assert.Equal([1, 1], again.Select(claim => claim.Attempt));
    }

    [Fact]
    public async Task RunDueAsync_ClockSetForwardWhileAMailIsHandedOver_IsNotSentASecondTime()
    {
        await AddAsync(await FollowAsync());
        var answer = new TaskCompletionSource();
        _provider.Before = (_, _) => answer.Task;
        var deliver = Deliver();
        var running = deliver.RunDueAsync(default);

        _clock.Advance(TimeSpan.FromHours(1));
        var claimed = await deliver.ClaimDueAsync(default);
        answer.SetResult();
        await running;

        Assert.Null(claimed);
        Assert.Equal((OutboxState.Delivered, "scripted"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_PostponedWhileAnotherOfItsBatchTakesLong_IsTriedAgainInTime()
    {
        await AddAsync(await FollowAsync());
        await AddAsync(await FollowAsync("grace@example.com"));
        var answer = new TaskCompletionSource();
        _provider.Before = (mail, _) => mail.To == Some.Ada ? answer.Task : Task.CompletedTask;
        _provider.Answer = _ => new SendOutcome.Refused("450 busy", RefusalKind.Transient);
        var deliver = Deliver();
        var running = deliver.RunDueAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(3));

        await Until.TrueAsync(() => deliver.RunDueAsync(default).Result == 1, () => "the mail that was postponed is not tried again");
        Assert.False(running.IsCompleted);

        answer.SetResult();
        await running;
    }

    [Fact]
    public async Task RunDueAsync_AskedToEnd_RecordsWhatIsHandedOverAndGivesBackTheRest()
    {
        await AddAsync(await FollowAsync());
        await AddAsync(await FollowAsync("grace@example.com"));
        using var ending = new CancellationTokenSource();
        _provider.MostAtOnce = 1;
        _provider.Before = (_, _) => ending.CancelAsync();

        await Deliver().RunDueAsync(ending.Token);

        Assert.Single(_provider.Mails);
        Assert.Equal((1, 1), ((await _store.Outbox.CountAsync(default)).Delivered, (await _store.Outbox.CountAsync(default)).Waiting));
        Assert.Single(await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 10, default));
    }

    [Fact]
    public async Task ClaimDueAsync_SiblingsAtOnce_EachGetsABatchOfItsOwn()
    {
        for (var reader = 0; reader < 8; reader++)
        {
            await AddAsync(await FollowAsync($"reader{reader}@example.com"));
        }

        var deliver = Deliver(new OutboxOptions { BatchSize = 2 });
        List<ClaimedBatch?> batches = [];
        for (var sibling = 0; sibling < 5; sibling++)
        {
            batches.Add(await deliver.ClaimDueAsync(default));
        }

        Assert.Equal(8, batches.Take(4).SelectMany(batch => batch!.Messages).Select(claim => claim.Message.Key).Distinct().Count());
        Assert.Null(batches[4]);
    }

    [Fact]
    public void Constructor_ProviderHandsOverForLongerThanTheMargin_IsRefusedWithTheSetting()
    {
        _provider.LongestHandOver = TimeSpan.FromMinutes(2.5);

        var refusal = Assert.Throws<OptionsValidationException>(() => Deliver());

        Assert.Contains("Outbox:LeaseMargin (00:02:30) must be at least 00:03:45", Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Erasures;
using Tipstaff.Limits;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class SubscribeTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingQueue _queue = new();
    private readonly LimitOptions _limits = new();
    private readonly InMemoryNonces _turns = new();
    private readonly SubscriberIds _ids = new(new InstallationSecret(Some.Key));
    private readonly InMemoryStore _store;
    private readonly Subscribe _subscribe;
    private readonly ConfirmSubscriptions _confirm;
    private readonly Unsubscribe _unsubscribe;

    public SubscribeTests()
    {
        _store = new InMemoryStore(_clock);
        _subscribe = new Subscribe(_store.Subscriptions, _store.Outbox, _store.Erasures, _store.Dockets, _queue, _ids, new MailboxTurns(_turns, _ids, Options.Create(_limits)), Options.Create(_limits), _clock);
        _confirm = new ConfirmSubscriptions(_store.Subscriptions, _store.Suppressions, _clock);
        _unsubscribe = new Unsubscribe(_store.Subscriptions, _clock);
    }

    private SubscriberId Ada => _ids.Of(Some.Ada);

    [Fact]
    public async Task RunAsync_NewAddress_WritesAPendingSubscriptionAndOneMessage()
    {
        await SubscribeAsync("1:26-cv-01234");

        Assert.Equal(SubscriptionState.Pending, Assert.Single(await OwnAsync()).State);
        var row = Assert.Single(await _store.Outbox.NewestAsync(10, default));
        Assert.IsType<OutboxMessage.ConfirmationMessage>(row.Message);
        Assert.Equal([row.Message.Key], _queue.Keys);
    }

    [Fact]
    public async Task RunAsync_SameCaseTwice_IsAskingOnce()
    {
        await SubscribeAsync("1:26-cv-01234");

        await SubscribeAsync("1:26-cv-1234");

        Assert.Single(await OwnAsync());
        Assert.Single(await _store.Outbox.NewestAsync(10, default));
    }

    [Fact]
    public async Task RunAsync_SecondCaseWhileTheMailWaits_IsAskedAboutInIt()
    {
        await SubscribeAsync("1:26-cv-01234");

        await SubscribeAsync("1:26-cv-05678");

        Assert.Single(await _store.Outbox.NewestAsync(10, default));
    }

    [Fact]
    public async Task RunAsync_FurtherCasesAfterTheMailOfTheDay_AreAskedAboutADayLaterInOneMail()
    {
        await SubscribeAsync("1:26-cv-01234");
        await EndMessagesAsync();

        await SubscribeAsync("1:26-cv-05678");
        await SubscribeAsync("1:26-cv-09999");
        await SubscribeAsync("1:26-cv-01234");

        var messages = (await _store.Outbox.NewestAsync(10, default)).Select(row => row.Message.DueAt).Order();
        Assert.Equal([Some.Monday9Am, Some.Monday9Am.AddDays(1)], messages);
    }

    [Fact]
    public async Task RunAsync_AfterAMailThatWasPutOffToThisDay_IsStillAsked()
    {
        await SubscribeAsync("1:26-cv-01234");
        await EndMessagesAsync();
        await SubscribeAsync("1:26-cv-05678");
        await _confirm.RunAsync(Ada, default);
        _clock.Advance(TimeSpan.FromHours(25));
        await EndMessagesAsync();

        await SubscribeAsync("1:26-cv-09999");

        Assert.Equal(1, (await _store.Outbox.CountAsync(default)).Waiting);
    }

    [Fact]
    public async Task RunAsync_TenThousandCasesForOneAddress_AddsADaysShareAndOneMail()
    {
        for (var n = 0; n < 10_000; n++)
        {
            await SubscribeAsync($"1:26-cv-{n:D5}");
        }

        Assert.Equal(_limits.RequestsPerAddress, (await OwnAsync()).Count);
        Assert.Single(await _store.Outbox.NewestAsync(10, default));
    }

    [Fact]
    public async Task RunAsync_ManyDaysWithoutAConfirmation_AddsNoMoreThanMayBePending()
    {
        for (var n = 0; n < 600; n++)
        {
            await SubscribeAsync($"1:26-cv-{n:D5}");
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(_limits.PendingPerAddress, (await OwnAsync()).Count);
    }

    [Fact]
    public async Task RunAsync_ShareOfTheDayIsUsedUp_IsAnsweredAsEverAndGivenTheNextDay()
    {
        _limits.RequestsPerAddress = 2;
        var first = await SubscribeAsync("1:26-cv-00001");
        await SubscribeAsync("1:26-cv-00002");
        await _confirm.RunAsync(Ada, default);

        var third = await SubscribeAsync("1:26-cv-00003");

        Assert.Equal((first.Coverage, "1:26-cv-00003"), (third.Coverage, third.Request.Docket!.Value));
        Assert.Equal(2, (await OwnAsync()).Count);
        _clock.Advance(TimeSpan.FromDays(1));
        await SubscribeAsync("1:26-cv-00003");
        Assert.Equal(3, (await OwnAsync()).Count);
    }

    [Fact]
    public async Task RunAsync_ConfirmedCase_AsksNothing()
    {
        await SubscribeAsync("1:26-cv-01234");
        await _confirm.RunAsync(Ada, default);
        _clock.Advance(TimeSpan.FromDays(2));

        await SubscribeAsync("1:26-cv-01234");

        Assert.Single(await _store.Outbox.NewestAsync(10, default));
        Assert.Equal(SubscriptionState.Confirmed, Assert.Single(await OwnAsync()).State);
    }

    [Fact]
    public async Task RunAsync_AfterItsEnd_StartsOverAsPending()
    {
        await SubscribeAsync("1:26-cv-01234");
        await _confirm.RunAsync(Ada, default);
        var own = Assert.Single(await OwnAsync());
        await _unsubscribe.RunAsync(own.Id, default);
        await EndMessagesAsync();
        _clock.Advance(TimeSpan.FromDays(1));

        await SubscribeAsync("1:26-cv-01234");

        Assert.Equal(SubscriptionState.Pending, Assert.Single(await OwnAsync()).State);
        Assert.Equal(2, (await _store.Outbox.NewestAsync(10, default)).Count);
    }

    [Fact]
    public async Task Confirm_AllPending_AreConfirmedOnceAndAtThatMoment()
    {
        await SubscribeAsync("1:26-cv-01234");
        await SubscribeAsync("1:26-cv-05678");
        _clock.Advance(TimeSpan.FromHours(1));

        var confirmed = await _confirm.RunAsync(Ada, default);
        _clock.Advance(TimeSpan.FromHours(1));
        var again = await _confirm.RunAsync(Ada, default);

        Assert.Equal(2, confirmed.Count);
        Assert.Empty(again);
        Assert.All(await OwnAsync(), one => Assert.Equal(Some.Monday9Am.AddHours(1), one.ConfirmedAt));
    }

    [Fact]
    public async Task Unsubscribe_Twice_KeepsTheFirstEnd()
    {
        await SubscribeAsync("1:26-cv-01234");
        var id = Assert.Single(await OwnAsync()).Id;
        await _unsubscribe.RunAsync(id, default);
        _clock.Advance(TimeSpan.FromHours(1));

        var ended = await _unsubscribe.RunAsync(id, default);

        Assert.Equal(Some.Monday9Am, ended!.EndedAt);
    }

    [Fact]
    public async Task Unsubscribe_UnknownSubscription_IsNull() =>
        Assert.Null(await _unsubscribe.RunAsync(Some.Subscription().Id, default));

    [Fact]
    public async Task RunAsync_SameDayAfterAnErasure_SendsOneMoreMailUnderAKeyOfItsOwn()
    {
        var erase = new EraseSubscriber(_store.Subscriptions, _store.Erasures, [], _clock, NullLogger<EraseSubscriber>.Instance);
        await SubscribeAsync("1:26-cv-01234");
        var first = Assert.Single(await _store.Outbox.NewestAsync(10, default)).Message.Key;
        _clock.Advance(TimeSpan.FromMinutes(5));
        await erase.RunAsync(Ada, default);
        _clock.Advance(TimeSpan.FromMinutes(5));

        await SubscribeAsync("1:26-cv-01234");
        await SubscribeAsync("1:26-cv-05678");
        await erase.FinishAsync(default);

        var again = Assert.Single(await _store.Outbox.NewestAsync(10, default)).Message.Key;
        Assert.NotEqual(first, again);
        Assert.Equal(2, (await OwnAsync()).Count);
        _clock.Advance(TimeSpan.FromDays(1));
        await SubscribeAsync("1:26-cv-09999");
        Assert.Contains(
            IdempotencyKey.OfConfirmation(Ada, DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime)), (await _store.Outbox.NewestAsync(10, default)).Select(row => row.Message.Key));
    }

    private async Task EndMessagesAsync()
    {
        var now = _clock.GetUtcNow();
        var claimed = await _store.Outbox.ClaimAsync(await _store.Outbox.FindDueAsync(now, 10, default), now, now.AddMinutes(2), "smtp", default);
        await _store.Outbox.RecordAsync([.. claimed.Select(one => new DeliveryRecord(one.Message.Key, one.ClaimToken, new Delivery.Delivered("test", now)))], default);
    }

    private Task<Requested> SubscribeAsync(string docket) =>
        _subscribe.RunAsync(Some.Request("ada@example.com", "nysd", docket)!, default);

    private Task<IReadOnlyList<Subscription>> OwnAsync() => _store.Subscriptions.OfSubscriberAsync(Ada, default);
}

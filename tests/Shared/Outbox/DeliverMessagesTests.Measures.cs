using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>What is measured of deliveries, and what is not.</summary>
public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_Delivered_CountsItsEndAndTheDelayOfEachEntryWithATime()
    {
        var subscription = await FollowAsync();
        var alert = Some.Alert(subscription, null, Some.Entry("10"), Some.Entry("11", enteredAt: Some.Monday9Am.AddMinutes(1)), Some.Entry("12", timed: false));
        Assert.True(await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(alert), default));
        _clock.Advance(TimeSpan.FromMinutes(2));

        await Deliver().RunDueAsync(default);

        Assert.Equal(["1 end=delivered channel=mail"], _taken.Of("tipstaff.alerts"));
        Assert.Equal(["120 stage=sent", "60 stage=sent"], _taken.Of("tipstaff.delay"));
        Assert.Empty(_taken.Of("tipstaff.retries"));
        Assert.Empty(_taken.Of("tipstaff.dead_letters"));
    }

    [Fact]
    public async Task RunDueAsync_Webhook_IsAChannelOfItsOwn()
    {
        var hooked = Some.Hooked(Some.Subscription());
        Assert.True(await _store.Subscriptions.TryWriteAsync([hooked], message: null, default));
        await AddAsync(hooked);

        await Deliver().RunDueAsync(default);

        Assert.Equal("channel=webhook", Assert.Single(_taken.Of("tipstaff.alerts")).Split(' ')[2]);
    }

    [Fact]
    public async Task RunDueAsync_WebhookThatIsRefused_IsItsReceiversDeadLetter()
    {
        await AddAsync(await HookAsync());
        _receivers.Answers(new WebhookOutcome.Refused("HTTP 400", WebhookRefusal.ThisMessage));

        await Deliver().RunDueAsync(default);

        Assert.Equal(["1 channel=webhook"], _taken.Of("tipstaff.dead_letters"));
    }

    [Theory]
    [InlineData(RefusalKind.FullMailbox)]
    [InlineData(RefusalKind.Transient)]
    public async Task RunDueAsync_PutOffThenDelivered_MeasuresNoDelayOfOurs(RefusalKind refusal)
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = _ => new SendOutcome.Refused("450 later", refusal);
        await Deliver().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(20));
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        await Deliver().RunDueAsync(default);

        Assert.Equal(["1 end=delivered channel=mail"], _taken.Of("tipstaff.alerts"));
        Assert.Empty(_taken.Of("tipstaff.delay.own"));
    }

    [Fact]
    public async Task RunDueAsync_Replayed_MeasuresNoDelayOfOurs()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = _ => new SendOutcome.Refused("554 no", RefusalKind.ThisMail);
        await Deliver().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromDays(2));
        await _store.Outbox.ReplayAsync(keys: null, _clock.GetUtcNow(), default);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        await Deliver().RunDueAsync(default);

        Assert.Equal(["1 end=dead_lettered channel=mail", "1 end=delivered channel=mail"], _taken.Of("tipstaff.alerts"));
        Assert.Empty(_taken.Of("tipstaff.delay.own"));
    }

    [Fact]
    public async Task RunDueAsync_HeldForAWhileThenDelivered_IsOurDelay()
    {
        await OpenAsync();
        await AddAsync(await FollowAsync("other@example.com"));
        _clock.Advance(_breakers.OpenFor);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        await DeliverAllAsync();

        Assert.Equal([$"{(_clock.GetUtcNow() - Some.Monday9Am).TotalSeconds} channel=mail"], _taken.Of("tipstaff.delay.own"));
    }

    [Fact]
    public async Task RunDueAsync_AlertOfADigest_IsFoldedAndMeasuresNoDelay()
    {
        await AddToDigestAsync("1:26-cv-00001", "10");

        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await DeliverAllAsync();

        Assert.Single(_provider.Mails);
        Assert.Equal(["1 end=folded channel=mail"], _taken.Of("tipstaff.alerts"));
        Assert.Empty(_taken.Of("tipstaff.delay"));
    }

    [Fact]
    public async Task RunDueAsync_RefusedOnceThenForGood_CountsOneRetryAndTheDeadLetter()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = _ => new SendOutcome.Refused("450 busy", RefusalKind.Transient);
        await Deliver().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(5));
        _provider.Answer = _ => new SendOutcome.Refused("554 no", RefusalKind.ThisMail);

        await Deliver().RunDueAsync(default);

        Assert.Equal(["1 what=delivery"], _taken.Of("tipstaff.retries"));
        Assert.Equal(["1 end=dead_lettered channel=mail"], _taken.Of("tipstaff.alerts"));
        Assert.Equal(["1 channel=mail"], _taken.Of("tipstaff.dead_letters"));
    }

    [Fact]
    public async Task RunDueAsync_UnsubscribedMeanwhile_CountsItAsSuppressed()
    {
        var subscription = await FollowAsync();
        await AddAsync(subscription);
        await new Unsubscribe(_store.Subscriptions, _clock).RunAsync(subscription.Id, default);

        await Deliver().RunDueAsync(default);

        Assert.Equal(["1 end=suppressed channel=mail"], _taken.Of("tipstaff.alerts"));
    }

    [Fact]
    public async Task RunDueAsync_OneOfTwoClaimsWasLost_CountsTheOtherAlone()
    {
        var (ada, _) = await AddTwoAsync();
        _provider.Answer = _ => new SendOutcome.Refused("554 no", RefusalKind.ThisMail);
        var outbox = Around.Member<IOutbox>(_store.Outbox, nameof(IOutbox.RecordAsync), (args, next) =>
        {
            var records = (IReadOnlyCollection<DeliveryRecord>)args[0]!;
            return next([records.Select(record => record.Key == ada ? record with { ClaimToken = "of another" } : record).ToList(), args[1]]);
        });

        await Deliver(new OutboxOptions(), outbox, [_provider]).RunDueAsync(default);

        Assert.Equal(2, _provider.Mails.Count);
        Assert.Equal(["1 end=dead_lettered channel=mail"], _taken.Of("tipstaff.alerts"));
        Assert.Equal(["1 channel=mail"], _taken.Of("tipstaff.dead_letters"));
    }

    [Fact]
    public async Task RunDueAsync_ProviderOpensAndIsBack_CountsItsTurnsAndTheTimeThatItWasOpen()
    {
        await OpenAsync();
        var opened = (await _store.Breakers.FindAsync("scripted", default))!.Breaker;
        _clock.Advance(_breakers.OpenFor);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        await Deliver().RunDueAsync(default);

        Assert.Equal(
            ["1 kind=provider to=open", "1 kind=provider to=half_open", "1 kind=provider to=closed"], _taken.Of("tipstaff.breaker.changes"));
        Assert.Equal([$"{(_clock.GetUtcNow() - opened.HeldSince!.Value).TotalSeconds} kind=provider"], _taken.Of("tipstaff.breaker.open"));
    }

    [Fact]
    public async Task RunDueAsync_BreakersAreDecidedElsewhere_CountsNoTurn()
    {
        _breakersPort = new SentAway(_store.Breakers);

        await OpenAsync();

        Assert.Empty(_taken.Of("tipstaff.breaker.changes"));
    }

    private sealed class SentAway(IProviderBreakers stored) : IProviderBreakers
    {
        public bool IsDecidedHere => false;

        public Task<ProviderBreaker?> FindAsync(string provider, CancellationToken cancellationToken) => stored.FindAsync(provider, cancellationToken);

        public Task<bool> TryWriteAsync(ProviderBreaker next, OperatorNotice? notice, CancellationToken cancellationToken) =>
            stored.TryWriteAsync(next, notice, cancellationToken);

        public Task<bool> TryClaimTrialAsync(TrialClaim claim, CancellationToken cancellationToken) => stored.TryClaimTrialAsync(claim, cancellationToken);
    }
}

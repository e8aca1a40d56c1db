using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

/// <summary>A webhook from the confirmation to its end: secrets shown once, challenges, and what they do to subscriptions.</summary>
public sealed class WebhookLifeTests
{
    private static readonly WebhookUrl Url = WebhookReceiver.Url;

    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryStore _store;
    private readonly ScriptedReceivers _receivers = new();

    public WebhookLifeTests() => _store = new InMemoryStore(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SubscriberId Ada { get; } = Some.Subscription().Subscriber;

    [Fact]
    public async Task Open_Twice_ShowsEachSecretOnce()
    {
        var (first, second) = (await FollowAsync("1:26-cv-01234"), await FollowAsync("1:26-cv-01235"));
        var byMail = Some.Subscription();

        var made = await Open().RunAsync(Ada, [first, second, byMail], Token);
        var again = await Open().RunAsync(Ada, [first, second], Token);

        var secret = Assert.Single(made);
        Assert.Equal((Url, SomeWebhooks.Secrets.Of(Ada, await EndpointAsync()).Reveal()), (secret.Url, secret.Secret.Reveal()));
        Assert.Empty(again);
    }

    [Fact]
    public async Task Open_TwoAtOnce_OneIsShownTheSecret()
    {
        var subscription = await FollowAsync();
        var rival = new Rival(_store.Webhooks);
        var late = new OpenWebhooks(rival, _store.Subscriptions, SomeWebhooks.Secrets, _clock);
        IReadOnlyList<NewSecret> shown = [];
        rival.BeforeWrite = async () =>
        {
            rival.BeforeWrite = null;
            shown = await Open().RunAsync(Ada, [subscription], Token);
        };

        var loser = await late.RunAsync(Ada, [subscription], Token);

        Assert.Single(shown);
        Assert.Empty(loser);
    }

    [Fact]
    public async Task Open_UrlPassedBefore_TellsAtOnce()
    {
        await VerifiedAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        var second = await FollowAsync("1:26-cv-01235");

        Assert.Empty(await Open().RunAsync(Ada, [second], Token));

        Assert.Equal(_clock.GetUtcNow(), (await FindAsync(second)).TellsSince);
        Assert.Single(_receivers.Challenged);
    }

    [Fact]
    public async Task Change_Twice_TheOneBeforeSignsForADay()
    {
        var subscription = await FollowAsync();
        var first = Assert.Single(await Open().RunAsync(Ada, [subscription], Token)).Secret.Reveal();
        _clock.Advance(TimeSpan.FromHours(1));

        var changed = Assert.IsType<SecretOutcome.Made>(await Change().RunAsync(Ada, subscription.Id, Token)).Secret;

        Assert.NotEqual(first, changed.Secret.Reveal());
        Assert.Equal(_clock.GetUtcNow().AddDays(1), changed.PreviousUntil);
        Assert.Equal([changed.Secret.Reveal(), first], await SigningAsync());
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal([changed.Secret.Reveal()], await SigningAsync());
    }

    [Fact]
    public async Task Change_OfOthersMailOrEnded_MakesNone()
    {
        var (subscription, byMail) = (await FollowAsync(), Some.Subscription());
        var ended = await FollowAsync("1:26-cv-01235", one => one.Ended(_clock.GetUtcNow()));
        var pending = await FollowAsync("1:26-cv-01236", one => one with { ConfirmedAt = null, VerifiedAt = null });
        await _store.Subscriptions.TryWriteAsync([byMail], message: null, Token);

        Assert.IsType<SecretOutcome.Unknown>(await Change().RunAsync(Some.Subscription("grace@example.com").Subscriber, subscription.Id, Token));
        Assert.All([byMail, ended, pending], one => Assert.IsType<SecretOutcome.NoWebhook>(Change().RunAsync(Ada, one.Id, Token).Result));
        Assert.All([byMail, ended, pending], one => Assert.IsType<VerifyOutcome.NoWebhook>(Verify().RunAsync(Ada, one.Id, Token).Result));
        Assert.IsType<VerifyOutcome.Unknown>(await Verify().RunAsync(Some.Subscription("grace@example.com").Subscriber, subscription.Id, Token));
        Assert.IsType<VerifyOutcome.NoSecret>(await Verify().RunAsync(Ada, subscription.Id, Token));
        Assert.Null(await _store.Webhooks.FindAsync(Ada, Token));
        Assert.Empty(_receivers.Challenged);
    }

    [Fact]
    public async Task Verify_Passed_AllOfThatUrlTellFromThenOn()
    {
        var (one, other) = (await FollowAsync(), await FollowAsync("1:26-cv-01235"));
        var elsewhere = await FollowAsync(url: WebhookUrl.Parse("https://elsewhere.example.com/"));
        await Open().RunAsync(Ada, [one, other, elsewhere], Token);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await FindAsync(one)).TellsSince);

        Assert.IsType<VerifyOutcome.Verified>(await Verify().RunAsync(Ada, one.Id, Token));

        Assert.Equal((_clock.GetUtcNow(), _clock.GetUtcNow()), ((await FindAsync(one)).TellsSince, (await FindAsync(other)).TellsSince));
        Assert.Null((await FindAsync(elsewhere)).TellsSince);
        var before = Some.Entry(enteredAt: _clock.GetUtcNow().AddSeconds(-1));
        Assert.False((await FindAsync(one)).Covers(before, notBefore: null));
        Assert.True((await FindAsync(one)).Covers(before with { EnteredAt = _clock.GetUtcNow() }, notBefore: null));
        Assert.False(one.Covers(before with { EnteredAt = _clock.GetUtcNow() }, notBefore: null));
    }

    [Fact]
    public async Task Verify_Failed_SaysWhyAndIsHeldBack()
    {
        var subscription = await FollowAsync();
        await Open().RunAsync(Ada, [subscription], Token);
        _receivers.OnChallenge = _ => Task.FromResult<ChallengeOutcome>(new ChallengeOutcome.Failed("It answered 500."));

        var failed = Assert.IsType<VerifyOutcome.Failed>(await Verify().RunAsync(Ada, subscription.Id, Token));
        var held = Assert.IsType<VerifyOutcome.TooSoon>(await Verify().RunAsync(Ada, subscription.Id, Token));

        Assert.Equal(("It answered 500.", TimeSpan.FromSeconds(10)), (failed.Reason, held.Wait));
        Assert.Equal(("It answered 500.", _clock.GetUtcNow()), ((await EndpointAsync()).Failure, (await EndpointAsync()).FailedAt!.Value));
        Assert.Null((await FindAsync(subscription)).TellsSince);
        Assert.Single(_receivers.Challenged);
    }

    [Fact]
    public async Task Verify_TwoAtOnce_OneChallengeGoesOut()
    {
        var subscription = await FollowAsync();
        await Open().RunAsync(Ada, [subscription], Token);
        var rival = new Rival(_store.Webhooks);
        rival.BeforeWrite = async () =>
        {
            rival.BeforeWrite = null;
            await Verify().RunAsync(Ada, subscription.Id, Token);
        };

        var late = await new VerifyWebhook(rival, _store.Subscriptions, _receivers, SomeWebhooks.Secrets, _clock).RunAsync(Ada, subscription.Id, Token);

        Assert.IsType<VerifyOutcome.TooSoon>(late);
        Assert.Single(_receivers.Challenged);
    }

    [Fact]
    public async Task Verify_DiesBeforeTheAnswer_CountsAllTheSame()
    {
        var subscription = await FollowAsync();
        await Open().RunAsync(Ada, [subscription], Token);
        _receivers.OnChallenge = _ => throw new InvalidOperationException("died");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Verify().RunAsync(Ada, subscription.Id, Token));

        Assert.IsType<VerifyOutcome.TooSoon>(await Verify().RunAsync(Ada, subscription.Id, Token));
    }

    [Fact]
    public async Task Verify_DiedBeforeTheSubscriptionsWereWritten_IsMadeGoodByTheNextOne()
    {
        var subscription = await FollowAsync();
        await Open().RunAsync(Ada, [subscription], Token);
        var own = (await _store.Webhooks.FindAsync(Ada, Token))!;
        await _store.Webhooks.TryWriteAsync(own.Challenged(Url.Host, _clock.GetUtcNow()).After(Url, new ChallengeOutcome.Passed(), _clock.GetUtcNow()), Token);
        _clock.Advance(TimeSpan.FromSeconds(10));

        await Verify().RunAsync(Ada, subscription.Id, Token);

        Assert.NotNull((await FindAsync(subscription)).TellsSince);
    }

    [Fact]
    public async Task End_UrlGone_EndsWhatGoesThereAndAsksForANewChallenge()
    {
        var subscription = await VerifiedAsync();
        var elsewhere = await FollowAsync(url: WebhookUrl.Parse("https://elsewhere.example.com/"));
        var end = new EndWebhook(_store.Webhooks, _store.Subscriptions, _clock);

        await end.RunAsync(Ada, Url, Token);
        await end.RunAsync(Ada, Url, Token);

        Assert.Equal(SubscriptionState.Ended, (await FindAsync(subscription)).State);
        Assert.Equal(SubscriptionState.Confirmed, (await FindAsync(elsewhere)).State);
        Assert.Null((await EndpointAsync()).VerifiedAt);
        var again = (await FindAsync(subscription)).AskedAgain(_clock.GetUtcNow());
        Assert.Null(again.Confirmed(_clock.GetUtcNow()).TellsSince);
    }

    private OpenWebhooks Open() => new(_store.Webhooks, _store.Subscriptions, SomeWebhooks.Secrets, _clock);

    private ChangeWebhookSecret Change() => new(_store.Webhooks, _store.Subscriptions, SomeWebhooks.Secrets, _clock);

    private VerifyWebhook Verify() => new(_store.Webhooks, _store.Subscriptions, _receivers, SomeWebhooks.Secrets, _clock);

    private async Task<Subscription> FollowAsync(string docket = "1:26-cv-01234", Func<Subscription, Subscription>? adjust = null, WebhookUrl? url = null)
    {
        var subscription = Some.Hooked(Some.Subscription(docket: docket, confirmedAt: _clock.GetUtcNow()), url) with { VerifiedAt = null };
        Assert.True(await _store.Subscriptions.TryWriteAsync([adjust?.Invoke(subscription) ?? subscription], message: null, Token));
        return await FindAsync(subscription);
    }

    private async Task<Subscription> VerifiedAsync()
    {
        var subscription = await FollowAsync();
        await Open().RunAsync(Ada, [subscription], Token);
        Assert.IsType<VerifyOutcome.Verified>(await Verify().RunAsync(Ada, subscription.Id, Token));
        return subscription;
    }

    private async Task<Subscription> FindAsync(Subscription subscription) => (await _store.Subscriptions.FindAsync(subscription.Id, Token))!;

    private async Task<WebhookEndpoint> EndpointAsync() => (await _store.Webhooks.FindAsync(Ada, Token))!.Find(Url)!;

    private async Task<IEnumerable<string>> SigningAsync() =>
        SomeWebhooks.Secrets.KeysOf(Ada, await EndpointAsync()).At(_clock.GetUtcNow()).Select(secret => secret.Reveal());

    private sealed class Rival(IWebhookEndpoints inner) : IWebhookEndpoints
    {
        public Func<Task>? BeforeWrite { get; set; }

        public Task<SubscriberWebhooks?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken) => inner.FindAsync(subscriber, cancellationToken);

        public async Task<bool> TryWriteAsync(SubscriberWebhooks next, CancellationToken cancellationToken)
        {
            await (BeforeWrite?.Invoke() ?? Task.CompletedTask);
            return await inner.TryWriteAsync(next, cancellationToken);
        }
    }
}

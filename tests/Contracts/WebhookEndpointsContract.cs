using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IWebhookEndpoints"/>.</summary>
public abstract class WebhookEndpointsContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly SubscriberId Ada = Some.Subscription().Subscriber;
    private static readonly SubscriberId Grace = Some.Subscription("grace@example.com").Subscriber;

    private (IWebhookEndpoints Webhooks, IDisposable? Owner)? _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IWebhookEndpoints Webhooks => _store!.Value.Webhooks;

    // Opening may wait for a server: a test's own threads, all at once at the door, would leave none to wait with.
    public ValueTask InitializeAsync()
    {
        _store = Open();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _store?.Owner?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TryWriteAsync_EveryField_ComesBack()
    {
        var full = SubscriberWebhooks.New(Ada) with
        {
            Endpoints =
            [
                new WebhookEndpoint
                {
                    Url = WebhookUrl.Parse("https://hooks.example.com/a?b=\u00e4&c=<d>"),
                    SecretMadeAt = Now.AddTicks(1),
                    PreviousMadeAt = Now.AddTicks(2),
                    PreviousUntil = Now.AddTicks(3),
                    VerifiedAt = Now.AddTicks(4),
                    FailedAt = Now.AddTicks(5),
                    Failure = "The URL answered “no”.",
                },
                new WebhookEndpoint { Url = WebhookUrl.Parse("https://[2606:4700::1]:8443/"), SecretMadeAt = Now },
            ],
            Hosts = [new HostChallenges("hooks.example.com", new ChallengeRate(3, Now.AddTicks(6))), new HostChallenges("2606:4700::1", ChallengeRate.None)],
        };

        Assert.True(await Webhooks.TryWriteAsync(full, Token));

        StoreContract.AssertSame(full with { Version = 1 }, await Webhooks.FindAsync(Ada, Token));
        Assert.Null(await Webhooks.FindAsync(Grace, Token));
    }

    [Fact]
    public async Task TryWriteAsync_AsManyUrlsAsThereMayBe_Fit()
    {
        // Characters that JSON escapes, and that do not compress.
        var urls = Enumerable.Range(0, SubscriberWebhooks.MaxUrls).Select(n => WebhookUrl.Parse(
            $"https://hooks{n}.example.com/?{string.Concat(Enumerable.Range(0, 30).Select(part => $"&{ContentKey.Of($"{n}.{part}")}<>\"'"))}"));
        var full = SubscriberWebhooks.New(Ada).WithSecretsFor(urls, Now);

        Assert.True(await Webhooks.TryWriteAsync(full, Token));

        Assert.Equal(SubscriberWebhooks.MaxUrls, (await Webhooks.FindAsync(Ada, Token))!.Endpoints.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task TryWriteAsync_OtherVersion_WritesNothing(long version)
    {
        await Webhooks.TryWriteAsync(SubscriberWebhooks.New(Ada), Token);

        Assert.False(await Webhooks.TryWriteAsync(SubscriberWebhooks.New(Ada).Challenged("hooks.example.com", Now) with { Version = version }, Token));

        Assert.Empty((await Webhooks.FindAsync(Ada, Token))!.Hosts);
    }

    [Fact]
    public async Task TryWriteAsync_VersionRead_Grows()
    {
        await Webhooks.TryWriteAsync(SubscriberWebhooks.New(Ada), Token);

        Assert.True(await Webhooks.TryWriteAsync(SubscriberWebhooks.New(Ada) with { Version = 1 }, Token));

        Assert.Equal(2, (await Webhooks.FindAsync(Ada, Token))!.Version);
    }

    [Fact]
    public async Task TryWriteAsync_ManyAtOnce_OneWins()
    {
        var wins = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Webhooks.TryWriteAsync(SubscriberWebhooks.New(Ada), Token), Token)));

        Assert.Single(wins, won => won);
    }

    private protected abstract (IWebhookEndpoints Webhooks, IDisposable? Owner) Open();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Tipstaff.Breakers;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Mail;
using Tipstaff.Measures;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Local.Run;

/// <summary>The loop of one machine while mail is held.</summary>
public sealed class DeliveryLoopTests : IAsyncLifetime
{
    private readonly ScriptedReceivers _receivers = new();
    private int _looks;
    private LocalHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync(services =>
    {
        services.Replace(ServiceDescriptor.Singleton<IWebhookReceivers>(_receivers));
        services.Replace(ServiceDescriptor.Singleton<IOutbox>(provider => Around.Member<IOutbox>(
            provider.GetRequiredService<SqliteOutbox>(),
            nameof(IOutbox.FindDueWebhooksAsync),
            (args, next) =>
            {
                Interlocked.Increment(ref _looks);
                return next(args);
            })));
    });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task ExecuteAsync_MailIsHeld_WebhooksAreClaimedAndNothingIsAskedForMoreThanOnceASweep()
    {
        await HoldMailAsync();
        var (webhook, mail) = (await AddAsync(Some.Hooked(Some.Subscription())), await AddAsync(Some.Subscription("grace@example.com")));
        using var loop = new DeliveryLoop(
            Get<DeliverMessages>(), Get<SqliteOutbox>(), Get<DeliverySignal>(), TipstaffMeter.Unheard, _host.Clock, NullLogger<DeliveryLoop>.Instance);

        await loop.StartAsync(Token);
        await Until.TrueAsync(() => StateOf(webhook) is OutboxState.Delivered, () => $"{_receivers.Sent.Count} sent");
        var sweeps = 0;
        await Until.TrueAsync(
            () =>
            {
                sweeps++;
                _host.Clock.Advance(TimeSpan.FromSeconds(1));
                return Volatile.Read(ref _looks) >= 6;
            },
            () => $"{_looks} looks");
        var late = await AddAsync(Some.Hooked(Some.Subscription(docket: "1:26-cv-05678")));
        await Until.TrueAsync(
            () =>
            {
                sweeps++;
                _host.Clock.Advance(TimeSpan.FromSeconds(1));
                return StateOf(late) is OutboxState.Delivered;
            },
            () => $"{_receivers.Sent.Count} sent");
        await loop.StopAsync(Token);

        // Each of the two that were claimed is one look more, and so are the first and the one that was under way at the end.
        Assert.InRange(_looks, 6, sweeps + 4);
        Assert.Equal(OutboxState.Waiting, StateOf(mail));
    }

    private async Task HoldMailAsync()
    {
        var breaker = CircuitBreaker.New;
        while (breaker.IsClosed)
        {
            breaker = breaker.AfterFailure(_host.Clock.GetUtcNow(), new BreakerOptions(), TimeSpan.FromHours(10));
        }

        foreach (var provider in _host.Services.GetServices<IMailProvider>())
        {
            Assert.True(await Get<IProviderBreakers>().TryWriteAsync(new ProviderBreaker(provider.Name, breaker), notice: null, Token));
        }
    }

    private async Task<OutboxMessage> AddAsync(Subscription subscription)
    {
        Assert.True(await Get<ISubscriptions>().TryWriteAsync([subscription], message: null, Token));
        if (subscription.Webhook is { } url)
        {
            var known = await Get<IWebhookEndpoints>().FindAsync(subscription.Subscriber, Token) ?? SubscriberWebhooks.New(subscription.Subscriber);
            await Get<IWebhookEndpoints>().TryWriteAsync(known.WithSecretsFor([url], _host.Clock.GetUtcNow()), Token);
        }

        var message = OutboxMessage.AlertMessage.Of(Some.Alert(subscription, _host.Clock.GetUtcNow()));
        Assert.True(await Get<IOutbox>().TryAddAsync(message, Token));
        return message;
    }

    private OutboxState? StateOf(OutboxMessage message) => Get<IOutbox>().FindStateAsync(message, Token).Result;

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.Checks;
using Tipstaff.Local.Run;
using Tipstaff.Mail;
using Tipstaff.Measures;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Shared.Measures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>The whole service on one machine measures what <c>docs/measures.md</c> says.</summary>
public sealed class MeasuresTests : IAsyncLifetime
{
    private readonly MeasuresTaken _taken = new();
    private readonly TroubledProvider _provider = new();
    private readonly ScriptedFeedSource _court = new();
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync(services =>
    {
        services.Replace(ServiceDescriptor.Singleton(_taken.Factory));
        services.Replace(ServiceDescriptor.Singleton<IFeedSource>(_court));
        services.RemoveAll<IMailProvider>();
        services.AddSingleton<IMailProvider>(_provider.Provider);
        services.Configure<CheckOptions>(options => options.Steady = true);
        services.AddHostedService<CheckLoop>();
        services.AddHostedService<DeliveryLoop>();
    });

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _taken.Dispose();
    }

    [Fact]
    public async Task DayWithTrouble_MeasuresAllOfTheTableAndNothingElse()
    {
        foreach (var mailbox in new[] { TroubledProvider.Refused, "a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com" })
        {
            Assert.True(await _host.Services.GetRequiredService<ISubscriptions>().TryWriteAsync(
                [Some.Subscription(mailbox)], message: null, TestContext.Current.CancellationToken));
        }

        Gives(2);
        await UntilAsync("tipstaff.checks", "outcome=unchanged");
        Gives(3, 2);
        await UntilAsync("tipstaff.alerts", "end=dead_lettered");
        _provider.IsAway = true;
        Gives(4, 3, 2);
        await UntilAsync("tipstaff.breaker.changes", "kind=provider to=open");
        _provider.IsAway = false;
        await UntilAsync("tipstaff.breaker.changes", "kind=provider to=closed");
        _court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        await UntilAsync("tipstaff.breaker.changes", "kind=court to=open");
        Gives(9);
        await UntilAsync("tipstaff.gaps", "court=nysd");
        await UntilAsync("tipstaff.outbox.depth", "0");

        MeasuresTable.AssertIsWhatWasTaken(_taken, "tipstaff.canary.delay", "tipstaff.canary.missing");
        Assert.Equal(Enum.GetValues<ServiceTimer>().Select(TagValue.Of).Order(StringComparer.Ordinal), _taken.ValuesOf("tipstaff.ticks", "timer"));
        Assert.Equal(["matched", "queued", "seen", "sent"], _taken.ValuesOf("tipstaff.delay", "stage"));
        Assert.Equal(["check", "delivery"], _taken.ValuesOf("tipstaff.retries", "what"));
        Assert.Equal(["court", "provider"], _taken.ValuesOf("tipstaff.breaker.changes", "kind"));
        Assert.Equal(["closed", "half_open", "open"], _taken.ValuesOf("tipstaff.breaker.changes", "to"));
        Assert.Equal(["read", "write"], _taken.ValuesOf("tipstaff.store.operations", "kind"));
    }

    private void Gives(params int[] sequences)
    {
        var now = _host.Clock.GetUtcNow();
        _court.Gives(SomeFeed.Of(now, [.. sequences.Select((sequence, place) => SomeFeed.Item(sequence, place == 0 ? now : Some.Monday9Am.AddHours(-1)))]));
    }

    private Task UntilAsync(string name, string measured) => Until.TrueAsync(
        () =>
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(5));
            return _taken.Of(name).Any(taken => taken.Contains(measured, StringComparison.Ordinal));
        },
        () => $"no {measured} among {string.Join(", ", _taken.Of(name).Distinct())}");
}

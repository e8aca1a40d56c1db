using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary>What <c>/status</c> tells to whom.</summary>
public sealed class StatusPageRouteTests : IAsyncLifetime
{
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Status_AskedThroughAProxy_TellsNobodyWhatWasMailedNorOfTheOutbox()
    {
        await _host.SubscribeAsync();
        await _host.DeliverAsync();
        using var proxied = new HttpRequestMessage(HttpMethod.Get, "/status") { Headers = { { "X-Forwarded-For", "192.0.2.7" } } };

        using var strangers = await _host.Client.SendAsync(proxied, TestContext.Current.CancellationToken);
        using var own = await _host.GetAsync("/status");

        foreach (var path in (string[])["/", "/status"])
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Forwarded-For", "192.0.2.7" } } };
            using var answer = await _host.Client.SendAsync(asked, TestContext.Current.CancellationToken);
            using var ownAnswer = await _host.GetAsync(path);
            Assert.Empty((await WebAnswer.PageAsync(answer)).QuerySelectorAll("a[href^='/outbox']"));
            Assert.NotEmpty((await WebAnswer.PageAsync(ownAnswer)).QuerySelectorAll("a[href^='/outbox']"));
        }

        Assert.DoesNotContain("Newest mails", await strangers.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("Request to confirm", await own.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_ABacklogOfNewerAlerts_StillTellsHowLongTheDelayOfTheDayWas()
    {
        var outbox = _host.Services.GetRequiredService<IOutbox>();
        var now = _host.Clock.GetUtcNow();
        for (var number = 0; number < 600; number++)
        {
            var message = OutboxMessage.AlertMessage.Of(Some.Alert(createdAt: now, entries: Some.Entry($"{number}")));
            await outbox.TryAddAsync(message, TestContext.Current.CancellationToken);
            if (number < 20)
            {
                await outbox.RecordAsync([new(message.Key, "", new Delivery.Delivered("smtp", now.AddSeconds(7)))], TestContext.Current.CancellationToken);
            }
        }

        using var told = await _host.GetAsync("/status");
        _host.Clock.Advance(TimeSpan.FromHours(25));
        using var nextDay = await _host.GetAsync("/status");

        Assert.Contains("Half of the 20 alerts of the last 24 hours went out within 7.0 s", (await WebAnswer.PageAsync(told)).QuerySelector("#delays + p")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await WebAnswer.PageAsync(nextDay)).QuerySelector("#delays"));
    }
}

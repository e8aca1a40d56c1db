using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Exports;
using Tipstaff.Links;
using Tipstaff.Local.Run;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>The canary goes the whole way on one machine, and nobody but its mailbox sees it.</summary>
public sealed class CanaryWalkTests : IAsyncLifetime
{
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.StartAsync(services =>
            services.AddOptions<CanaryOptions>().Configure(options => options.Address = SomeCanary.Mailbox));
        await _host.Services.GetRequiredService<WatchCanary>().RunAsync(default);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Entry_CheckedMatchedAndDelivered_ArrivesAndIsInHealth()
    {
        await LiveAsync(minutes: 6);

        using var health = await HealthAsync();
        var canary = health.RootElement.GetProperty("canary");
        Assert.Equal(Some.Monday9Am.AddMinutes(5), canary.GetProperty("filedAt").GetDateTimeOffset());
        Assert.InRange(canary.GetProperty("delaySeconds").GetDouble(), 0, 61);
    }

    [Fact]
    public async Task Pages_WhoeverLooks_SayNothingOfIt()
    {
        await LiveAsync(minutes: 11);
        var manage = _host.Token(LinkPurpose.Manage, _host.IdOf(SomeCanary.Mailbox).Value);
        string[] paths = ["/", "/subscribe", "/status", $"/manage?token={manage}", "/api/courts", "/openapi/v1.json"];

        foreach (var path in paths)
        {
            using var answer = await _host.GetAsync(path);
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("In re Canary", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(CanaryCourt.Court.Name, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\"id\":\"canary\"", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(">canary<", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Status_NothingButTheCanarysMails_TellsOfNoDelay()
    {
        await LiveAsync(minutes: 11);

        using var answer = await _host.GetAsync("/status");

        Assert.DoesNotContain("(p95)", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_NamingTheCourt_AreAnsweredAsForAnyThatThereIsNot()
    {
        using var docket = await _host.GetAsync($"/api/dockets/canary/{CanaryCourt.DocketOf(_host.Clock.GetUtcNow())}");
        using var court = await _host.PostJsonAsync("""{"email":"ada@example.com","court":"canary"}""");
        using var words = await _host.PostJsonAsync("""{"email":"ada@example.com","court":"canary","query":"notice"}""");

        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest],
            new[] { docket.StatusCode, court.StatusCode, words.StatusCode });
    }

    [Fact]
    public async Task WordsInEveryCourt_MeetingItsCaption_AreToldNothing()
    {
        var ada = EmailAddress.Parse("ada@example.com");
        var begun = Some.Monday9Am.AddDays(-2);
        var words = Subscription.ToQuery(_host.IdOf("ada@example.com"), ada, court: null, EntryQuery.Parse("canary"), begun).Confirmed(begun);
        await _host.Services.GetRequiredService<ISubscriptions>().TryWriteAsync([words], message: null, default);

        await LiveAsync(minutes: 11);

        var export = await _host.Services.GetRequiredService<ExportSubscriber>().RunAsync(words.Subscriber, default);
        Assert.Empty(export.Messages);
    }

    [Fact]
    public async Task Exports_OfItsMailbox_LeaveItsSubscriptionOut()
    {
        var own = Assert.Single(await _host.OfAsync(SomeCanary.Mailbox));

        var export = await _host.Services.GetRequiredService<ExportSubscriber>().RunAsync(own.Subscriber, default);

        Assert.Equal(CanaryCourt.Id, own.Court);
        Assert.Empty(export.Subscriptions);
        Assert.False(SubscriptionCsv.Holds(own));
    }

    // A minute at a time: the check as the loop does it, then what is due is delivered, then the look.
    private async Task LiveAsync(int minutes)
    {
        var services = _host.Services;
        for (var minute = 0; minute < minutes; minute++)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(1));
            foreach (var (court, feed) in await services.GetRequiredService<WatchedCourts>().ListAsync(default))
            {
                if (court == CanaryCourt.Id)
                {
                    await services.GetRequiredService<CheckCourt>().RunAsync(court, feed, default);
                }
            }

            await _host.DeliverAsync();
            await services.GetRequiredService<WatchCanary>().RunAsync(default);
        }
    }

    private async Task<JsonDocument> HealthAsync()
    {
        await _host.Services.GetRequiredService<CanaryStanding>().LookAsync(TimeSpan.Zero);
        return JsonDocument.Parse(await _host.Client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }
}

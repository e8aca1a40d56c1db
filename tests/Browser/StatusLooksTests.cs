using Microsoft.Playwright;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Gaps;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Pages;
using Tipstaff.Tests.Shared.Pages;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Browser;

/// <summary>The page of the courts on a day of trouble, on the narrowest phone and at a desk: nothing is cut off, and all is said.</summary>
public sealed class StatusLooksTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private Chromium _chromium = null!;

    public async ValueTask InitializeAsync() => _chromium = await Chromium.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Status_ADayOfTrouble_FitsAndSaysAll(bool isOperator)
    {
        Axe.Require();
        var (page, complaints) = await _chromium.OpenAsync(Axe.Phone);
        var html = await SomePages.Renderer.StatusAsync(Trouble(isOperator));
        await page.RouteAsync("**/*", route => route.FulfillAsync(route.Request.Url switch
        {
            var url when url.EndsWith(".css", StringComparison.Ordinal) => new() { ContentType = "text/css", BodyBytes = SiteStyle.Css.ToArray() },
            var url when url.EndsWith(".js", StringComparison.Ordinal) => new() { ContentType = "text/javascript", Body = "" },
            _ => new() { ContentType = "text/html", Body = html },
        }));

        await page.GotoAsync("https://alerts.example.com/status");

        await Axe.CheckAsync(page, isOperator ? "trouble-operators" : "trouble");
        await page.SetViewportSizeAsync(Axe.Phone, 844);
        await Assertions.Expect(page.Locator(".courts tr", new() { HasText = "nywb" }).GetByText("Its feed covers")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".courts tr", new() { HasText = "nysd" }).GetByText("Held until 9:05 AM EST")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".gaps tbody tr")).ToHaveCountAsync(80);
        Assert.Empty(complaints);
    }

    private static StatusModel Trouble(bool isOperator)
    {
        var held = CircuitBreaker.New.AfterFailure(Now, new BreakerOptions { FailuresInARow = 1 });
        List<CourtState> states =
        [
            SomePages.State("nysd", CheckResult.Unavailable, "HTTP 503 Service Unavailable from a machine with a_long_name_that_nobody_can_break_anywhere.example.com") with { Breaker = held },
            SomePages.State("nywb", coverage: string.Join(", ", Enumerable.Range(1, 40).Select(type => $"type{type}"))),
            SomePages.State("txsd") with { PausedUntil = Now.AddHours(8) },
            .. CourtDirectory.Default.All.Where(court => court.Id.Value is not ("nysd" or "nywb" or "txsd")).Take(80)
                .Select(court => SomePages.State(court.Id.Value) with { Window = new FeedWindow { Gaps = [new Gap(court.Id, Now.AddHours(-30), Now.AddHours(-4), Now.AddHours(-3))] } }),
        ];
        IReadOnlyList<OperatorNotice> notices =
        [
            OperatorNotice.Of(NoticeKind.Gap, "one", Now.AddHours(-3), "Entries of the Bankruptcy Court, W.D. New York may have been missed between Mar 1, 2026, 3:00 AM and Mar 2, 2026, 5:00 AM EST.", Some.Nysd),
            OperatorNotice.Of(NoticeKind.DeadLetter, "two", Now.AddHours(-2), "The alert 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef was given up: 550-5.1.1_no_such_mailbox_here"),
        ];
        var model = SomePages.Status(states, notices: isOperator ? notices : [], mails: [SomePages.Row(OutboxState.DeadLettered, "550 no such mailbox")], hasOutbox: isOperator);
        return model with { Mails = isOperator ? model.Mails : null, Delays = DeliveryDelays.Of([new(TimeSpan.FromSeconds(5), 12_345), new(TimeSpan.FromHours(5), 7)]) };
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary>What is asked for after the mail of the day is confirmed where its owner manages the rest.</summary>
public sealed class ManageConfirmTests : IAsyncLifetime
{
    private const string Ada = "ada@example.com";

    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Press_SecondDocketOfADay_IsConfirmedThoughNoMailCame()
    {
        await _host.SubscribeAsync(docket: "1:26-cv-00001");
        await _host.DeliverAsync();
        await _host.ConfirmAsync();
        await _host.SubscribeAsync(docket: "1:26-cv-00002");
        await _host.SubscribeAsync(docket: "1:26-cv-00003");
        using var shown = await _host.GetAsync($"/manage?token={Token}");

        using var pressed = await PressAsync(await WebAnswer.PageAsync(shown), "1:26-cv-00002");

        Assert.StartsWith("Confirmed", Said(await WebAnswer.PageAsync(pressed)), StringComparison.Ordinal);
        Assert.Equal(
            [("1:26-cv-00001", SubscriptionState.Confirmed), ("1:26-cv-00002", SubscriptionState.Confirmed), ("1:26-cv-00003", SubscriptionState.Pending)],
            (await _host.OfAsync(Ada)).Select(one => (one.Docket!.Value, one.State)).Order());
    }

    [Fact]
    public async Task Press_Twice_StaysConfirmedSinceTheFirst()
    {
        await _host.SubscribeAsync();
        using var shown = await _host.GetAsync($"/manage?token={Token}");
        var page = await WebAnswer.PageAsync(shown);
        using var first = await PressAsync(page);
        var before = Assert.Single(await _host.OfAsync(Ada));
        _host.Clock.Advance(TimeSpan.FromMinutes(1));

        using var second = await PressAsync(page);

        Assert.StartsWith("Confirmed", Said(await WebAnswer.PageAsync(second)), StringComparison.Ordinal);
        Assert.Equal(before, Assert.Single(await _host.OfAsync(Ada)));
        Assert.NotNull(before.ConfirmedAt);
    }

    [Fact]
    public async Task Press_AStrangerAskedForOtherTermsMeanwhile_ShowsThemAndConfirmsNothing()
    {
        await _host.SubscribeAsync();
        using var shown = await _host.GetAsync($"/manage?token={Token}");
        using var asked = await _host.Client.PostAsJsonAsync("/api/subscriptions", new { email = Ada, court = "nysd", docketNumber = "1:26-cv-01234", include = new[] { "zzzz" } });

        using var pressed = await PressAsync(await WebAnswer.PageAsync(shown));

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var page = await WebAnswer.PageAsync(pressed, HttpStatusCode.Conflict);
        Assert.Contains("other terms", Said(page), StringComparison.Ordinal);
        Assert.Contains("any of these words: zzzz", page.QuerySelector(".dockets")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(SubscriptionState.Pending, Assert.Single(await _host.OfAsync(Ada)).State);
    }

    [Fact]
    public async Task Press_Webhook_ShowsItsSecretOnce()
    {
        using var asked = await _host.Client.PostAsJsonAsync("/api/subscriptions", new { email = Ada, court = "nysd", docketNumber = "1:26-cv-01234", channel = "https://hooks.example.com/x" });
        using var shown = await _host.GetAsync($"/manage?token={Token}");
        var page = await WebAnswer.PageAsync(shown);

        using var first = await PressAsync(page);
        using var second = await PressAsync(page);

        Assert.StartsWith("whsec_", (await WebAnswer.PageAsync(first)).QuerySelector("code")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await WebAnswer.PageAsync(second)).QuerySelector("code"));
    }

    [Fact]
    public async Task Press_EndedMeanwhileOrSomebodyElses_ConfirmsNothing()
    {
        var own = await _host.SubscribeAsync();
        var others = await _host.SubscribeAsync("grace@example.com");
        await _host.EndAsync(own);

        using var ended = await PostAsync(own);
        using var foreign = await PostAsync(others);
        using var none = await PostAsync(own with { Id = Some.Subscription(docket: "1:26-cv-09999").Id });

        await WebAnswer.PageAsync(ended, HttpStatusCode.Conflict);
        await WebAnswer.PageAsync(foreign, HttpStatusCode.NotFound);
        await WebAnswer.PageAsync(none, HttpStatusCode.NotFound);
        Assert.Equal(SubscriptionState.Ended, Assert.Single(await _host.OfAsync(Ada)).State);
        Assert.Equal(SubscriptionState.Pending, Assert.Single(await _host.OfAsync("grace@example.com")).State);
    }

    private string Token => _host.Token(LinkPurpose.Manage, _host.IdOf(Ada).Value);

    private static string Said(IDocument page) => page.QuerySelector("p[role=status]")!.TextContent.Trim();

    private Task<HttpResponseMessage> PostAsync(Subscription one) => PostAsync(
        [new("token", Token), new("id", one.Id.Value), new("version", one.Version.ToString(CultureInfo.InvariantCulture)), new("do", "confirm")]);

    // As a browser does: all fields of the form, and the button.
    private Task<HttpResponseMessage> PressAsync(IDocument page, string docket = "1:26-cv-01234")
    {
        var form = page.QuerySelectorAll(".dockets form").Single(form => form.Closest("li")!.QuerySelector("b")!.TextContent == docket);
        var button = form.QuerySelector("button[value=confirm]")!;
        return PostAsync(
            [.. form.QuerySelectorAll("input[type=hidden]").Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)), new("do", button.GetAttribute("value")!)]);
    }

    private async Task<HttpResponseMessage> PostAsync(KeyValuePair<string, string>[] fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        return await _host.Client.PostAsync(new Uri("/manage", UriKind.Relative), form, TestContext.Current.CancellationToken);
    }
}

using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Tipstaff.Links;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary>What is confirmed is what the page says, and the page after it says the same.</summary>
public sealed class ConfirmPageTests : IAsyncLifetime
{
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Confirm_AStrangerAskedForOtherTermsMeanwhile_SaysThemBeforeAndAfter()
    {
        await AskAsync(new { email = "ada@example.com", court = "nysd", docketNumber = "1:26-cv-01234" });
        var first = await ShownAsync();
        await AskAsync(new { email = "ada@example.com", court = "nysd", docketNumber = "1:26-cv-01234", cadence = "weekly", include = new[] { "zzzz" }, exclude = new[] { "order", "notice" } });

        using var pressed = await PressAsync(first);
        var again = new HtmlParser().ParseDocument(await pressed.Content.ReadAsStringAsync());
        using var confirmed = await PressAsync(again);
        var last = await WebAnswer.PageAsync(confirmed);

        string[] terms =
        [
            "One e-mail a week, on Mondays at 8:00 AM, America/New_York time",
            "Only events with any of these words: zzzz",
            "No events with any of these words: notice, order",
        ];
        Assert.Equal(["An e-mail for each entry, at once"], TermsOf(first));
        Assert.Equal(HttpStatusCode.Conflict, pressed.StatusCode);
        Assert.Contains("other terms", again.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(terms, TermsOf(again));
        Assert.Equal("Confirmed", last.Heading());
        Assert.Equal(terms, TermsOf(last));
        Assert.All([first, again, last], page => Assert.DoesNotContain("each new entry", page.Body!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Confirm_CourtWithoutAFeed_PromisesNothingBeforeAndAfter()
    {
        await AskAsync(new { email = "ada@example.com", court = "nywd", docketNumber = "1:26-cv-01234" });
        await AskAsync(new { email = "ada@example.com", court = "nysd", docketNumber = "1:26-cv-01234" });
        var shown = await ShownAsync();

        using var pressed = await PressAsync(shown);

        Assert.All([shown, await WebAnswer.PageAsync(pressed)], page => Assert.Equal(
            [("nysd", false), ("nywd", true)],
            page.QuerySelectorAll(".dockets li").Select(line =>
                (line.QuerySelector("span")!.TextContent, line.TextContent.Contains("No feed of this court is known: nothing can be told of it yet.", StringComparison.Ordinal))).Order()));
    }

    [Fact]
    public async Task Confirmed_ByMail_LeadsToWhereItsTermsAreChanged()
    {
        await AskAsync(new { email = "ada@example.com", court = "nysd", docketNumber = "1:26-cv-01234", cadence = "daily" });

        using var pressed = await PressAsync(await ShownAsync());

        var token = (await WebAnswer.PageAsync(pressed)).QuerySelector("form[action=manage] input[name=token]")!.GetAttribute("value");
        using var manage = await _host.GetAsync($"/manage?token={token}");
        var page = await WebAnswer.PageAsync(manage);
        Assert.Equal("daily", page.QuerySelector("select[name=cadence] option[selected]")!.GetAttribute("value"));
        Assert.Contains("One e-mail a day, at 8:00 AM, America/New_York time", page.QuerySelector(".dockets li > .quiet")!.TextContent, StringComparison.Ordinal);
    }

    private static IEnumerable<string> TermsOf(IDocument page) => page.QuerySelectorAll(".dockets li > div").Select(line => line.TextContent);

    private async Task AskAsync(object request)
    {
        using var answer = await _host.Client.PostAsJsonAsync("/api/subscriptions", request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<IDocument> ShownAsync()
    {
        using var shown = await _host.GetAsync($"/confirm?token={_host.Token(LinkPurpose.Confirm, _host.IdOf("ada@example.com").Value)}");
        return await WebAnswer.PageAsync(shown);
    }

    // As a browser does: all fields of the form.
    private async Task<HttpResponseMessage> PressAsync(IDocument page)
    {
        var form = page.QuerySelector("form[action=confirm]")!;
        using var fields = new FormUrlEncodedContent(form.QuerySelectorAll("input[name]")
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)));
        return await _host.Client.PostAsync(new Uri("/confirm", UriKind.Relative), fields, TestContext.Current.CancellationToken);
    }
}

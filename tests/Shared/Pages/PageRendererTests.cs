using AngleSharp.Dom;
using Tipstaff.Courts;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Pages;

public sealed class PageRendererTests
{
    private static readonly PageRenderer Renderer = SomePages.Renderer;

    private static readonly DocketLine Docket = DocketLine.Of(Some.Subscription(), CourtDirectory.Default);

    private static readonly Dictionary<string, Func<PageRenderer, Task<string>>> Pages = new(StringComparer.Ordinal)
    {
        ["subscribe"] = page => page.SubscribeAsync(SomePages.Subscribe()),
        ["refused subscribe"] = page => page.SubscribeAsync(SomePages.Subscribe(SomePages.HostileForm, SomePages.EachField("email", "court", "docketNumber", "query", "everyDocket", "cadence", "channel", "form"))),
        ["requested"] = page => page.RequestedAsync(new(Docket, "one e-mail a day", "Its feed covers: all entries.", HasOutbox: true)),
        ["status"] = page => page.StatusAsync(SomePages.Status(notice: "Made up.")),
        ["empty status"] = page => page.StatusAsync(SomePages.Status([], [], [])),
        ["outbox"] = page => page.OutboxAsync(OutboxModel.Of([SomePages.Row()], SomePages.Counts, CourtDirectory.Default, Some.Monday9Am)),
        ["mail"] = page => page.OutboxMailAsync(SomePages.Mail()),
        ["confirm"] = page => page.ConfirmAsync(new("token", [Docket]) { Shown = "shown" }),
        ["confirmed"] = page => page.ConfirmedAsync(new([Docket])),
        ["confirmed webhook"] = page => page.ConfirmedAsync(new([Docket with { To = "https://hooks.example.com/…" }]) { Secrets = [Secret], ManageToken = "token" }),
        ["unsubscribe"] = page => page.UnsubscribeAsync(new("token", [Docket])),
        ["unsubscribed"] = page => page.UnsubscribedAsync(new([Docket])),
        ["unsubscribed already"] = page => page.UnsubscribedAsync(new([])),
        ["manage"] = page => page.ManageAsync(Manage(Some.Subscription(), Some.Subscription(docket: "1:26-cv-05678", confirmed: false))),
        ["manage webhooks"] = page => page.ManageAsync(ManageModel.Of(
            "token",
            [Some.Hooked(Some.Subscription()), Some.Hooked(Some.Subscription(docket: "1:26-cv-05678")) with { VerifiedAt = null }],
            SubscriberWebhooks.New(Some.Subscription().Subscriber).WithSecretsFor([WebhookReceiver.Url], Some.Monday9Am).After(WebhookReceiver.Url, new ChallengeOutcome.Failed(SomePages.Hostile), Some.Monday9Am),
            CourtDirectory.Default,
            Some.Monday9Am) with
        { Secrets = [Secret] }),
        ["refused manage"] = page => page.ManageAsync(SomePages.RefusedManage()),
        ["empty manage"] = page => page.ManageAsync(Manage()),
        ["message"] = page => page.MessageAsync(MessageModel.NotFound),
    };

    private static SecretLine Secret => new(Some.Subscription().Id, "https://hooks.example.com/…", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", HasPrevious: true);

    private static ManageModel Manage(params Subscription[] own) => ManageModel.Of("token", own, webhooks: null, CourtDirectory.Default, Some.Monday9Am);

    public static TheoryData<string> Names => [.. Pages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_AnyPage_HasTitleLanguageLandmarksAndOneHeading(string name)
    {
        var page = await SomePages.ParseAsync(Pages[name](Renderer));

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.EndsWith(" - Tipstaff", page.Title, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.Equal("CSS1Compat", page.CompatMode);
        Assert.All(page.QuerySelectorAll("th"), cell => Assert.Contains(cell.GetAttribute("scope"), (string?[])["row", "col"]));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("[aria-labelledby]"), section => Assert.NotNull(page.GetElementById(section.GetAttribute("aria-labelledby")!)));
        Assert.All(page.QuerySelectorAll("iframe"), frame => Assert.NotEmpty(frame.GetAttribute("title")!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_AnyPage_CanBeHeardInOrder(string name)
    {
        var page = await SomePages.ParseAsync(Pages[name](Renderer));

        var levels = page.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(heading => heading.LocalName[1] - '0').ToList();
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second, 2, pair.First + 1));
        Assert.Equal(["header", "main", "footer"], page.QuerySelectorAll("body > header, body > main, body > footer").Select(landmark => landmark.LocalName));
        Assert.All(page.QuerySelectorAll("nav"), nav => Assert.NotEmpty(nav.GetAttribute("aria-label")!));
        Assert.Equal("#main", page.Body!.FirstElementChild!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector("main#main"));
        Assert.All(page.QuerySelectorAll("a, button, th"), named => Assert.NotEmpty(named.TextContent.Trim()));
        Assert.All(page.QuerySelectorAll("[aria-label]"), named =>
            Assert.Contains(named.LocalName is "a" ? named.TextContent.Trim() : "", named.GetAttribute("aria-label"), StringComparison.Ordinal));
        Assert.Empty(page.QuerySelectorAll("[tabindex]:not([tabindex='0']), [autofocus]"));
        Assert.All(page.QuerySelectorAll("input:not([type=hidden]), select, textarea"), field =>
            Assert.NotNull(field.Closest("label") ?? page.QuerySelector($"label[for='{field.Id}']")));
        Assert.All(page.QuerySelectorAll("[aria-describedby]"), field =>
            Assert.All(field.GetAttribute("aria-describedby")!.Split(' '), id => Assert.NotNull(page.GetElementById(id))));
        Assert.All(page.QuerySelectorAll(".errors a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id);
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_AnyPage_KeepsToTheStrictPolicy(string name)
    {
        var page = await SomePages.ParseAsync(Pages[name](Renderer));

        Assert.Empty(page.QuerySelectorAll("script:not([src='/site.js']), style, [style], img, object, base"));
        Assert.All(page.QuerySelectorAll("script"), script => Assert.Empty(script.TextContent));
        Assert.True(page.QuerySelector("script") is null || page.QuerySelector("input[name=token]") is null, "A page that bears a link's token has a script.");
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        Assert.Equal(["/site.css"], page.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")));
        Assert.All(page.QuerySelectorAll("form"), form => Assert.Matches("^[a-z]+$", form.GetAttribute("action")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_AnyPage_StaysAsItIsUntilItsReaderActs(string name)
    {
        var page = await SomePages.ParseAsync(Pages[name](Renderer));

        Assert.Empty(page.QuerySelectorAll("meta[http-equiv]"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_InstallationBelowAPath_LeadsToNothingBesideIt(string name)
    {
        var page = await SomePages.ParseAsync(Pages[name](SomePages.RendererAt(new Uri("https://firm.example/alerts"))));

        var paths = page.QuerySelectorAll("[href], [src]").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!).Where(path => path.StartsWith('/')).ToList();
        Assert.Contains("/alerts/site.css", paths);
        Assert.All(paths, path => Assert.StartsWith("/alerts/", path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("confirm", "confirm")]
    [InlineData("unsubscribe", "unsubscribe")]
    public async Task Render_PageWithAButton_PostsTheToken(string name, string action)
    {
        var page = await SomePages.ParseAsync(Pages[name](Renderer));

        var form = Assert.Single(page.QuerySelectorAll("form"));
        Assert.Equal("post", form.GetAttribute("method"));
        Assert.Equal(action, form.GetAttribute("action"));
        Assert.Equal("token", form.QuerySelector("input[type=hidden][name=token]")!.GetAttribute("value"));
        Assert.Single(form.QuerySelectorAll("button[type=submit]"));
        Assert.Contains("1:26-cv-01234", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_Requested_SaysWhenAndThatTheMailOfTheDayIsEnough()
    {
        var request = FollowRequest.Read(new FollowFields { Email = "ada@example.com", Court = "nysd", DocketNumber = "1:26-cv-01234", Cadence = "daily" }, out _)!;

        var page = await SomePages.ParseAsync(Renderer.RequestedAsync(RequestedModel.Of(new Requested(request, "all"), hasOutbox: false)));

        var text = page.QuerySelector("main")!.TextContent;
        Assert.Contains("You asked for one e-mail a day, at 8:00 AM, America/New_York time, about:", text, StringComparison.Ordinal);
        Assert.Contains("One such mail goes out a day at most: if one came today, its link confirms this too.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_HostileToken_StaysInItsAttribute()
    {
        var page = await SomePages.ParseAsync(Renderer.ConfirmAsync(new("\"><script>alert(1)</script>", [Docket]) { Shown = "shown" }));

        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.Equal("\"><script>alert(1)</script>", page.QuerySelector("input[name=token]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Render_MailPage_FramesItsHtmlWithoutScripts()
    {
        var page = await SomePages.ParseAsync(Renderer.OutboxMailAsync(SomePages.Mail(SomePages.Hostile, text: "<script>1</script>")));

        var frame = Assert.Single(page.QuerySelectorAll("iframe"));
        Assert.Equal("/outbox/0123456789abcdef0123456789abcdef/html", frame.GetAttribute("src"));
        Assert.DoesNotContain("allow-scripts", frame.GetAttribute("sandbox"), StringComparison.Ordinal);
        Assert.DoesNotContain("allow-same-origin", frame.GetAttribute("sandbox"), StringComparison.Ordinal);
        Assert.Equal(SomePages.HostileShown, page.QuerySelector("h1")!.TextContent);
        Assert.Equal("<script>1</script>", page.QuerySelector("pre.plain")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("script, img"));
    }

    [Fact]
    public void Framed_AMail_OpensItsLinksInTheWindowAround() =>
        Assert.Equal(
            "<!DOCTYPE html><html><head><base target=\"_top\"><title>x</title></head></html>",
            MailPreview.Framed("<!DOCTYPE html><html><head><title>x</title></head></html>"));

    [Fact]
    public void Css_Embedded_HasDarkModeAndLoadsNothing()
    {
        var css = System.Text.Encoding.UTF8.GetString(SiteStyle.Css.Span);

        Assert.Contains("prefers-color-scheme: dark", css, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", css, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", css, StringComparison.Ordinal);
        Assert.Matches("^\"[0-9a-f]{32}\"$", SiteStyle.ETag);
    }
}

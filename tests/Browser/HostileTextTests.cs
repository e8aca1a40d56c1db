using System.Net;
using System.Security;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Links;
using Tipstaff.Operators;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Browser;

/// <summary>Scripts in each text that a court or a client can send, looked at on each page in a real browser: none is there, and none runs.</summary>
public sealed partial class HostileTextTests : IAsyncLifetime
{
    private const string Script = "<script>document.title='ran'</script>";
    private const string Mail = "'onload=document.title='@example.com";

    // Out of a text, of an attribute in either quotes, of a comment, of a title, of a field, of a style.
    private const string Hostile =
        $"{Script}<img src=x onerror=\"document.title='ran'\">\" autofocus onfocus=\"document.title='ran'\" ' onfocus='1' --></title></textarea></style>"
        + "<svg/onload=document.title='ran'><a href=\"javascript:document.title='ran'\">a</a>&lt;script&gt;document.title='ran'&lt;/script&gt;";

    private const string Planted = "img, iframe:not(.mail), script:not([src]), a[href^='javascript:' i], [onerror], [onload], [onfocus], [autofocus]";

    private readonly ScriptedFeedSource _court = new();
    private readonly List<string> _wrong = [];
    private Chromium _chromium = null!;
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _chromium = await Chromium.StartAsync();
        _host = await LocalHost.StartAsync(services => services.AddSingleton<IFeedSource>(_court));
        await FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }
    }

    [Fact]
    public async Task Pages_ScriptsInEveryText_ShowThemAndRunNone()
    {
        var (page, complaints) = await _chromium.OpenAsync(Axe.Desk);
        var reader = _host.IdOf(Mail);
        var token = _host.Token(LinkPurpose.Manage, reader.Value);
        var one = (await _host.OfAsync(Mail))[0];

        await LookAsync(page, "/");
        await LookAsync(page, $"/confirm?token={_host.Token(LinkPurpose.Confirm, reader.Value)}", shows: "script");
        await LookAsync(page, $"/unsubscribe?token={_host.Token(LinkPurpose.Unsubscribe, one.Id.Value)}");
        await LookAsync(page, $"/manage?token={token}", shows: "script");
        await LookAsync(page, "/status", shows: "<script>");
        await LookAsync(page, "/outbox", shows: "<script>");
        foreach (var mail in await MailsAsync())
        {
            await LookAsync(page, mail);
            await LookInFrameAsync(page, mail);
        }

        Assert.Empty(complaints);
        Assert.True(_wrong.Count == 0, string.Join("\n", _wrong));
    }

    [Fact]
    public async Task Pages_ScriptsTypedIntoForms_ComeBackAsText()
    {
        var (page, complaints) = await _chromium.OpenAsync(Axe.Desk);
        await LookAsync(page, $"/confirm?token={Uri.EscapeDataString(Hostile)}");
        await LookAsync(page, $"/{Uri.EscapeDataString(Hostile)}");
        await LookAsync(page, $"/outbox/{Uri.EscapeDataString(Script)}");

        await page.GotoAsync(At("/"));
        foreach (var field in new[] { "email", "court", "docketNumber", "query" })
        {
            await page.EvaluateAsync("([name, text]) => { const field = document.querySelector(`[name=${name}]`); field.value = text; field.form.noValidate = true; }", new[] { field, Hostile });
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Follow" }).ClickAsync();
        await Assertions.Expect(page.Locator("#email-error")).ToBeVisibleAsync();
        await LookAtAsync(page, "the form with what was typed");
        Assert.Contains(Script, await page.Locator("[name=court]").InputValueAsync(), StringComparison.Ordinal);

        await page.GotoAsync(At($"/manage?token={_host.Token(LinkPurpose.Manage, _host.IdOf(Mail).Value)}"));
        await page.GetByText("Change").First.ClickAsync();
        await page.EvaluateAsync("text => { const field = document.querySelector('[name=include]'); field.value = text; field.form.querySelector('[name=digestTimeZone]').value = text; field.form.noValidate = true; }", Hostile);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("[id$='-error']").First).ToBeVisibleAsync();
        await LookAtAsync(page, "the subscriptions with what was typed");

        Assert.All(complaints, complaint => Assert.Matches("^40[04]: |status of 40[04]", complaint));
        Assert.True(_wrong.Count == 0, string.Join("\n", _wrong));
    }

    // Courts say what they like in captions, labels, links and coverage; clients in words and filters.
    private async Task FillAsync()
    {
        foreach (var body in new[]
        {
            new { email = Mail, court = "nysd", query = $"\"{Script}\"", include = new[] { Script, "<img src=x onerror=document.title='ran'>" } },
            new { email = Mail, court = "nysd", query = "document", include = new[] { "javascript:document.title" } },
        })
        {
            using var taken = await _host.PostJsonAsync(JsonSerializer.Serialize(body));
            Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        }

        using var whole = await _host.PostJsonAsync(JsonSerializer.Serialize(new { email = Mail, court = "nysd" }));
        await _host.DeliverAsync();
        await _host.ConfirmAsync(Mail);
        using var waiting = await _host.PostJsonAsync(JsonSerializer.Serialize(new { email = Mail, court = "cand", query = $"\"{Script}\"", exclude = new[] { Script } }));
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        var item = SomeFeed.Item(1, _host.Clock.GetUtcNow(), label: Xml(Hostile), caption: Xml(Hostile));
        var twice = SomeFeed.Item(2, _host.Clock.GetUtcNow(), label: Xml(Xml(Hostile)), caption: Xml(Xml(Hostile)));
        var linked = SomeFeed.Item(3, _host.Clock.GetUtcNow()).Replace("https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345</link>", $"javascript:document.title='ran'</link>", StringComparison.Ordinal);
        var unreadable = $"<item><title>{Xml(Hostile)}</title><guid>{Xml(Hostile)}</guid></item>";
        var coverage = SomeFeed.Of(_host.Clock.GetUtcNow(), item, twice, linked, unreadable).Replace("Docket entries of type: all", $"Docket entries of type: {Xml(Hostile)}", StringComparison.Ordinal);
        _court.Gives(coverage);
        await _host.Services.GetRequiredService<CheckCourt>().RunAsync(CourtId.Parse("nysd"), new Uri("https://ecf.nysd.uscourts.gov/feed"), default);
        await _host.Services.GetRequiredService<IOperatorNotices>().AddAsync(
            [OperatorNotice.Of(NoticeKind.DeadLetter, "hostile", _host.Clock.GetUtcNow(), Hostile, CourtId.Parse("nysd"))], default);
        await _host.DeliverAsync();
    }

    private async Task<IReadOnlyList<string>> MailsAsync()
    {
        var mails = MailLink.Matches(await _host.Client.GetStringAsync(new Uri("/outbox", UriKind.Relative))).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(mails.Count > 1, $"{mails.Count} mails.");
        return mails;
    }

    private async Task LookAsync(IPage page, string path, string? shows = null)
    {
        await page.GotoAsync(At(path));
        await LookAtAsync(page, path);
        if (shows is not null && !(await page.Locator("main").InnerTextAsync()).Contains(shows, StringComparison.Ordinal))
        {
            _wrong.Add($"{path} does not show {shows}, so that nothing was looked at.");
        }
    }

    private async Task LookAtAsync(IPage page, string what)
    {
        if (await page.EvaluateAsync<string>("planted => [...document.querySelectorAll(planted)].map(e => e.outerHTML.slice(0, 200)).join(' | ')", Planted) is { Length: > 0 } planted)
        {
            _wrong.Add($"{what} has {planted}");
        }

        if (await page.TitleAsync() == "ran")
        {
            _wrong.Add($"{what} ran a script");
        }
    }

    private async Task LookInFrameAsync(IPage page, string mail)
    {
        await page.FrameLocator("iframe.mail").Locator("body").WaitForAsync();
        var frame = page.Frames[1];
        if (await frame.EvaluateAsync<string>("planted => [...document.querySelectorAll(planted)].map(e => e.outerHTML.slice(0, 200)).join(' | ')", Planted) is { Length: > 0 } planted)
        {
            _wrong.Add($"the content of {mail} has {planted}");
        }
    }

    private string At(string path) => new Uri(_host.Client.BaseAddress!, path).ToString();

    private static string Xml(string text) => SecurityElement.Escape(text);

    // <a href="/outbox/0123…">
    [GeneratedRegex("href=\"(/outbox/[0-9a-f]{32})\"")]
    private static partial Regex MailLink { get; }
}

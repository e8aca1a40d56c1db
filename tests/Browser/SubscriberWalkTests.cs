using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Browser;

/// <summary>A subscriber's walk through the real program: from the form to the end, with a look at each page for those who see little.</summary>
public sealed partial class SubscriberWalkTests : IAsyncLifetime
{
    private const string Address = "walker@example.com";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _data = new();
    private readonly HttpClient _client = new();
    private Chromium _chromium = null!;
    private TipstaffProcess _demo = null!;
    private Uri _url = null!;

    public async ValueTask InitializeAsync()
    {
        _chromium = await Chromium.StartAsync();
        (_demo, _url) = await TipstaffProcess.StartServiceAsync("demo", "--data", _data.Combine("data"));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_demo is not null)
        {
            await _demo.DisposeAsync();
        }

        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _data.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Walk_FromTheFormToTheEnd_WorksAndCanBeHeard(bool hasScript)
    {
        Axe.Require();
        var (page, complaints) = await _chromium.OpenAsync(Axe.Desk, hasScript);
        await page.GotoAsync(_url.ToString());
        await LookAsync(page, "subscribe", hasScript);

        await page.GetByLabel("Your e-mail address").FillAsync(Address);
        await page.GetByLabel("Court", new() { Exact = true }).FillAsync("cand");
        if (hasScript)
        {
            await Assertions.Expect(page.Locator("#court-says")).Not.ToBeEmptyAsync();
            await page.GetByLabel("A docket number").FillAsync("24-1");
            await page.GetByLabel("A docket number").BlurAsync();
            await Assertions.Expect(page.Locator("#docket-says")).ToContainTextAsync("looks different");
            await page.GetByLabel("A docket number").FillAsync("");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Follow" }).ClickAsync();
        await Assertions.Expect(page.Locator("#docketNumber-error")).ToContainTextAsync("What to follow is missing");
        await LookAsync(page, "subscribe-error", hasScript);
        Assert.All(complaints, complaint => Assert.Contains("400", complaint, StringComparison.Ordinal));
        complaints.Clear();

        await page.GetByLabel("Every docket of the court").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Follow" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Look into your mail");
        await LookAsync(page, "requested", hasScript);

        await page.GotoAsync(await LinkOfAsync("/confirm"));
        await LookAsync(page, "confirm", hasScript);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Confirmed");
        await LookAsync(page, "confirmed", hasScript);

        var unsubscribe = await LinkOfAsync("/unsubscribe");
        var manage = await LinkOfAsync("/manage");
        await page.GotoAsync(manage);
        await LookAsync(page, "manage", hasScript);
        await page.GetByText("Change").First.ClickAsync();
        await page.GetByLabel("How often").SelectOptionAsync("daily");
        await page.GetByLabel("Time zone of that hour").FillAsync("Mars");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("#s0-digestTimeZone-error")).ToContainTextAsync("is no time zone");
        await LookAsync(page, "manage-error", hasScript);
        complaints.Clear();
        await page.GetByLabel("Time zone of that hour").FillAsync("America/Denver");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]").First).ToContainTextAsync("Saved");
        await Assertions.Expect(page.Locator(".dockets li")).ToContainTextAsync("One e-mail a day");
        Assert.DoesNotContain("token", page.Url, StringComparison.Ordinal);
        await LookAsync(page, "manage-saved", hasScript);

        // A second wish of the day brings no mail.
        await page.GotoAsync(_url.ToString());
        await page.GetByLabel("Your e-mail address").FillAsync(Address);
        await page.GetByLabel("Court", new() { Exact = true }).FillAsync("nysd");
        await page.GetByLabel("Every docket of the court").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Follow" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("if one came today, its link confirms this too");
        await page.GotoAsync(manage);
        await Assertions.Expect(page.Locator(".dockets li").Nth(1)).ToContainTextAsync("Waiting for confirmation");
        await LookAsync(page, "manage-pending", hasScript);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]").First).ToContainTextAsync("Confirmed");
        await Assertions.Expect(page.Locator(".dockets li").Nth(1)).ToContainTextAsync("Followed since");

        await page.GotoAsync(unsubscribe);
        await LookAsync(page, "unsubscribe", hasScript);
        await page.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Unsubscribed");
        await LookAsync(page, "unsubscribed", hasScript);

        await page.GotoAsync(new Uri(_url, "/status").ToString());
        await LookAsync(page, "status", hasScript);
        await page.GotoAsync(new Uri(_url, "/outbox").ToString());
        await LookAsync(page, "outbox", hasScript);
        await page.Locator(".mails a").First.ClickAsync();
        await page.WaitForURLAsync("**/outbox/*");
        await LookAsync(page, "mail", hasScript);
        Assert.Empty(complaints);
        await page.GotoAsync(new Uri(_url, "/nothing").ToString());
        await LookAsync(page, "nothing", hasScript);
    }

    [Fact]
    public async Task Walk_WithAWebhook_ShowsItsSecretOnceAndCanBeHeard()
    {
        Axe.Require();
        var (page, complaints) = await _chromium.OpenAsync(Axe.Desk, hasScript: true);
        await page.GotoAsync(_url.ToString());
        await page.GetByLabel("Your e-mail address").FillAsync(Address);
        await page.GetByLabel("Court", new() { Exact = true }).FillAsync("cand");
        await page.GetByLabel("Every docket of the court").CheckAsync();
        await page.GetByText("To a webhook").ClickAsync();
        await page.GetByLabel("The URL of your receiver").FillAsync("https://10.0.0.1/hook");
        await page.GetByRole(AriaRole.Button, new() { Name = "Follow" }).ClickAsync();
        await Assertions.Expect(page.Locator("#channel-error")).ToContainTextAsync("public internet only");
        await LookAsync(page, "webhook-error", hasScript: true);
        complaints.Clear();
        await page.GetByLabel("The URL of your receiver").FillAsync("https://hooks.example.com/tipstaff");
        await page.GetByRole(AriaRole.Button, new() { Name = "Follow" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Look into your mail");

        await page.GotoAsync(await LinkOfAsync("/confirm"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(page.Locator("code")).ToContainTextAsync("whsec_");
        await LookAsync(page, "webhook-confirmed", hasScript: true);

        await page.GetByRole(AriaRole.Button, new() { Name = "See or change all that you follow" }).ClickAsync();
        await Assertions.Expect(page.Locator(".dockets li")).ToContainTextAsync("Waiting for your receiver");
        Assert.Equal(0, await page.Locator("code").CountAsync());
        await LookAsync(page, "webhook-manage", hasScript: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "New secret" }).ClickAsync();
        await Assertions.Expect(page.Locator("code")).ToContainTextAsync("whsec_");
        await LookAsync(page, "webhook-secret", hasScript: true);
        Assert.Empty(complaints);
    }

    // What axe finds does not hang on our script; it needs one of its own, which a browser without scripts does not run.
    private static Task LookAsync(IPage page, string name, bool hasScript) => hasScript ? Axe.CheckAsync(page, $"walker-{name}") : Task.CompletedTask;

    // The link of the newest mail to the walker that has one to this page.
    private async Task<string> LinkOfAsync(string path)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var list = await _client.GetStringAsync(new Uri(_url, "/outbox"));
            foreach (Match mail in MailLink.Matches(list))
            {
                var shown = await _client.GetStringAsync(new Uri(_url, mail.Groups[1].Value));
                if (shown.Contains(Address, StringComparison.Ordinal) && Regex.Match(shown, $@"http://\S+{path}\?token=[\w-]+") is { Success: true } found)
                {
                    return found.Value;
                }
            }

            Assert.True(clock.Elapsed < Patience, $"Waited {Patience.TotalSeconds:0} s in vain for a mail with a link to {path}.");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    // <a href="/outbox/0123…">
    [GeneratedRegex("href=\"(/outbox/[0-9a-f]{32})\"")]
    private static partial Regex MailLink { get; }
}

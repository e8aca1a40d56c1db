using Microsoft.Playwright;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Browser;

/// <summary>A newcomer's walk through the real program's demo, in a real browser.</summary>
public sealed class DemoWalkTests : IAsyncLifetime
{
    private const int Desk = 1280;
    private const int Phone = 390;

    private readonly TemporaryFolder _data = new();
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

    [Fact]
    public async Task Demo_FromTheFirstPageToUnsubscribed_ShowsEachStep()
    {
        var (page, complaints) = await _chromium.OpenAsync(Desk);
        await page.GotoAsync(new Uri(_url, "/status").ToString());

        // The page makes itself anew until a mail is there: nothing here reloads it.
        var mail = page.Locator(".mails a").First;
        await mail.WaitForAsync();
        await Chromium.KeepAsync(page, "walk-1-status");
        await Assertions.Expect(page.Locator(".entries tbody tr").First).ToBeVisibleAsync();
        var subject = await OpenAsync(page, mail);

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(subject);
        var frame = page.FrameLocator("iframe.mail");
        await Assertions.Expect(frame.Locator("table.entries tbody tr").First).ToBeVisibleAsync();
        var docket = await frame.Locator("h1 + .place").TextContentAsync();
        await Chromium.KeepAsync(page, "walk-2-mail");

        await frame.Locator("a.unsubscribe").ClickAsync();
        await page.WaitForURLAsync("**/unsubscribe?token=*");
        var link = page.Url;
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Unsubscribe");
        await Assertions.Expect(page.Locator(".dockets li")).ToContainTextAsync(docket!.Split(' ')[1]);
        await Chromium.KeepAsync(page, "walk-3-unsubscribe");

        await page.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Unsubscribed");
        await Assertions.Expect(page.Locator(".dockets li")).ToContainTextAsync(docket.Split(' ')[1]);
        await Chromium.KeepAsync(page, "walk-4-unsubscribed");

        await page.GotoAsync(link);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Unsubscribed");
        await Assertions.Expect(page.Locator("button")).ToHaveCountAsync(0);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Demo_ManageLinkOfAMail_ShowsWhatItsReaderFollows()
    {
        var (page, complaints) = await _chromium.OpenAsync(Desk);
        await page.GotoAsync(new Uri(_url, "/status").ToString());
        await OpenAsync(page, page.Locator(".mails a").First);

        await page.FrameLocator("iframe.mail").Locator("a.manage").ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your subscriptions");
        await Assertions.Expect(page.Locator(".dockets button[value=end]").First).ToContainTextAsync("Unsubscribe");
        await Chromium.KeepAsync(page, "manage");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Demo_OnAPhone_NoPageScrollsSideways()
    {
        var (page, complaints) = await _chromium.OpenAsync(Phone);
        await page.GotoAsync(new Uri(_url, "/status").ToString());
        await page.Locator(".mails a").First.WaitForAsync();

        // Anew, and as it stays: the board is not to be taken anew amid the look.
        await page.GotoAsync(new Uri(_url, "/status").ToString());
        await page.GetByLabel("Keep this page up to date").UncheckAsync();
        await AssertFitsAsync(page, "phone-status");

        await page.GotoAsync(new Uri(_url, "/outbox").ToString());
        await AssertFitsAsync(page, "phone-outbox");

        await OpenAsync(page, page.Locator(".mails a").First);
        await page.FrameLocator("iframe.mail").Locator("a.manage").WaitForAsync();
        await AssertFitsAsync(page, "phone-mail");
        var framed = page.Frames[1];
        Assert.Equal(await framed.EvaluateAsync<int>("document.documentElement.clientWidth"), await framed.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(complaints);
    }

    // Opens a mail of a list that may be made anew just then.
    private static async Task<string> OpenAsync(IPage page, ILocator mail)
    {
        await mail.WaitForAsync();
        var (subject, link) = (await mail.TextContentAsync(), await mail.GetAttributeAsync("href"));
        await page.Locator($".mails a[href='{link}']").ClickAsync();
        await page.WaitForURLAsync($"**{link}");
        return subject!.Trim();
    }

    private static async Task AssertFitsAsync(IPage page, string name)
    {
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        await Chromium.KeepAsync(page, name);
        Assert.Equal(Phone, width);
    }
}

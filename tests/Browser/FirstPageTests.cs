using Microsoft.Playwright;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Browser;

/// <summary>What the first page's script says while somebody types, and that it takes what the server takes.</summary>
public sealed class FirstPageTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private Chromium _chromium = null!;
    private TipstaffProcess _demo = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _chromium = await Chromium.StartAsync();
        (_demo, var url) = await TipstaffProcess.StartServiceAsync("demo", "--data", _data.Combine("data"));
        (_page, _) = await _chromium.OpenAsync(Axe.Desk);
        await _page.GotoAsync(url.ToString());
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
    public async Task Typing_ACourtByAnyOfItsNames_SaysWhatItCovers()
    {
        string[][] courts =
        [
            ["vtd", "VTD", "dvt", "D.Vt.", "District Court, D. Vermont (vtd)", "United States District Court, D. Vermont", "District of Vermont", "U.S. District Court for the District of Vermont"],
            ["vaed", "edva", "Eastern District of Virginia", "E.D. Virginia"],
            ["alsb", "Bankruptcy Court, S.D. Alabama", "U.S. Bankruptcy Court for the Southern District of Alabama"],
            ["ca4", "cta4", "Fourth Circuit", "4th Cir.", "U.S. Court of Appeals for the Fourth Circuit"],
            ["cofc", "uscfc", "Court of Federal Claims"],
        ];
        foreach (var court in courts)
        {
            foreach (var name in court)
            {
                await TypeAsync(name, "");

                await Assertions.Expect(_page.Locator("#docket-says")).ToContainTextAsync($"{court[0]} writes");
                await Assertions.Expect(_page.Locator("#court-says")).ToContainTextAsync("feed");
            }
        }

        foreach (var unclear in (string[])["Delaware", "District of Columbia", "Virgin Islands", "District Court", "constructor", "of the", ""])
        {
            await TypeAsync(unclear, "");

            await Assertions.Expect(_page.Locator("#docket-says")).ToHaveTextAsync("");
        }
    }

    [Fact]
    public async Task Typing_ADocketNumber_SaysWhetherItIsLikeTheCourtsOwn()
    {
        (string Court, string Number, bool IsDifferent)[] typed =
        [
            ("nysd", "1:24-cv-01234", false),
            ("nysd", "1:24-CV-01234 (JMF)", false),
            ("nysd", "1:24-cv-01234-JMF", false),
            ("nysd", "1:24–cv–01234", false),
            ("nysd", "Case No. 1:24cv1234", false),
            ("nysd", "24-cv-01234", true),
            ("nysd", "1:24-cv-01234x", true),
            ("deb", "hello", true),
            ("deb", "24-10992", false),
            ("deb", "24-10992 (KBO)", false),
            ("deb", "24-bk-10992", true),
            ("cacb", "24-10992", true),
            ("nyeb", "8-24-78584-ast", false),
            ("ca9", "8-24-78584", true),
            ("jpml", "MDL 2168", false),
        ];
        foreach (var (court, number, isDifferent) in typed)
        {
            await TypeAsync(court, number);

            await Assertions.Expect(_page.Locator("#docket-says")).ToContainTextAsync($"{court} writes");
            Assert.Equal((number, isDifferent), (number, (await _page.Locator("#docket-says").TextContentAsync())!.Contains("different", StringComparison.Ordinal)));
        }

        await TypeAsync("deb", "hello");
        await Assertions.Expect(_page.Locator("#docket-says")).ToContainTextAsync("24-10992, or 2:24-bk-10992 where its dockets are headed so");
        await Chromium.KeepAsync(_page, "typed");
    }

    [Theory]
    [InlineData("jürgen@exämple.de")]
    [InlineData("用户@例子.公司")]
    public async Task Follow_AnInternationalAddress_IsTaken(string address)
    {
        await _page.GetByLabel("Your e-mail address").FillAsync(address);
        await TypeAsync("Eastern District of Virginia", "No. 1:24–cv–01234");

        await _page.GetByRole(AriaRole.Button, new() { Name = "Follow" }).ClickAsync();

        await Assertions.Expect(_page.Locator("h1")).ToHaveTextAsync("Look into your mail");
        await Assertions.Expect(_page.Locator(".dockets")).ToContainTextAsync("1:24-cv-01234");
        await Chromium.KeepAsync(_page, "typed-taken");
    }

    private async Task TypeAsync(string court, string number)
    {
        await _page.GetByLabel("Court", new() { Exact = true }).FillAsync(court);
        await _page.GetByLabel("A docket number").FillAsync(number);
        await _page.GetByLabel("A docket number").DispatchEventAsync("change");
    }
}

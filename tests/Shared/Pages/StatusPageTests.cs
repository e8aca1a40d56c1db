using AngleSharp.Dom;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Gaps;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Pages;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Pages;

public sealed class StatusPageTests
{
    [Fact]
    public async Task Status_GapsOfTheLastWeek_AreListedNewestFirst()
    {
        Gap At(int daysAgo, string court) => new(
            CourtId.Parse(court), Some.Monday9Am.AddDays(-daysAgo).AddHours(-2), Some.Monday9Am.AddDays(-daysAgo).AddHours(-1), Some.Monday9Am.AddDays(-daysAgo));
        CourtState With(string court, params int[] daysAgo) =>
            SomePages.State(court) with { Window = FeedWindow.New with { Gaps = [.. daysAgo.Select(days => At(days, court))] } };

        var page = await RenderAsync(SomePages.Status([With("nysd", 8, 3), With("nysb", 1)]));

        Assert.Equal(
            ["nysb Mar 1, 2026, 7:00 AM and 8:00 AM EST", "nysd Feb 27, 2026, 7:00 AM and 8:00 AM EST"],
            page.QuerySelectorAll(".gaps tbody tr").Select(row => $"{row.Children[0].TextContent} {row.Children[1].TextContent}"));
    }

    [Fact]
    public async Task Status_WithoutGaps_NamesNone() =>
        Assert.Null((await RenderAsync(SomePages.Status())).QuerySelector(".gaps"));

    [Fact]
    public async Task Status_ACourt_ShowsResultChecksAndCoverage()
    {
        var page = await RenderAsync(SomePages.Status([SomePages.State(coverage: "answer,appeal,cmp,motion,order,misc")]));

        var row = Row(page, ".courts");
        Assert.Contains("nysd District Court, S.D. New York", row, StringComparison.Ordinal);
        Assert.Contains("Unchanged", row, StringComparison.Ordinal);
        Assert.Contains("8 s ago Mar 2, 2026, 8:59 AM EST", row, StringComparison.Ordinal);
        Assert.Contains("in 52 s", row, StringComparison.Ordinal);
        Assert.Equal(
            ["Its feed covers: answer, appeal, cmp and 3 more|answer, appeal, cmp, motion, order, misc", "answer, appeal, cmp and 3 more|answer, appeal, cmp, motion, order, misc"],
            page.QuerySelectorAll(".courts details").Select(cut => string.Join('|', cut.Children.Select(part => part.TextContent))));
    }

    [Fact]
    public async Task Status_ACourtInTrouble_SaysSoInWords()
    {
        var page = await RenderAsync(SomePages.Status([SomePages.State(result: CheckResult.Unavailable, trouble: "HTTP 503"), SomePages.State("nysb")]));

        var row = Row(page, ".courts tr.trouble", cells: true);
        Assert.Contains("No answer HTTP 503 last good: 3 min ago", row, StringComparison.Ordinal);
        Assert.Equal("In trouble: 1", string.Join(": ", page.QuerySelector(".sums .bad")!.Children.Select(part => part.TextContent)));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public async Task Status_ACourtWithAGapOfTheLastWeek_SaysWhenEntriesMayHaveBeenMissed(int foundDaysAgo, bool isSaid)
    {
        var found = Some.Monday9Am.AddDays(-foundDaysAgo);
        var state = SomePages.State() with { Window = FeedWindow.New with { Gaps = [new(Some.Nysd, found.AddHours(-3), found.AddHours(-1), found)] } };

        var page = await RenderAsync(SomePages.Status([state]));

        Assert.Equal(isSaid, Row(page, ".courts").Contains("Unchanged may have missed entries between Feb 24, 2026, 6:00 AM and 8:00 AM EST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Status_NewsForOperators_StandForAWeek()
    {
        var old = OperatorNotice.Of(NoticeKind.Gap, "old", Some.Monday9Am.AddDays(-8), "An old gap.", Some.Nysd);
        var dead = OperatorNotice.Of(NoticeKind.DeadLetter, "new", Some.Monday9Am.AddMinutes(-5), SomePages.Hostile);

        var page = await RenderAsync(SomePages.Status(notices: [dead, old]));

        Assert.Contains($"Alert given up {SomePages.HostileShown}", Row(page, ".notices"), StringComparison.Ordinal);
        Assert.DoesNotContain("An old gap.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null((await RenderAsync(SomePages.Status(notices: [old]))).QuerySelector(".notices"));
    }

    [Fact]
    public async Task Status_ACourtWhoseBreakerIsOpen_SaysUntilWhen()
    {
        var breaker = CircuitBreaker.New.AfterFailure(Some.Monday9Am, new BreakerOptions { FailuresInARow = 1 });
        var held = SomePages.State(result: CheckResult.Unavailable, trouble: "HTTP 503") with { Breaker = breaker };

        var page = await RenderAsync(SomePages.Status([held]));

        Assert.Contains("Held until 9:05 AM EST HTTP 503", Row(page, ".courts tr.trouble", cells: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_EveryCheckResult_HasWordsOfItsOwn()
    {
        var results = Enum.GetValues<CheckResult>();

        var page = await RenderAsync(SomePages.Status([.. results.Select(result => SomePages.State(result: result))]));

        Assert.Equal(results.Length, page.QuerySelectorAll(".courts .status").Select(status => status.TextContent).Distinct().Count());
    }

    [Fact]
    public async Task Status_AMail_ShowsStateAndLeadsToTheOutbox()
    {
        var mail = SomePages.Row();

        var page = await RenderAsync(SomePages.Status(mails: [mail, SomePages.Row(OutboxState.DeadLettered, "550 no such mailbox")]));

        Assert.Contains("Delivered to outbox [nysd 1:26-cv-01234] Doe v. Roe: Notice of Appearance", Row(page, ".mails"), StringComparison.Ordinal);
        Assert.Contains("Given up 550 no such mailbox", Tidy(page.QuerySelector(".mails")!.TextContent), StringComparison.Ordinal);
        var link = Assert.Single(page.QuerySelectorAll(".mails a"));
        Assert.Equal($"/outbox/{mail.Message.Key}", link.GetAttribute("href"));
    }

    [Fact]
    public async Task Status_WithoutOutbox_LeadsToNone()
    {
        var page = await RenderAsync(SomePages.Status(hasOutbox: false));

        Assert.Empty(page.QuerySelectorAll("a[href^='/outbox']"));
    }

    [Fact]
    public async Task Status_AnEntry_ShowsNumberLabelsCaptionAndCourtsTime()
    {
        var page = await RenderAsync(SomePages.Status(entries: [Some.Entry(labels: ["Order", "Letter"])]));

        var row = Row(page, ".entries");
        Assert.Contains("3 Order; Letter Doe v. Roe nysd 1:26-cv-01234", row, StringComparison.Ordinal);
        Assert.Contains("Mar 2, 2026, 9:00 AM EST", row, StringComparison.Ordinal);
        Assert.Equal("2026-03-02T14:00:00Z", page.QuerySelector(".entries time")!.GetAttribute("datetime"));
    }

    [Fact]
    public async Task Status_AnEntryWithNothing_SaysWhatIsMissing()
    {
        var entry = Some.Entry(number: null, timed: false, caption: "", document: null) with { Labels = [] };

        var page = await RenderAsync(SomePages.Status(entries: [entry], mails: [SomePages.Row(entries: entry)]));

        Assert.Contains("none New entry", Row(page, ".entries"), StringComparison.Ordinal);
        Assert.Contains("time not given", Row(page, ".entries"), StringComparison.Ordinal);
        Assert.Contains("New entry", Row(page, ".mails"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_HostileCourtText_StaysTextInItsPlace()
    {
        var entry = Some.Entry(number: "<b>", caption: SomePages.Hostile, labels: [SomePages.Hostile]) with
        {
            DocumentLink = "javascript:alert(1)",
            DocketLink = "https://evil.example/\"onmouseover=alert(1)",
        };

        var page = await RenderAsync(SomePages.Status(
            [SomePages.State(result: CheckResult.Garbled, trouble: SomePages.Hostile, coverage: SomePages.Hostile)],
            [entry],
            [SomePages.Row(OutboxState.Suppressed, SomePages.Hostile, entry)],
            notice: SomePages.Hostile));

        Assert.Empty(page.QuerySelectorAll("script:not([src='/site.js']), img, .entries a, .entries td > b > b"));
        Assert.Equal(SomePages.HostileShown, page.QuerySelector(".entries bdi")!.TextContent);
        Assert.Contains(SomePages.HostileShown, page.QuerySelector(".courts")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page.QuerySelector("section")!.TextContent);
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-8, "8 s ago")]
    [InlineData(52, "in 52 s")]
    [InlineData(-150, "2 min ago")]
    [InlineData(-6000, "1 h ago")]
    [InlineData(-300_000, "3 days ago")]
    public void Distance_OfAMoment_IsInWords(int seconds, string words) =>
        Assert.Equal(words, PageTime.Of(Some.Monday9Am.AddSeconds(seconds), TimeZoneInfo.Utc, Some.Monday9Am)!.Distance);

    private static Task<IDocument> RenderAsync(StatusModel model) => SomePages.ParseAsync(SomePages.Renderer.StatusAsync(model));

    private static string Row(IDocument page, string table, bool cells = false) =>
        Tidy(page.QuerySelector(cells ? table : $"{table} tbody tr")!.TextContent);

    private static string Tidy(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using System.Net;
using AngleSharp.Dom;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class ManagePageTests : IAsyncLifetime
{
    private const string Ada = "ada@example.com";

    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Get_OwnSubscriptions_ShowsEachWithItsStateInWords()
    {
        var ended = await _host.SubscribeAsync(docket: "1:26-cv-00001");
        await _host.SubscribeAsync(docket: "1:26-cv-00002");
        await _host.ConfirmAsync();
        await _host.EndAsync(ended);
        await _host.SubscribeAsync(docket: "1:26-cv-00003");

        using var answer = await GetAsync(Ada);

        var page = await WebAnswer.PageAsync(answer);
        foreach (var form in page.QuerySelectorAll(".dockets form"))
        {
            form.Remove();
        }

        var rows = page.QuerySelectorAll(".dockets li").Select(row => string.Join(' ', row.Descendants<IText>().Select(text => text.Text.Trim()).Where(text => text is not "")));
        const string Court = "nysd United States District Court, S.D. New York";
        Assert.Equal(
            [
                $"1:26-cv-00002 {Court} Followed since Mar 2, 2026, 9:00 AM EST An e-mail for each entry, at once",
                $"1:26-cv-00003 {Court} Waiting for confirmation Press Confirm here, or the button behind the link in our mail. An e-mail for each entry, at once",
                $"1:26-cv-00001 {Court} Ended Mar 2, 2026, 9:00 AM EST",
            ],
            rows);
    }

    [Fact]
    public async Task Get_EachState_OffersWhatCanBeDone()
    {
        var ended = await _host.SubscribeAsync(docket: "1:26-cv-00001");
        await _host.SubscribeAsync(docket: "1:26-cv-00002");
        await _host.ConfirmAsync();
        await _host.EndAsync(ended);
        await _host.SubscribeAsync(docket: "1:26-cv-00003");

        using var answer = await GetAsync(Ada);

        var rows = (await WebAnswer.PageAsync(answer)).QuerySelectorAll(".dockets li")
            .Select(row => string.Join(' ', row.QuerySelectorAll("button").Select(button => button.GetAttribute("value"))));
        Assert.Equal(["save pause end", "save confirm end", ""], rows);
    }

    [Fact]
    public async Task Get_OthersSubscriptionsAndAnyAddress_AreNotShown()
    {
        await _host.SubscribeAsync();
        await _host.SubscribeAsync("grace@example.com", "1:26-cv-09999");

        using var answer = await GetAsync(Ada);

        var html = (await WebAnswer.PageAsync(answer)).DocumentElement.OuterHtml;
        Assert.Contains("1:26-cv-01234", html, StringComparison.Ordinal);
        Assert.DoesNotContain("1:26-cv-09999", html, StringComparison.Ordinal);
        Assert.DoesNotContain("@", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ReaderWithoutAny_SaysSo()
    {
        using var answer = await GetAsync("nobody@example.com");

        var page = await WebAnswer.PageAsync(answer);
        Assert.Equal("There are none.", page.QuerySelector(".empty")!.TextContent);
    }

    [Fact]
    public async Task Manage_AnyOtherMethod_ChangesNothing()
    {
        var own = await _host.SubscribeAsync();

        using var answer = await _host.SendAsync(HttpMethod.Delete, $"/manage?token={_host.Token(LinkPurpose.Manage, own.Subscriber.Value)}");

        await WebAnswer.PageAsync(answer, HttpStatusCode.MethodNotAllowed);
        Assert.Equal(SubscriptionState.Pending, Assert.Single(await _host.OfAsync(Ada)).State);
    }

    private Task<HttpResponseMessage> GetAsync(string address) =>
        _host.GetAsync($"/manage?token={_host.Token(LinkPurpose.Manage, _host.IdOf(address).Value)}");
}

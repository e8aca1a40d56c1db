using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Digests;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class LinkPagesTests : IAsyncLifetime
{
    private LocalHost _host = null!;
    private Subscription _doeVRoe = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.StartAsync();
        _doeVRoe = await _host.SubscribeAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string, LinkPurpose> Pages => new()
    {
        { "/confirm", LinkPurpose.Confirm },
        { "/unsubscribe", LinkPurpose.Unsubscribe },
        { "/manage", LinkPurpose.Manage },
    };

    [Fact]
    public async Task Confirm_GetThenItsButton_ConfirmsAtThePost()
    {
        using var shown = await _host.GetAsync($"/confirm?token={TokenFor(LinkPurpose.Confirm)}");
        var form = (await WebAnswer.PageAsync(shown)).QuerySelector("form")!;
        var before = await StateAsync();

        using var pressed = await _host.PostFormAsync($"/{form.GetAttribute("action")}", form.QuerySelector("input")!.GetAttribute("value")!);

        var page = await WebAnswer.PageAsync(pressed);
        Assert.Equal("Confirmed", page.Heading());
        Assert.Contains("1:26-cv-01234", page.QuerySelector(".dockets")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((SubscriptionState.Pending, SubscriptionState.Confirmed), (before, await StateAsync()));
    }

    [Theory]
    [InlineData("1:26-cv-09999", "immediate")]
    [InlineData("1:26-cv-01234", "daily")]
    public async Task Confirm_SomebodyAskedForMoreMeanwhile_ShowsThatAndConfirmsNothingYet(string docket, string cadence)
    {
        using var shown = await _host.GetAsync($"/confirm?token={TokenFor(LinkPurpose.Confirm)}");
        using var more = await _host.Client.PostAsJsonAsync("/api/subscriptions", new { email = "ada@example.com", court = "nysd", docketNumber = docket, cadence });
        Assert.Equal(HttpStatusCode.Accepted, more.StatusCode);

        using var pressed = await PressAsync(await WebAnswer.PageAsync(shown));
        var before = await StateAsync();
        Assert.Equal(HttpStatusCode.Conflict, pressed.StatusCode);
        var again = new HtmlParser().ParseDocument(await pressed.Content.ReadAsStringAsync());
        Assert.Contains(docket, again.QuerySelector(".dockets")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(again.QuerySelector("[role=alert]"));
        using var last = await PressAsync(again);

        Assert.Equal("Confirmed", (await WebAnswer.PageAsync(last)).Heading());
        Assert.Equal((SubscriptionState.Pending, SubscriptionState.Confirmed), (before, await StateAsync()));
    }

    [Fact]
    public async Task Confirm_Twice_SaysThatNothingIsLeft()
    {
        await _host.ConfirmAsync();

        using var shown = await _host.GetAsync($"/confirm?token={TokenFor(LinkPurpose.Confirm)}");
        using var pressed = await _host.PostFormAsync("/confirm", TokenFor(LinkPurpose.Confirm));

        Assert.Equal("There is nothing to confirm", (await WebAnswer.PageAsync(shown)).Heading());
        Assert.Contains("before", (await WebAnswer.PageAsync(pressed)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unsubscribe_GetThenItsButton_EndsAtThePost()
    {
        await _host.ConfirmAsync();
        using var shown = await _host.GetAsync($"/unsubscribe?token={TokenFor(LinkPurpose.Unsubscribe)}");
        var form = (await WebAnswer.PageAsync(shown)).QuerySelector("form")!;
        var before = await StateAsync();

        using var pressed = await _host.PostFormAsync($"/{form.GetAttribute("action")}", form.QuerySelector("input")!.GetAttribute("value")!);
        using var again = await _host.GetAsync($"/unsubscribe?token={TokenFor(LinkPurpose.Unsubscribe)}");

        Assert.Equal("Unsubscribed", (await WebAnswer.PageAsync(pressed)).Heading());
        Assert.Equal("Unsubscribed", (await WebAnswer.PageAsync(again)).Heading());
        Assert.Equal((SubscriptionState.Confirmed, SubscriptionState.Ended), (before, await StateAsync()));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_HeadOrGet_ChangesNothingAndSaysTheSame(string path, LinkPurpose purpose)
    {
        var before = Assert.Single(await _host.OfAsync("ada@example.com"));

        using var got = await _host.GetAsync($"{path}?token={TokenFor(purpose)}");
        using var head = await _host.SendAsync(HttpMethod.Head, $"{path}?token={TokenFor(purpose)}");

        await WebAnswer.PageAsync(got);
        WebAnswer.AssertPageHeaders(head);
        Assert.Equal((got.StatusCode, got.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(before, Assert.Single(await _host.OfAsync("ada@example.com")));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_ExpiredLink_IsGone(string path, LinkPurpose purpose)
    {
        var token = TokenFor(purpose);
        _host.Clock.Advance(TimeSpan.FromDays(1));

        using var got = await _host.GetAsync($"{path}?token={token}");
        using var head = await _host.SendAsync(HttpMethod.Head, $"{path}?token={token}");

        Assert.Equal("This link has expired", (await WebAnswer.PageAsync(got, HttpStatusCode.Gone)).Heading());
        Assert.Equal(HttpStatusCode.Gone, head.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_TokenThatIsNotForIt_IsRefusedAndChangesNothing(string path, LinkPurpose purpose)
    {
        var token = TokenFor(purpose);
        string[] queries =
        [
            "", "?", "?token", "?token=", "?token=%00", "?token=%F0%9F%92%A9", "?Token", $"?token={token}&token={token}",
            $"?token={token[..^1]}", $"?token={token}A", $"?token={Other(token[0])}{token[1..]}", $"?token={token[..^1]}{Other(token[^1])}",
            .. Enum.GetValues<LinkPurpose>().Where(other => other != purpose && (purpose, other) is not (LinkPurpose.Unsubscribe, LinkPurpose.UnsubscribeDigests)).Select(other => $"?token={TokenFor(other)}"),
        ];

        foreach (var query in queries)
        {
            using var answer = await _host.GetAsync(path + query);

            Assert.Equal("This link is not valid", (await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest)).Heading());
        }

        Assert.Equal(SubscriptionState.Pending, await StateAsync());
    }

    [Fact]
    public async Task Unsubscribe_LinkOfADigest_EndsAllThatComesInDigestsAndNothingElse()
    {
        var change = _host.Services.GetRequiredService<ChangeSubscription>();
        foreach (var (docket, cadence) in new[] { ("1:26-cv-00007", Cadence.Daily), ("1:26-cv-00008", Cadence.Weekly) })
        {
            var digest = await _host.SubscribeAsync(docket: docket);
            await change.RunAsync(digest.Subscriber, digest.Id, new SubscriptionChange { Terms = new SubscriptionTerms(cadence, DigestAt: null, Filter: null) }, isAsRead: null, default);
        }

        var token = _host.Token(LinkPurpose.UnsubscribeDigests, _host.IdOf("ada@example.com").Value);
        using var shown = await _host.GetAsync($"/unsubscribe?token={token}");
        var page = await WebAnswer.PageAsync(shown);
        var before = await _host.OfAsync("ada@example.com");
        using var ended = await _host.SendAsync(HttpMethod.Post, $"/unsubscribe?token={token}", new StringContent("List-Unsubscribe=One-Click", null, "application/x-www-form-urlencoded"));
        using var again = await _host.PostFormAsync("/unsubscribe", token);

        Assert.Equal(["1:26-cv-00007", "1:26-cv-00008"], page.QuerySelectorAll(".dockets b").Select(docket => docket.TextContent).Order());
        Assert.DoesNotContain(before, one => one.State is SubscriptionState.Ended);
        Assert.All([ended, again], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.All(await _host.OfAsync("ada@example.com"), one => Assert.Equal(one.Cadence is not Cadence.Immediate, one.State is SubscriptionState.Ended));
    }

    [Fact]
    public async Task Unsubscribe_LinkOfADigest_EndsWhatItToldThoughThatIsImmediateByNow()
    {
        await _host.SubscribeAsync(docket: "1:26-cv-00007");
        await _host.ConfirmAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        var slot = new DigestSlot(Cadence.Daily, _host.Clock.GetUtcNow());
        var digests = _host.Services.GetRequiredService<IDigests>();
        await digests.FoldAsync(Some.Alert(_doeVRoe, slot.At.AddMinutes(-1)) with { Digest = slot }, 1, default);
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        var token = _host.Token(LinkPurpose.UnsubscribeDigests, _doeVRoe.Subscriber.Value, new LinkOptions().UnsubscribeLifetime);
        _host.Clock.Advance(TimeSpan.FromDays(2));
        var later = _host.Token(LinkPurpose.UnsubscribeDigests, _doeVRoe.Subscriber.Value, new LinkOptions().UnsubscribeLifetime);

        using var nothing = await _host.PostFormAsync("/unsubscribe", later);
        var before = await StateAsync();
        using var pressed = await _host.SendAsync(HttpMethod.Post, $"/unsubscribe?token={token}", new StringContent("List-Unsubscribe=One-Click", null, "application/x-www-form-urlencoded"));

        Assert.Equal(("Nothing left in digests", SubscriptionState.Confirmed), ((await WebAnswer.PageAsync(nothing)).Heading(), before));
        Assert.Equal("Unsubscribed", (await WebAnswer.PageAsync(pressed)).Heading());
        Assert.Equal(["1:26-cv-01234"], (await _host.OfAsync("ada@example.com")).Where(one => one.State is SubscriptionState.Ended).Select(one => one.Docket!.Value));
    }

    [Fact]
    public async Task Unsubscribe_ExpiredLinkOfADigest_SaysSo()
    {
        var token = _host.Token(LinkPurpose.UnsubscribeDigests, _host.IdOf("ada@example.com").Value, TimeSpan.FromSeconds(-1));

        using var got = await _host.GetAsync($"/unsubscribe?token={token}");
        using var posted = await _host.PostFormAsync("/unsubscribe", token);

        Assert.Equal("This link has expired", (await WebAnswer.PageAsync(got, HttpStatusCode.Gone)).Heading());
        Assert.Equal(HttpStatusCode.Gone, posted.StatusCode);
    }

    [Fact]
    public async Task Unsubscribe_SubscriptionThatIsNotThere_IsRefused()
    {
        var token = _host.Token(LinkPurpose.Unsubscribe, Some.Subscription().Id.Value);

        using var got = await _host.GetAsync($"/unsubscribe?token={token}");
        using var pressed = await _host.PostFormAsync("/unsubscribe", token);

        await WebAnswer.PageAsync(got, HttpStatusCode.BadRequest);
        await WebAnswer.PageAsync(pressed, HttpStatusCode.BadRequest);
    }

    private static char Other(char c) => c is 'A' ? 'B' : 'A';

    private string TokenFor(LinkPurpose purpose) =>
        _host.Token(purpose, purpose is LinkPurpose.Unsubscribe ? _doeVRoe.Id.Value : _doeVRoe.Subscriber.Value);

    private async Task<SubscriptionState> StateAsync() => Assert.Single(await _host.OfAsync("ada@example.com"), one => one.Id == _doeVRoe.Id).State;

    // As a browser does: all fields of the form.
    private async Task<HttpResponseMessage> PressAsync(IDocument page)
    {
        var form = page.QuerySelector("form")!;
        using var fields = new FormUrlEncodedContent(form.QuerySelectorAll("input[name]")
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)));
        return await _host.Client.PostAsync(new Uri($"/{form.GetAttribute("action")}", UriKind.Relative), fields, TestContext.Current.CancellationToken);
    }
}

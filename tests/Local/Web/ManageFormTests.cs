using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Tipstaff.Digests;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class ManageFormTests : IAsyncLifetime
{
    private const string Ada = "ada@example.com";

    private static readonly Dictionary<string, string> Daily = new(StringComparer.Ordinal)
    {
        ["cadence"] = "daily",
        ["digestHour"] = "17",
        ["digestTimeZone"] = "America/Chicago",
        ["digestDay"] = "Friday",
        ["include"] = "Order\r\n\r\n judgment ",
        ["exclude"] = "",
    };

    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Post_Save_ChangesTheTermsAndShowsThem()
    {
        var own = await ConfirmedAsync();

        using var answer = await PostAsync(own, "save", Daily);

        var page = await WebAnswer.PageAsync(answer);
        Assert.StartsWith("Saved", page.QuerySelector("[role=status]")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(["daily", "17", "Friday"], page.QuerySelectorAll(".dockets option[selected]").Select(option => option.GetAttribute("value")));
        var changed = await ReadAsync();
        Assert.Equal((Cadence.Daily, new DigestTime(17, "America/Chicago", DayOfWeek.Friday)), (changed.Cadence, changed.DigestAt));
        Assert.Equal(["judgment", "order"], changed.Filter!.Include);
        Assert.Equal("judgment\norder", page.QuerySelector("textarea[name=include]")!.TextContent);
    }

    [Fact]
    public async Task Post_SaveAtOnceAgain_TakesHourAndFiltersAway()
    {
        var own = await ConfirmedAsync();
        using var daily = await PostAsync(own, "save", Daily);

        using var answer = await PostAsync(await ReadAsync(), "save", new(Daily, StringComparer.Ordinal) { ["cadence"] = "immediate", ["include"] = "" });

        await WebAnswer.PageAsync(answer);
        var changed = await ReadAsync();
        Assert.Equal((Cadence.Immediate, null, null), (changed.Cadence, changed.DigestAt, changed.Filter));
    }

    [Fact]
    public async Task Post_Export_IsAFileOfAllThatIsKept()
    {
        await ConfirmedAsync();
        var token = _host.Token(LinkPurpose.Manage, _host.IdOf(Ada).Value);

        using var answer = await _host.SendAsync(HttpMethod.Post, "/manage", Form(token, ("do", "export")));

        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("1:26-cv-01234", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_Erase_TakesTheTickAndForgetsAll()
    {
        await ConfirmedAsync();
        var token = _host.Token(LinkPurpose.Manage, _host.IdOf(Ada).Value);

        using var unsure = await _host.SendAsync(HttpMethod.Post, "/manage", Form(token, ("do", "erase")));
        var before = (await _host.OfAsync(Ada)).Count;
        using var sure = await _host.SendAsync(HttpMethod.Post, "/manage", Form(token, ("do", "erase"), ("sure", "yes")));

        await WebAnswer.PageAsync(unsure, HttpStatusCode.BadRequest);
        Assert.Equal(1, before);
        Assert.Equal("You are forgotten here", (await WebAnswer.PageAsync(sure)).Heading());
        Assert.Empty(await _host.OfAsync(Ada));
    }

    [Theory]
    [InlineData("export")]
    [InlineData("erase")]
    public async Task Post_ExportOrEraseWithoutTheLink_IsRefused(string button)
    {
        await ConfirmedAsync();
        foreach (var token in new[] { "", "nonsense", _host.Token(LinkPurpose.Unsubscribe, (await ReadAsync()).Id.Value) })
        {
            using var answer = await _host.SendAsync(HttpMethod.Post, "/manage", Form(token, ("do", button), ("sure", "yes")));

            await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest);
        }

        Assert.Single(await _host.OfAsync(Ada));
    }

    [Fact]
    public async Task Post_PauseResumeAndEnd_DoSo()
    {
        var own = await ConfirmedAsync();

        using var paused = await PostAsync(own, "pause");
        Assert.NotNull((await ReadAsync()).PausedAt);
        Assert.Equal(["save", "resume", "end"], (await WebAnswer.PageAsync(paused)).QuerySelectorAll(".dockets button").Select(button => button.GetAttribute("value")));
        using var resumed = await PostAsync(own, "resume");
        Assert.Null((await ReadAsync()).PausedAt);
        using var ended = await PostAsync(own, "end");

        Assert.Equal(SubscriptionState.Ended, (await ReadAsync()).State);
        Assert.StartsWith("Unsubscribed", (await WebAnswer.PageAsync(ended)).QuerySelector("[role=status]")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_SaveOfAnOlderVersion_ChangesNothingAndSaysSo()
    {
        var own = await ConfirmedAsync();
        using var paused = await PostAsync(own, "pause");

        using var answer = await PostAsync(own, "save", Daily);

        var page = await WebAnswer.PageAsync(answer, HttpStatusCode.Conflict);
        Assert.Contains("changed elsewhere", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Cadence.Immediate, (await ReadAsync()).Cadence);
    }

    [Theory]
    [InlineData("cadence", "often", "no choice of the list")]
    [InlineData("digestHour", "24", "choose one of the list")]
    [InlineData("digestHour", "x", "choose one of the list")]
    [InlineData("digestTimeZone", "Mars/Olympus", "'Mars/Olympus' is no time zone")]
    [InlineData("digestDay", "8", "choose one of the list")]
    [InlineData("include", "\"'><script>alert(1)</script>\n+", "The line '+' has no letter or digit")]
    [InlineData("exclude", "order\n***\nmotion", "The line '***' has no letter or digit")]
    [InlineData("exclude", "order\nnotice of appearance by counsel for the plaintiff in the matter of the estate of Doe", "The line 'notice of appearance by counsel for the…' has 84 characters, and 80 is the most")]
    [InlineData("include", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21", "These are 21 lines, and 20 is the most")]
    public async Task Post_AFaultyField_IsSaidAtItAndKept(string field, string typed, string said)
    {
        var own = await ConfirmedAsync();

        using var answer = await PostAsync(own, "save", new(Daily, StringComparer.Ordinal) { [field] = typed });

        var page = await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest);
        Assert.Equal([field], page.QuerySelectorAll("[aria-invalid]").Select(input => input.GetAttribute("name")));
        Assert.Contains(said, page.QuerySelector($"#s0-{field}-error")!.TextContent, StringComparison.Ordinal);
        Assert.True(page.QuerySelector("details")!.HasAttribute("open"));
        Assert.Empty(page.QuerySelectorAll("script"));
        if (page.QuerySelector($"textarea[name={field}], input[name={field}]") is { } input)
        {
            Assert.Equal(typed, input.LocalName is "textarea" ? input.TextContent : input.GetAttribute("value"));
        }

        Assert.Equal(Cadence.Immediate, (await ReadAsync()).Cadence);
    }

    [Fact]
    public async Task Post_SomebodyElsesSubscription_IsAsUnknownAsNone()
    {
        var others = await ConfirmedAsync("grace@example.com");
        await _host.SubscribeAsync();
        var token = _host.Token(LinkPurpose.Manage, _host.IdOf(Ada).Value);

        foreach (var id in (string[])[others.Id.Value, new('0', 32), "", "<script>"])
        {
            using var answer = await PostFormAsync([("token", token), ("id", id), ("do", "end")]);

            var page = await WebAnswer.PageAsync(answer, HttpStatusCode.NotFound);
            Assert.Contains("no such subscription of yours", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(SubscriptionState.Confirmed, Assert.Single(await _host.OfAsync("grace@example.com")).State);
    }

    [Fact]
    public async Task Post_NoTokenOfOurs_IsRefusedAndChangesNothing()
    {
        var own = await ConfirmedAsync();
        var expired = _host.Token(LinkPurpose.Manage, own.Subscriber.Value, TimeSpan.Zero);
        (string? Token, HttpStatusCode Status)[] wrong =
            [(null, HttpStatusCode.BadRequest), ("x", HttpStatusCode.BadRequest), (_host.Token(LinkPurpose.Confirm, own.Subscriber.Value), HttpStatusCode.BadRequest), (expired, HttpStatusCode.Gone)];

        foreach (var (token, status) in wrong)
        {
            using var answer = await PostFormAsync([.. token is null ? [] : new[] { ("token", token) }, ("id", own.Id.Value), ("do", "end")]);

            await WebAnswer.PageAsync(answer, status);
        }

        Assert.Equal(SubscriptionState.Confirmed, (await ReadAsync()).State);
    }

    [Theory]
    [InlineData("do=dance")]
    [InlineData("")]
    [InlineData("do=end&do=pause")]
    public async Task Post_NoButtonOfOurs_IsRefusedAndChangesNothing(string button)
    {
        var own = await ConfirmedAsync();
        var body = $"token={_host.Token(LinkPurpose.Manage, own.Subscriber.Value)}&id={own.Id}&{button}";

        using var answer = await _host.SendAsync(HttpMethod.Post, "/manage", new StringContent(body, null, "application/x-www-form-urlencoded"));

        await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest);
        Assert.Equal((SubscriptionState.Confirmed, null), ((await ReadAsync()).State, (await ReadAsync()).PausedAt));
    }

    [Fact]
    public async Task Post_AnotherSiteHadItSent_IsRefused()
    {
        var own = await ConfirmedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/manage") { Content = Form([("token", _host.Token(LinkPurpose.Manage, own.Subscriber.Value)), ("id", own.Id.Value), ("do", "end")]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await _host.Client.SendAsync(request);

        await WebAnswer.PageAsync(answer, HttpStatusCode.Forbidden);
        Assert.Equal(SubscriptionState.Confirmed, (await ReadAsync()).State);
    }

    private async Task<Subscription> ConfirmedAsync(string address = Ada)
    {
        await _host.SubscribeAsync(address);
        await _host.ConfirmAsync(address);
        return Assert.Single(await _host.OfAsync(address));
    }

    private async Task<Subscription> ReadAsync() => Assert.Single(await _host.OfAsync(Ada));

    private Task<HttpResponseMessage> PostAsync(Subscription own, string button, Dictionary<string, string>? fields = null) => PostFormAsync(
    [
        ("token", _host.Token(LinkPurpose.Manage, own.Subscriber.Value)),
        ("id", own.Id.Value),
        ("version", own.Version.ToString(CultureInfo.InvariantCulture)),
        .. (fields ?? []).Select(field => (field.Key, field.Value)),
        ("do", button),
    ]);

    private Task<HttpResponseMessage> PostFormAsync((string Name, string Value)[] fields) => _host.SendAsync(HttpMethod.Post, "/manage", Form(fields));

    private static FormUrlEncodedContent Form((string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static FormUrlEncodedContent Form(string token, params (string Name, string Value)[] fields) =>
        new([KeyValuePair.Create("token", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
}

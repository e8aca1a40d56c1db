using System.Net;
using System.Text;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class SubscribePageTests : IAsyncLifetime
{
    private const string Ada = "ada@example.com";

    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("nysd")]
    [InlineData(" SDNY ")]
    [InlineData("District Court, S.D. New York (nysd)")]
    [InlineData("united states district court, s.d. new york")]
    [InlineData("U.S. District Court for the Southern District of New York")]
    public async Task Post_ACaseOfACourtByIdOrName_WaitsForItsConfirmation(string court)
    {
        using var answer = await PostAsync(("email", Ada), ("court", court), ("docketNumber", " 1:26-CV-01234-ABC "), ("query", ""), ("cadence", "daily"));

        var page = await WebAnswer.PageAsync(answer);
        Assert.Equal("Look into your mail", page.Heading());
        Assert.Contains("1:26-cv-01234", page.QuerySelector(".dockets")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("In April 2018 its feed covered: adr, answer, appeal,", page.QuerySelector(".covers")!.TextContent, StringComparison.Ordinal);
        var own = Assert.Single(await _host.OfAsync(Ada));
        Assert.Equal(
            (SubscriptionState.Pending, "nysd", "1:26-cv-01234", Cadence.Daily),
            (own.State, own.Court!.Value, own.Docket!.Value, own.Cadence));
    }

    [Fact]
    public async Task Post_WordsInEveryCourt_AreLookedFor()
    {
        using var answer = await PostAsync(("email", Ada), ("court", ""), ("docketNumber", ""), ("query", "acme \"john doe\""), ("cadence", "immediate"));

        await WebAnswer.PageAsync(answer);
        Assert.Equal((null, "acme \"john doe\""), (await SingleAsync(own => (own.Court?.Value, own.Query!.Value))));
    }

    [Fact]
    public async Task Post_EveryDocketTicked_FollowsTheCourt()
    {
        using var answer = await PostAsync(("email", Ada), ("court", "nysb"), ("docketNumber", ""), ("everyDocket", "yes"));

        await WebAnswer.PageAsync(answer);
        Assert.Equal(("nysb", SubscriptionKind.Court), await SingleAsync(own => (own.Court!.Value, own.Kind)));
    }

    [Fact]
    public async Task Post_KnownAndUnknownAddress_AreAnsweredAlike()
    {
        await _host.SubscribeAsync();
        await _host.ConfirmAsync();

        using var known = await PostAsync(("email", Ada), ("court", "nysd"), ("docketNumber", "1:26-cv-01234"));
        using var unknown = await PostAsync(("email", "grace@example.com"), ("court", "nysd"), ("docketNumber", "1:26-cv-01234"));

        Assert.Equal(await known.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("email", "email=&court=nysd&docketNumber=1:26-cv-01234")]
    [InlineData("email", "email=ada&court=nysd&docketNumber=1:26-cv-01234")]
    [InlineData("court", "email=ada@example.com&court=nowhere&docketNumber=1:26-cv-01234")]
    [InlineData("court", "email=ada@example.com&docketNumber=1:26-cv-01234")]
    [InlineData("court", "email=ada@example.com&everyDocket=yes")]
    [InlineData("docketNumber", "email=ada@example.com&court=nysd&docketNumber=26-1234")]
    [InlineData("docketNumber", "email=ada@example.com&court=nysd&docketNumber=+&query=")]
    [InlineData("query", "email=ada@example.com&query=%2B")]
    [InlineData("query", "email=ada@example.com&court=nysd&docketNumber=1:26-cv-01234&query=acme")]
    [InlineData("everyDocket", "email=ada@example.com&court=nysd&docketNumber=1:26-cv-01234&everyDocket=yes")]
    [InlineData("cadence", "email=ada@example.com&court=nysd&docketNumber=1:26-cv-01234&cadence=often")]
    public async Task Post_AFaultyField_IsSaidAtItAndTheRestIsKept(string field, string typed)
    {
        using var answer = await PostTextAsync($"form={await TokenAsync()}&{typed}");

        var page = await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest);
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        Assert.Equal([field], page.QuerySelectorAll("[aria-invalid]").Select(input => input.GetAttribute("name")));
        Assert.NotEmpty(page.QuerySelector($"#{field}-error")!.TextContent);
        Assert.Equal($"#{field}", page.QuerySelector(".errors a")!.GetAttribute("href"));
        foreach (var part in typed.Split('&').Select(part => part.Split('=')).Where(part => part[0] is not ("everyDocket" or "cadence")))
        {
            Assert.Equal(WebUtility.UrlDecode(part[1]).Trim(), page.QuerySelector($"[name={part[0]}]")!.GetAttribute("value") ?? "");
        }

        Assert.Empty(await _host.OfAsync(Ada));
    }

    [Fact]
    public async Task Post_ScriptsInEveryField_AreShownAsTyped()
    {
        const string Script = "\"'><script>alert(1)</script>";

        using var answer = await PostAsync(("email", Script), ("court", Script), ("docketNumber", Script), ("query", Script), ("everyDocket", Script), ("cadence", Script));

        var page = await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest);
        Assert.Equal(["/site.js"], page.QuerySelectorAll("script").Select(script => script.GetAttribute("src")));
        Assert.All((string[])["email", "court", "docketNumber", "query"], field => Assert.Equal(Script, page.QuerySelector($"#{field}")!.GetAttribute("value")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Post_WithoutAGoodFormToken_KeepsWhatWasTypedAndFollowsNothing(string? token)
    {
        using var answer = await PostTextAsync($"email={Ada}&court=nysd&docketNumber=1:26-cv-01234{(token is null ? "" : $"&form={token}")}");

        var page = await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest);
        Assert.Equal("1:26-cv-01234", page.QuerySelector("#docketNumber")!.GetAttribute("value"));
        Assert.Contains("press the button again", page.QuerySelector(".errors")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await _host.OfAsync(Ada));
    }

    [Fact]
    public async Task Post_FormThatLayOpenTooLong_GivesOneThatIsTaken()
    {
        var old = await TokenAsync();
        _host.Clock.Advance(FormTokens.Lifetime);

        using var late = await PostTextAsync($"form={old}&email={Ada}&court=nysd&docketNumber=1:26-cv-01234");
        var fresh = (await WebAnswer.PageAsync(late, HttpStatusCode.BadRequest)).QuerySelector("[name=form]")!.GetAttribute("value");
        using var again = await PostTextAsync($"form={fresh}&email={Ada}&court=nysd&docketNumber=1:26-cv-01234");

        await WebAnswer.PageAsync(again);
        Assert.Single(await _host.OfAsync(Ada));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Origin", "null", HttpStatusCode.OK)]
    [InlineData("Origin", "https://tipstaff.example", HttpStatusCode.OK)]
    public async Task Post_AnotherSiteHadItSent_IsRefused(string header, string value, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/subscribe") { Content = Urlencoded($"form={await TokenAsync()}&email={Ada}&court=nysd&docketNumber=1:26-cv-01234") };
        request.Headers.Add(header, value);

        using var answer = await _host.Client.SendAsync(request);

        await WebAnswer.PageAsync(answer, status);
        Assert.Equal(status is HttpStatusCode.OK ? 1 : 0, (await _host.OfAsync(Ada)).Count);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "email=grace@example.com&")]
    [InlineData("application/x-www-form-urlencoded", "cadence=daily&cadence=weekly&")]
    [InlineData("application/x-www-form-urlencoded", "a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q&r&s&t&u&v&w&x&y&")]
    [InlineData("application/x-www-form-urlencoded", "query=%00&")]
    [InlineData("application/json", "")]
    [InlineData("text/plain", "")]
    public async Task Post_DoubledFieldsOrNoForm_IsRefused(string type, string before)
    {
        using var content = Urlencoded($"{before}form={await TokenAsync()}&email={Ada}&court=nysd&docketNumber=1:26-cv-01234");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await _host.SendAsync(HttpMethod.Post, "/subscribe", content);

        Assert.Equal("The request cannot be read", (await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest)).Heading());
        Assert.Empty(await _host.OfAsync(Ada));
    }

    [Theory]
    [InlineData(3_000, HttpStatusCode.BadRequest)]
    [InlineData((1 << 20) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_OversizedField_IsRefused(int length, HttpStatusCode status)
    {
        using var answer = await PostTextAsync($"form={await TokenAsync()}&email={Ada}&court=nysd&docketNumber=1:26-cv-01234&query={new string('a', length)}");

        await WebAnswer.PageAsync(answer, status);
        Assert.Empty(await _host.OfAsync(Ada));
    }

    [Theory]
    [InlineData("docketNumber=%FF%FE1:26-cv-01234")]
    [InlineData("docketNumber=%zz")]
    [InlineData("docketNumber=1%EF%BC%9A26-cv-01234x")]
    public async Task Post_WrongEncoding_IsAFaultOfItsField(string docket)
    {
        using var answer = await PostTextAsync($"form={await TokenAsync()}&email={Ada}&court=nysd&{docket}");

        var page = await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest);
        Assert.NotNull(page.QuerySelector("#docketNumber-error"));
        Assert.Empty(await _host.OfAsync(Ada));
    }

    [Fact]
    public async Task Get_TheList_NamesEveryCourtWithItsForm()
    {
        using var answer = await _host.GetAsync("/");

        var options = (await WebAnswer.PageAsync(answer)).QuerySelectorAll("#courts option");
        Assert.Equal(204, options.Length);
        var nysd = options.Single(option => option.GetAttribute("data-id") is "nysd");
        Assert.Equal("District Court, S.D. New York (nysd)", nysd.GetAttribute("value"));
        Assert.Equal("1:24-cv-01234", nysd.GetAttribute("data-sample"));
    }

    private async Task<string> TokenAsync()
    {
        using var answer = await _host.GetAsync("/");
        return (await WebAnswer.PageAsync(answer)).QuerySelector("form[action=subscribe] input[name=form]")!.GetAttribute("value")!;
    }

    private async Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] fields) => await _host.SendAsync(
        HttpMethod.Post, "/subscribe", new FormUrlEncodedContent([KeyValuePair.Create("form", await TokenAsync()), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]));

    private Task<HttpResponseMessage> PostTextAsync(string body) => _host.SendAsync(HttpMethod.Post, "/subscribe", Urlencoded(body));

    private async Task<T> SingleAsync<T>(Func<Subscription, T> look) => look(Assert.Single(await _host.OfAsync(Ada)));

    private static StringContent Urlencoded(string body) => new(body, Encoding.UTF8, "application/x-www-form-urlencoded");
}

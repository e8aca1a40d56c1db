using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Limits;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class SubscriptionsRouteTests : IAsyncLifetime
{
    private const string Good = """{"email":"ada@example.com","court":"nysd","docketNumber":"1:26-cv-1234"}""";

    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Post_AGoodRequest_Is202AndSaysWhatHappensNext()
    {
        using var answer = await _host.PostJsonAsync(Good);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(
            ["status", "court", "courtName", "docketNumber", "query", "channel", "feedCovers", "hasFeed", "message"],
            body.EnumerateObject().Select(field => field.Name));
        Assert.Equal("1:26-cv-01234", body.GetProperty("docketNumber").GetString());
        Assert.Equal(SubscriptionState.Pending, Assert.Single(await _host.OfAsync("ada@example.com")).State);
    }

    [Fact]
    public async Task Post_KnownAndUnknownAddress_AreAnsweredAlike()
    {
        var known = await _host.SubscribeAsync();
        await _host.ConfirmAsync();
        var pending = await _host.SubscribeAsync("grace@example.com");

        var answers = new List<string>();
        foreach (var address in (string[])["ada@example.com", "grace@example.com", "nobody@example.com"])
        {
            using var answer = await _host.PostJsonAsync(Good.Replace("ada@example.com", address, StringComparison.Ordinal));
            answers.Add($"{(int)answer.StatusCode} {answer.Content.Headers} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Equal((SubscriptionState.Pending, known.Docket), (pending.State, pending.Docket));
    }

    [Fact]
    public async Task Post_KnownAndUnknownAddress_AreAnsweredAtTheSameTime()
    {
        var every = TimeSpan.FromSeconds(1.234);
        await using var host = await LocalHost.StartAsync(services => services.Configure<LimitOptions>(limits => limits.AnswerEvery = every));
        await host.SubscribeAsync();
        await host.ConfirmAsync();
        var token = host.Services.GetRequiredService<FormTokens>().Mint("subscribe", host.Clock.GetUtcNow());
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["form"] = token, ["email"] = "ada@example.com", ["court"] = "nysd", ["docketNumber"] = "1:26-cv-1234" });
        Task<HttpResponseMessage>[] answers =
        [
            host.PostJsonAsync(Good), host.PostJsonAsync(Good.Replace("ada@", "nobody@", StringComparison.Ordinal)), host.SendAsync(HttpMethod.Post, "/subscribe", form),
        ];
        var moment = host.Clock.GetUtcNow() + every;
        while (host.Clock.TimersAt(moment) < answers.Length)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }

        Assert.DoesNotContain(answers, answer => answer.IsCompleted);
        host.Clock.Advance(every);
        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.OK], (await Task.WhenAll(answers)).Select(answer => answer.StatusCode));
    }

    [Theory]
    [InlineData("", "body", "empty")]
    [InlineData("\uFEFF", "body", "empty")]
    [InlineData("{", "body", "line 1, byte 2")]
    [InlineData("{\"email\":\"ada@example.com\",}", "body", "line 1, byte 28")]
    [InlineData("{\"a\":1}{}", "body", "line 1, byte 8")]
    [InlineData("[1]", "body", "no JSON object")]
    [InlineData("null", "body", "no JSON object")]
    [InlineData("1e999999", "body", "no JSON object")]
    [InlineData("\"\\ud800\"", "body", "no JSON object")]
    [InlineData("{\"email\":null}", "email", "is null")]
    [InlineData("{\"email\":true}", "email", "is true")]
    [InlineData("{\"email\":[]}", "email", "is an array")]
    [InlineData("{\"court\":{\"a\":1}}", "court", "is an object")]
    [InlineData("{\"docketNumber\":1e400}", "docketNumber", "the number 1e400")]
    [InlineData("{\"email\":\"\\ud800\"}", "email", "Unicode")]
    [InlineData("{\"court\":\"\\udc00\\ud800\"}", "court", "Unicode")]
    [InlineData("{\"\\ud800\":\"x\"}", "body", "Unicode")]
    [InlineData("{\"cadence\":\"\\ud800\"}", "cadence", "Unicode")]
    [InlineData("{\"cadence\":\"yearly\"}", "cadence", "'yearly'")]
    [InlineData("{\"query\":\"D\"}", "query", "'D'")]
    [InlineData("{\"email\":\"ada@example.com\",\"court\":\"nysd\",\"docketNumber\":\"1:26-cv-1234\",\"query\":\"Doe\"}", "query", "by itself")]
    [InlineData("{\"include\":\"motion\"}", "include", "is text")]
    [InlineData("{\"include\":[\"motion\",1]}", "include", "is an array")]
    [InlineData("{\"exclude\":[\"?\"],\"email\":\"ada@example.com\"}", "exclude", "words or phrases")]
    [InlineData("{\"digestHour\":\"8\"}", "digestHour", "whole number")]
    [InlineData("{\"digestHour\":8.5}", "digestHour", "whole number")]
    [InlineData("{\"digestHour\":24}", "digestHour", "0 to 23")]
    [InlineData("{\"digestTimeZone\":\"Mars/Olympus\"}", "digestTimeZone", "IANA")]
    [InlineData("{\"digestDay\":\"7\"}", "digestDay", "monday")]
    [InlineData("{\"channel\":\"sms\"}", "channel", "write email, or the URL of a webhook")]
    [InlineData("{\"channel\":\"\"}", "channel", "write email, or the URL of a webhook")]
    [InlineData("{\"channel\":\"http://hooks.example.com/\"}", "channel", "https only")]
    [InlineData("{\"channel\":\"https://hooks.example.com/\",\"cadence\":\"daily\"}", "cadence", "leave cadence out")]
    [InlineData("{\"e-mail\":\"ada@example.com\"}", "e-mail", "not known")]
    [InlineData("{\"Email\":\"ada@example.com\"}", "Email", "not known")]
    [InlineData("{\"email\":\"ada@example.com\",\"email\":\"eve@example.com\"}", "email", "twice")]
    [InlineData("{\"email\":\"ada@example.com\",\"\\u0065mail\":\"eve@example.com\"}", "email", "twice")]
    [InlineData("{\"email\":\"ada\",\"court\":\"nysd\",\"docketNumber\":\"1:26-cv-1234\"}", "email", "like ada@example.com")]
    [InlineData("{\"email\":\"ada@example.com\",\"docketNumber\":\"1:26-cv-1234\"}", "court", "such as nysd")]
    [InlineData("{\"email\":\"ada@example.com\",\"court\":\"nysd\",\"docketNumber\":\"\"}", "docketNumber", "1:24-cv-01234")]
    [InlineData("{\"email\":\"ada@example.com\"}", "court", "missing")]
    [InlineData("{\"email\":\"ada@example.com\",\"court\":\"n\\u0000\\u202Ed\",\"docketNumber\":\"1:26-cv-1234\"}", "court", "'nd'")]
    public async Task Post_WrongBody_IsAProblemThatNamesFieldValueAndRemedy(string json, string field, string says)
    {
        using var answer = await _host.PostJsonAsync(json);

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains(says, problem.GetProperty("errors").GetProperty(field).GetString(), StringComparison.Ordinal);
        Assert.Empty(await _host.OfAsync("ada@example.com"));
    }

    [Fact]
    public async Task Post_BytesThatAreNoUtf8_AreAProblemOfTheirField()
    {
        using var content = new ByteArrayContent([.. "{\"court\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var answer = await _host.SendAsync(HttpMethod.Post, "/api/subscriptions", content);

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains("Unicode", problem.GetProperty("errors").GetProperty("court").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_DeepNesting_IsAProblem()
    {
        using var answer = await _host.PostJsonAsync($"{{\"email\":{new string('[', 8_000)}");

        await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task Post_ThousandsOfUnknownFields_NamesAFew()
    {
        var fields = string.Join(',', Enumerable.Range(0, 1_500).Select(i => $"\"{i}\":0"));

        using var answer = await _host.PostJsonAsync($"{{{fields}}}");

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(8, problem.GetProperty("errors").EnumerateObject().Count());
    }

    [Fact]
    public async Task Post_ByteOrderMark_IsOverlooked()
    {
        using var answer = await _host.PostJsonAsync("\uFEFF" + Good);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    public async Task Post_NotSentAsJson_Is415(string? type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);

        using var answer = await _host.SendAsync(HttpMethod.Post, "/api/subscriptions", content);

        await WebAnswer.ProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        Assert.Empty(await _host.OfAsync("ada@example.com"));
    }

    [Theory]
    [InlineData(17 * 1024, false)]
    [InlineData(17 * 1024, true)]
    [InlineData(3 * 1024 * 1024, true)]
    public async Task Post_TooLargeABody_Is413(int bytes, bool chunked)
    {
        var body = Good.Insert(1, new string(' ', bytes));
        using var content = chunked ? (HttpContent)new StreamContent(new Endless(body)) : new StringContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var answer = await _host.SendAsync(HttpMethod.Post, "/api/subscriptions", content);

        await WebAnswer.ProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.Empty(await _host.OfAsync("ada@example.com"));
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task Subscriptions_AnyOtherMethod_Is405AndNamesTheRightOnes(string method)
    {
        using var answer = await _host.SendAsync(new HttpMethod(method), "/api/subscriptions");

        await WebAnswer.ProblemAsync(answer, HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow.Order());
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/API/nothing")]
    [InlineData("/api/..%2f")]
    [InlineData("/api/subscriptions.json")]
    public async Task Api_UnknownPath_IsAProblem(string path)
    {
        using var answer = await _host.GetAsync(path);

        await WebAnswer.ProblemAsync(answer, HttpStatusCode.NotFound, "not-found");
    }

    // A stream of unknown length, so that it goes out in chunks.
    private sealed class Endless(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override bool CanSeek => false;
    }
}

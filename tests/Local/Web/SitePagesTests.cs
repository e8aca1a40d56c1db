using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Outbox;
using Tipstaff.Pages;
using Tipstaff.Smtp;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class SitePagesTests : IAsyncLifetime
{
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/subscribe")]
    [InlineData("/status")]
    [InlineData("/outbox")]
    public async Task Page_GetAndHead_SayTheSame(string path)
    {
        using var got = await _host.GetAsync(path);
        using var head = await _host.SendAsync(HttpMethod.Head, path);

        await WebAnswer.PageAsync(got);
        WebAnswer.AssertPageHeaders(head);
        Assert.Equal(got.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Style_AskedForAgain_IsNotSentTwice()
    {
        using var first = await _host.GetAsync("/site.css");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/site.css") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await _host.Client.SendAsync(again);
        using var head = await _host.SendAsync(HttpMethod.Head, "/site.css");

        Assert.Equal(SiteStyle.Css.ToArray(), await first.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/css; charset=utf-8", first.Content.Headers.ContentType?.ToString());
        Assert.Equal(["nosniff"], first.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal((HttpStatusCode.OK, 0), (head.StatusCode, (await head.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(SiteStyle.ETag, head.Headers.ETag?.ToString());
    }

    [Fact]
    public async Task Script_GetAndAgain_IsSentOnce()
    {
        using var first = await _host.GetAsync("/site.js");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/site.js") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await _host.Client.SendAsync(again);

        Assert.Equal(SiteScript.Code.ToArray(), await first.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/javascript; charset=utf-8", first.Content.Headers.ContentType?.ToString());
        Assert.Equal(["nosniff"], first.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/status", true)]
    [InlineData("/outbox", false)]
    [InlineData("/confirm", false)]
    [InlineData("/manage", false)]
    public async Task Policy_EachPage_AllowsOurScriptWhereThereIsOne(string path, bool hasScript)
    {
        using var answer = await _host.GetAsync(path);

        var policy = hasScript ? PageHeaders.ScriptContentSecurityPolicy : PageHeaders.ContentSecurityPolicy;
        Assert.Equal([policy], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(hasScript, (await answer.Content.ReadAsStringAsync()).Contains("<script", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Style_OtherETag_IsSentWhole()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/site.css") { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"old\"") } } };

        using var answer = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/nothing.html")]
    [InlineData("/favicon.ico")]
    [InlineData("/confirm/x")]
    [InlineData("/apiary")]
    [InlineData("/%3Cscript%3Ealert(1)%3C/script%3E")]
    public async Task Page_UnknownPath_IsA404Page(string path)
    {
        using var answer = await _host.GetAsync(path);
        using var head = await _host.SendAsync(HttpMethod.Head, path);

        Assert.Equal("There is nothing here", (await WebAnswer.PageAsync(answer, HttpStatusCode.NotFound)).Heading());
        Assert.Equal((HttpStatusCode.NotFound, 0), (head.StatusCode, (await head.Content.ReadAsByteArrayAsync()).Length));
    }

    [Theory]
    [InlineData("POST", "/", "GET, HEAD")]
    [InlineData("DELETE", "/outbox", "GET, HEAD")]
    [InlineData("POST", "/status", "GET, HEAD")]
    [InlineData("PUT", "/subscribe", "GET, HEAD, POST")]
    [InlineData("PUT", "/confirm", "GET, HEAD, POST")]
    [InlineData("DANCE", "/site.css", "GET, HEAD")]
    public async Task Page_WrongMethod_Is405AndNamesTheRightOnes(string method, string path, string allowed)
    {
        using var answer = await _host.SendAsync(new HttpMethod(method), path);

        await WebAnswer.PageAsync(answer, HttpStatusCode.MethodNotAllowed);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Outbox_AMail_IsListedAndShownInAFrame()
    {
        await _host.SubscribeAsync();
        await _host.DeliverAsync();
        using var listed = await _host.GetAsync("/outbox");
        var link = (await WebAnswer.PageAsync(listed)).QuerySelector("main table a")!.GetAttribute("href")!;

        using var opened = await _host.GetAsync(link);
        var frame = (await WebAnswer.PageAsync(opened)).QuerySelector("iframe")!.GetAttribute("src")!;
        using var framed = await _host.GetAsync(frame);

        Assert.Equal($"{link}/html", frame);
        WebAnswer.AssertPageHeaders(framed);
        Assert.Equal([PageHeaders.MailContentSecurityPolicy], framed.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("https://tipstaff.example/confirm?token=", await framed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outbox_MailGoesBySmtp_IsNotThere()
    {
        await using var host = await LocalHost.StartAsync(smtp: new SmtpOptions { Host = "127.0.0.1", Port = 25 });

        using var home = await host.GetAsync("/status");
        using var outbox = await host.GetAsync("/outbox");

        Assert.Empty((await WebAnswer.PageAsync(home)).QuerySelectorAll("a[href^='/outbox']"));
        await WebAnswer.PageAsync(outbox, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task GetHealth_StoreAndOutboxAnswer_IsUp()
    {
        using var answer = await _host.GetAsync("/health");

        using var health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.OK, "up"), (answer.StatusCode, health.RootElement.GetProperty("status").GetString()));
        Assert.Equal(["store", "outbox"], health.RootElement.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Health_Live_SaysSo()
    {
        using var got = await _host.GetAsync("/health/live");
        using var head = await _host.SendAsync(HttpMethod.Head, "/health/live");

        Assert.Equal("alive", await got.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.OK, 0), (head.StatusCode, (await head.Content.ReadAsByteArrayAsync()).Length));
    }

    [Theory]
    [InlineData("/outbox/../", "Follow a docket")]
    [InlineData("/outbox/%2e%2e", "Follow a docket")]
    [InlineData("/outbox/../../../outbox/.", "Outbox")]
    public async Task Outbox_DotSegments_LeadNoFurtherThanTheSite(string path, string heading)
    {
        using var answer = await _host.GetAsync(path);

        Assert.Equal(heading, (await WebAnswer.PageAsync(answer)).Heading());
    }

    [Theory]
    [InlineData("../secret.key")]
    [InlineData("%2e%2e/%2e%2e/secret.key")]
    [InlineData("%2e%2e%2fsecret.key")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("..%5Csecret.key")]
    [InlineData("{0}.eml")]
    [InlineData("{0}%00", HttpStatusCode.BadRequest)]
    [InlineData("{0}0")]
    [InlineData("%20{0}")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000G")]
    [InlineData("%F0%9F%92%A9")]
    public async Task Outbox_OddKey_IsNotFound(string key, HttpStatusCode status = HttpStatusCode.NotFound)
    {
        await _host.SubscribeAsync();
        await _host.DeliverAsync();
        var rows = await _host.Services.GetRequiredService<IOutbox>().NewestAsync(1, CancellationToken.None);
        var path = string.Format(key, rows[0].Message.Key);

        foreach (var end in (string[])["", "/html"])
        {
            using var answer = await _host.GetAsync($"/outbox/{path}{end}");

            Assert.Equal(status, answer.StatusCode);
            Assert.DoesNotContain("example.com", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}

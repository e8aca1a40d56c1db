using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Signatures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Signatures;

/// <summary>What our client signs, a server that verifies takes: over a real connection, and what was seen on it is good for nothing else.</summary>
public sealed class SigningHandlerTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryNonces _nonces = new();
    private readonly SignatureOptions _options = new() { SignWith = "ada-2026", Tag = "tipstaff" };
    private readonly ConcurrentQueue<HttpMessage> _received = [];
    private WebApplication? _server;

    private string Root => _server!.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        var verify = new VerifyRequest(new KeyRing(SomeSigned.Keys), _nonces, Options.Create(_options), _clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var message = ReceivedRequest.Of(context.Request, body.ToArray());
            _received.Enqueue(message);
            var verification = await verify.RunAsync(message, context.RequestAborted);
            context.Response.StatusCode = verification is Verification.Verified ? 200 : 401;
            await context.Response.WriteAsync((verification as Verification.Refused)?.Code ?? "verified");
        });
        await _server.StartAsync();
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Theory]
    [InlineData("ada-2026", "GET", "/", null)]
    [InlineData("ada-2026", "GET", "/api/dockets/nysd/1:26-cv-01234", null)]
    [InlineData("ada-2026", "DELETE", "/a%20b/c%2Fd/é/../e;f?q=%41 b&q=ü+1&&=?#fragment", null)]
    [InlineData("ada-2026", "GET", "/a?", null)]
    [InlineData("ada-2026", "POST", "/api/notices?x", "Notice of Electronic Filing, é")]
    [InlineData("ada-2026", "POST", "/api/notices", "")]
    [InlineData("grace-2026", "PATCH", "/api/notices", "{}")]
    public async Task SendAsync_AnyRequest_IsVerified(string keyId, string method, string path, string? body)
    {
        _options.SignWith = keyId;
        using var client = Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), Root + path) { Content = body is null ? null : new StringContent(body) };

        using var response = await client.SendAsync(request);

        Assert.Equal("verified", await response.Content.ReadAsStringAsync());
        Assert.Equal(body ?? "", Encoding.UTF8.GetString(Assert.Single(_received).Body.Span));
    }

    [Fact]
    public async Task SendAsync_AnotherHostField_IsWhatIsSigned()
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Root) { Headers = { Host = "Alerts.example.com" } };

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("alerts.example.com", Assert.Single(_received).Target?.Authority);
    }

    [Fact]
    public async Task SendAsync_SameRequestAgain_IsSignedAnew()
    {
        using var handler = Handler();
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, Root) { Content = new StringContent("x") };

        for (var sending = 0; sending < 3; sending++)
        {
            using var response = await invoker.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(3, _nonces.Used.Count);
    }

    [Theory]
    [InlineData("/api/notices?x", "body", "replayed")]
    [InlineData("/api/notices", "body", "bad-signature")]
    [InlineData("/api/notices?x", "Body", "digest-mismatch")]
    public async Task SendAsync_SeenOnTheWire_IsGoodForNothingElse(string path, string body, string code)
    {
        using var signing = Client();
        using var first = await signing.PostAsync(Root + "/api/notices?x", new StringContent("body"));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var seen = Assert.Single(_received).Fields;

        using var plain = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Root + path) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(seen.Combined("Content-Type")!);
        foreach (var field in new[] { "Content-Digest", "Signature-Input", "Signature" })
        {
            request.Headers.Add(field, seen.Combined(field));
        }

        using var second = await plain.SendAsync(request);

        Assert.Equal(code, await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task SendAsync_KeyOutOfUse_NamesTheSetting()
    {
        _clock.Advance(TimeSpan.FromDays(31));
        using var client = Client();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(Root));

        Assert.Contains("Signatures:SignWith", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_received);
    }

    [Fact]
    public async Task SendAsync_NoKeyNamed_NamesTheSetting()
    {
        _options.SignWith = null;
        using var client = Client();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(Root));

        Assert.Contains("Signatures:SignWith", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Send_WithoutWaiting_SendsNothingUnsigned()
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Root);

        Assert.Throws<NotSupportedException>(() => client.Send(request));

        Assert.Empty(_received);
    }

    private SigningHandler Handler() =>
        new(new RequestSigner(new KeyRing(SomeSigned.Keys), Options.Create(_options), _clock)) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } };

    private HttpClient Client() => new(Handler());
}

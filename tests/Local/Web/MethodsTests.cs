using System.Net;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary>The methods of each route: the wrong one is refused with the right ones, <c>OPTIONS</c> tells them, <c>HEAD</c> is GET without a body.</summary>
public sealed class MethodsTests : IAsyncLifetime
{
    private LocalHost _host = null!;

    public static TheoryData<string, string> Routes => new()
    {
        { "/", "GET, HEAD" },
        { "/confirm", "GET, HEAD, POST" },
        { "/unsubscribe", "GET, HEAD, POST" },
        { "/manage", "GET, HEAD, POST" },
        { "/subscribe", "GET, HEAD, POST" },
        { "/status", "GET, HEAD" },
        { "/api/subscribers/me", "DELETE" },
        { "/health", "GET, HEAD" },
        { "/health/live", "GET, HEAD" },
        { "/site.css", "GET, HEAD" },
        { "/api/subscriptions", "GET, HEAD, POST" },
        { "/api/subscriptions/0123456789abcdef0123456789abcdef", "DELETE, GET, HEAD, PATCH" },
        { "/api/courts", "GET, HEAD" },
        { "/api/courts/nysd", "GET, HEAD" },
        { "/api/dockets/nysd/1:26-cv-01234", "GET, HEAD" },
        { "/api/operations/dead-letters", "GET, HEAD" },
        { "/api/operations/replay", "POST" },
        { "/api/operations/replay/0123456789abcdef0123456789abcdef", "POST" },
        { "/api/operations/courts/nysd/hold", "POST" },
        { "/api/operations/courts/nysd/release", "POST" },
        { "/api/operations/erasures", "POST" },
    };

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task EachRoute_WrongMethodAndOptions_TellTheRightOnes(string path, string allowed)
    {
        using var wrong = await _host.SendAsync(HttpMethod.Put, path);
        using var odd = await _host.SendAsync(HttpMethod.Parse("DANCE"), path);
        using var options = await _host.SendAsync(HttpMethod.Options, path);

        if (path.StartsWith("/api/", StringComparison.Ordinal))
        {
            await WebAnswer.ProblemAsync(wrong, HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        }
        else
        {
            await WebAnswer.PageAsync(wrong, HttpStatusCode.MethodNotAllowed);
        }

        Assert.Equal((HttpStatusCode.MethodNotAllowed, HttpStatusCode.NoContent), (odd.StatusCode, options.StatusCode));
        Assert.All([wrong, odd, options], answer => Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order(StringComparer.Ordinal))));
        Assert.Empty(await options.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task EachRoute_Head_IsAsGetWithoutABody(string path, string allowed)
    {
        using var get = await _host.GetAsync(path);
        using var head = await _host.SendAsync(HttpMethod.Head, path);

        Assert.Equal((get.StatusCode, get.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(!allowed.Contains("GET", StringComparison.Ordinal), head.StatusCode is HttpStatusCode.MethodNotAllowed);
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary>The tags of subscriptions: what is read with one, and changed on condition of one.</summary>
public sealed class SubscriptionTagsTests : IAsyncLifetime
{
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Get_Known_IsToldWithItsTagAndThen304()
    {
        var path = await PathAsync();

        using var first = await SendAsync("GET", path);
        using var again = await SendAsync("GET", path, headers: ("If-None-Match", first.Headers.ETag!.Tag));

        var body = JsonDocument.Parse(await first.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(("confirmed", "immediate", "nysd"), (body.GetProperty("state").GetString(), body.GetProperty("cadence").GetString(), body.GetProperty("court").GetString()));
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"other\", W/{0}")]
    [InlineData("*")]
    public async Task Get_TagKnownInAnyForm_Is304WithoutABody(string known)
    {
        foreach (var path in new[] { await PathAsync(), "/api/subscriptions" })
        {
            using var first = await SendAsync("GET", path);
            var tag = first.Headers.ETag!.Tag;

            using var again = await SendAsync("GET", path, headers: ("If-None-Match", known.Replace("{0}", tag, StringComparison.Ordinal)));
            using var other = await SendAsync("GET", path, headers: ("If-None-Match", "\"other\""));

            Assert.Equal((HttpStatusCode.NotModified, "", tag), (again.StatusCode, await again.Content.ReadAsStringAsync(), again.Headers.ETag!.Tag));
            Assert.Equal((HttpStatusCode.OK, tag), (other.StatusCode, other.Headers.ETag!.Tag));
            Assert.All([first, again], answer => Assert.Equal("no-store", answer.Headers.CacheControl!.ToString()));
        }
    }

    [Fact]
    public async Task List_SomethingOfItChanged_HasAnotherTag()
    {
        var path = await PathAsync();
        using var first = await SendAsync("GET", "/api/subscriptions");
        using var change = await SendAsync("PATCH", path, """{"paused":true}""");

        using var second = await SendAsync("GET", "/api/subscriptions", headers: ("If-None-Match", first.Headers.ETag!.Tag));

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task EachRoute_TagOfBeforeAnErasure_IsNotThatOfTheSameAskedForAgain()
    {
        var path = await PathAsync();
        using var before = await SendAsync("GET", path);
        var tag = before.Headers.ETag!.Tag;
        using var erased = await SendAsync("DELETE", "/api/subscribers/me");
        _host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(path, await PathAsync());

        using var read = await SendAsync("GET", path, headers: ("If-None-Match", tag));
        using var patch = await SendAsync("PATCH", path, """{"cadence":"weekly"}""", headers: ("If-Match", tag));
        using var delete = await SendAsync("DELETE", path, headers: ("If-Match", tag));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK), (erased.StatusCode, read.StatusCode));
        await WebAnswer.ProblemAsync(patch, HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        await WebAnswer.ProblemAsync(delete, HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        var stored = Assert.Single(await _host.OfAsync("ada@example.com"));
        Assert.Equal((Cadence.Immediate, SubscriptionState.Confirmed), (stored.Cadence, stored.State));
    }

    [Fact]
    public async Task Patch_OutdatedTag_Is412AndChangesNothing()
    {
        var path = await PathAsync();
        using var read = await SendAsync("GET", path);
        var tag = read.Headers.ETag!.Tag;

        using var first = await SendAsync("PATCH", path, """{"cadence":"hourly"}""", headers: ("If-Match", tag));
        using var second = await SendAsync("PATCH", path, """{"cadence":"weekly"}""", headers: ("If-Match", tag));
        using var delete = await SendAsync("DELETE", path, headers: ("If-Match", tag));
        using var any = await SendAsync("PATCH", path, """{"cadence":"daily"}""", headers: ("If-Match", "*"));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await WebAnswer.ProblemAsync(second, HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        await WebAnswer.ProblemAsync(delete, HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
        Assert.Equal(Cadence.Daily, Assert.Single(await _host.OfAsync("ada@example.com")).Cadence);
    }

    private async Task<string> PathAsync()
    {
        var subscription = await _host.SubscribeAsync();
        await _host.ConfirmAsync();
        return $"/api/subscriptions/{subscription.Id}";
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", _host.Token(LinkPurpose.Manage, _host.IdOf("ada@example.com").Value));
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

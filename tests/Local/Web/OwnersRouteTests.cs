using System.Net;
using System.Text;
using System.Text.Json;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary><c>GET</c>, <c>PATCH</c> and <c>DELETE /api/subscriptions[/ID]</c>.</summary>
public sealed class OwnersRouteTests : IAsyncLifetime
{
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/subscriptions")]
    [InlineData("GET", "/api/subscriptions/0123456789abcdef0123456789abcdef")]
    [InlineData("PATCH", "/api/subscriptions/0123456789abcdef0123456789abcdef")]
    [InlineData("DELETE", "/api/subscriptions/0123456789abcdef0123456789abcdef")]
    public async Task EachRoute_NoOrWrongToken_Is401(string method, string path)
    {
        var wrong = _host.Token(LinkPurpose.Confirm, _host.IdOf("ada@example.com").Value);
        var expired = _host.Token(LinkPurpose.Manage, _host.IdOf("ada@example.com").Value, TimeSpan.FromSeconds(-1));
        foreach (var header in new[] { null, "Bearer", "Bearer nonsense", $"Bearer {wrong}", $"Bearer {expired}", "Basic YTpi" })
        {
            using var answer = await SendAsync(method, path, "{}", token: null, ("Authorization", header));

            await WebAnswer.ProblemAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task List_PageByPage_TellsEachOnceAndNoAddress()
    {
        for (var number = 1; number <= 5; number++)
        {
            await _host.SubscribeAsync(docket: $"1:26-cv-{number:D5}");
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await _host.SubscribeAsync("grace@example.com");
        var (dockets, cursor, pages) = (new List<string>(), (string?)"", 0);
        while (cursor is not null)
        {
            using var answer = await SendAsync("GET", $"/api/subscriptions?limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("@", text, StringComparison.Ordinal);
            var page = JsonDocument.Parse(text).RootElement;
            dockets.AddRange(page.GetProperty("subscriptions").EnumerateArray().Select(one => one.GetProperty("docketNumber").GetString()!));
            cursor = page.GetProperty("next").GetString();
            pages++;
        }

        Assert.Equal(Enumerable.Range(1, 5).Select(number => $"1:26-cv-{number:D5}"), dockets);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task List_CursorOfOneThatWasAskedForAgain_GoesOnBehindItsPlace()
    {
        var all = new List<Subscription>();
        for (var number = 1; number <= 4; number++)
        {
            all.Add(await _host.SubscribeAsync(docket: $"1:26-cv-{number:D5}"));
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var (first, next) = await PageAsync("limit=2");
        await _host.EndAsync(all[1]);
        await _host.SubscribeAsync(docket: "1:26-cv-00002");
        var (second, last) = await PageAsync($"limit=3&cursor={next}");

        Assert.Equal(["1:26-cv-00001", "1:26-cv-00002"], first);
        Assert.Equal(["1:26-cv-00003", "1:26-cv-00004", "1:26-cv-00002"], second);
        Assert.Null(last);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=0123456789abcdef0123456789abcdef", "cursor")]
    [InlineData("cursor=-1-0123456789abcdef0123456789abcdef", "cursor")]
    [InlineData("cursor=9223372036854775807-0123456789abcdef0123456789abcdef", "cursor")]
    [InlineData("cursor=1-0123456789ABCDEF0123456789ABCDEF", "cursor")]
    public async Task List_WrongQuery_IsNamed(string query, string field)
    {
        using var answer = await SendAsync("GET", $"/api/subscriptions?{query}");

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).GetString()!);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task EachRoute_SomebodyElsesOrNone_IsAsUnknown(string method)
    {
        var graces = await _host.SubscribeAsync("grace@example.com");
        foreach (var id in new[] { graces.Id.Value, "0123456789abcdef0123456789abcdef", "nonsense", "..%2f..%2fx" })
        {
            using var answer = await SendAsync(method, $"/api/subscriptions/{id}", "{\"paused\":true}");

            await WebAnswer.ProblemAsync(answer, HttpStatusCode.NotFound, "not-found");
        }

        Assert.Equal(graces, Assert.Single(await _host.OfAsync("grace@example.com")));
    }

    [Fact]
    public async Task Patch_CadenceFiltersAndPause_ChangesOnlyThose()
    {
        var path = await PathAsync();

        using var daily = await SendAsync("PATCH", path, """{"cadence":"daily","digestHour":7,"digestTimeZone":"America/Chicago","exclude":["Notice of Appearance"]}""");
        using var paused = await SendAsync("PATCH", path, """{"paused":true}""");
        using var resumed = await SendAsync("PATCH", path, """{"paused":false,"include":["motion"],"exclude":[]}""");

        Assert.All([daily, paused, resumed], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal("paused", JsonDocument.Parse(await paused.Content.ReadAsStringAsync()).RootElement.GetProperty("state").GetString());
        var stored = Assert.Single(await _host.OfAsync("ada@example.com"));
        Assert.Equal((Cadence.Daily, 7, "America/Chicago"), (stored.Cadence, stored.DigestAt!.Hour, stored.DigestAt.TimeZone));
        Assert.Equal(new EventFilter { Include = ["motion"] }, stored.Filter);
        Assert.Equal((null, _host.Clock.GetUtcNow()), (stored.PausedAt, stored.ResumedAt));
    }

    [Theory]
    [InlineData("{\"cadence\":\"yearly\"}", "cadence")]
    [InlineData("{\"paused\":\"yes\"}", "paused")]
    [InlineData("{\"email\":\"eve@example.com\"}", "email")]
    [InlineData("{\"include\":[\"\"]}", "include")]
    [InlineData("[]", "body")]
    [InlineData("", "body")]
    public async Task Patch_WrongBody_NamesTheFieldAndChangesNothing(string json, string field)
    {
        var path = await PathAsync();
        var before = Assert.Single(await _host.OfAsync("ada@example.com"));

        using var answer = await SendAsync("PATCH", path, json);

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).GetString()!);
        Assert.Equal(before, Assert.Single(await _host.OfAsync("ada@example.com")));
    }

    [Fact]
    public async Task Delete_Twice_EndsItOnceAndThenItDoesNotChange()
    {
        var path = await PathAsync();

        using var first = await SendAsync("DELETE", path);
        var ended = Assert.Single(await _host.OfAsync("ada@example.com"));
        using var second = await SendAsync("DELETE", path);
        using var change = await SendAsync("PATCH", path, """{"cadence":"weekly"}""");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        await WebAnswer.ProblemAsync(change, HttpStatusCode.Conflict, "ended");
        Assert.Equal(SubscriptionState.Ended, ended.State);
        Assert.Equal(ended, Assert.Single(await _host.OfAsync("ada@example.com")));
    }

    private async Task<(IReadOnlyList<string> Dockets, string? Next)> PageAsync(string query)
    {
        using var answer = await SendAsync("GET", $"/api/subscriptions?{query}");
        var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return ([.. page.GetProperty("subscriptions").EnumerateArray().Select(one => one.GetProperty("docketNumber").GetString()!)], page.GetProperty("next").GetString());
    }

    private async Task<string> PathAsync()
    {
        var subscription = await _host.SubscribeAsync();
        await _host.ConfirmAsync();
        return $"/api/subscriptions/{subscription.Id}";
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? json = null, params (string Name, string? Value)[] headers) =>
        SendAsync(method, path, json, _host.Token(LinkPurpose.Manage, _host.IdOf("ada@example.com").Value), headers);

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? json, string? token, params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(method), path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in token is null ? headers : [("Authorization", $"Bearer {token}"), .. headers])
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return _host.Client.SendAsync(request);
    }
}

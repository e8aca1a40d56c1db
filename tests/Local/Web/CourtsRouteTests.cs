using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Api;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Gaps;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary><c>GET /api/courts[/ID]</c>.</summary>
public sealed class CourtsRouteTests : IAsyncLifetime
{
    private LocalHost _host = null!;

    private DateTimeOffset Now => _host.Clock.GetUtcNow();

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task List_NothingAskedYet_IsEveryCourtOnceById()
    {
        var courts = (await JsonAsync("/api/courts")).GetProperty("courts").EnumerateArray().ToList();

        Assert.Equal(CourtDirectory.Default.All.Select(court => court.Id.Value).Order(StringComparer.Ordinal), courts.Select(court => court.GetProperty("id").GetString()));
        Assert.All(courts, court => Assert.Equal("neverAsked", court.GetProperty("health").GetString()));
    }

    [Fact]
    public async Task Get_AskedCourt_IsToldWithWhatItCoversAndItsGapsOfSevenDays()
    {
        var gap = new Gap(Some.Nysd, Now.AddDays(-2), Now.AddDays(-1), Now.AddDays(-1));
        await RecordAsync(new CourtState
        {
            Court = Some.Nysd,
            CheckedAt = Now,
            GoodAt = Now.AddMinutes(-5),
            Result = CheckResult.NothingNew,
            Coverage = "Order,\u202eMotion",
            Window = FeedWindow.New with { Gaps = [gap with { FoundAt = Now.AddDays(-7).AddTicks(-1) }, gap] },
        });

        var court = await JsonAsync("/api/courts/NYSD");

        Assert.Equal(
            ("nysd", "United States District Court, S.D. New York", "district", "America/New_York", true, "Order,Motion", "1:24-cv-01234", "ok"),
            (Text("id"), Text("name"), Text("kind"), Text("timeZone"), court.GetProperty("hasFeed").GetBoolean(), Text("feedCovers"), Text("docketNumberSample"), Text("health")));
        Assert.Equal((Now, Now.AddMinutes(-5)), (court.GetProperty("checkedAt").GetDateTimeOffset(), court.GetProperty("goodAt").GetDateTimeOffset()));
        Assert.Equal(gap.From, Assert.Single(court.GetProperty("gaps").EnumerateArray()).GetProperty("from").GetDateTimeOffset());

        string? Text(string name) => court.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Get_BreakerOpen_IsHeldUntilItsTrial()
    {
        await RecordAsync(new CourtState
        {
            Court = Some.Nysd,
            CheckedAt = Now,
            Result = CheckResult.Unavailable,
            Breaker = CircuitBreaker.New with { OpenedAt = Now, HeldSince = Now, OpenUntil = Now.AddMinutes(5), OpenFor = TimeSpan.FromMinutes(5) },
        });

        var held = await JsonAsync("/api/courts/nysd");
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        var tried = await JsonAsync("/api/courts/nysd");

        Assert.Equal(("held", Now), (held.GetProperty("health").GetString(), held.GetProperty("heldUntil").GetDateTimeOffset()));
        Assert.Equal(("failing", JsonValueKind.Null), (tried.GetProperty("health").GetString(), tried.GetProperty("heldUntil").ValueKind));
    }

    [Theory]
    [InlineData("/api/courts")]
    [InlineData("/api/courts/nysd")]
    public async Task Get_KnownTag_Is304UntilSomethingChanges(string path)
    {
        using var first = await _host.GetAsync(path);
        var tag = first.Headers.ETag!.Tag;
        using var known = await SendAsync(HttpMethod.Get, path, $"\"x\", W/{tag}");
        using var any = await SendAsync(HttpMethod.Get, path, "*");
        using var head = await SendAsync(HttpMethod.Head, path, ifNoneMatch: null);
        await RecordAsync(new CourtState { Court = Some.Nysd, CheckedAt = Now, Result = CheckResult.Garbled });
        using var changed = await SendAsync(HttpMethod.Get, path, tag);

        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        Assert.All([known, any], answer => Assert.Equal((HttpStatusCode.NotModified, tag), (answer.StatusCode, answer.Headers.ETag?.Tag)));
        Assert.Equal((HttpStatusCode.OK, tag, first.Content.Headers.ContentLength), (head.StatusCode, head.Headers.ETag?.Tag, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task List_WhereReadingCosts_IsReadOnceInAWhile()
    {
        await using var host = await LocalHost.StartAsync(services => services.AddSingleton(new SiteFacts(HasOutbox: true, Notice: null, FreshFor: TimeSpan.FromSeconds(30))));
        var health = new List<string?>();
        foreach (var seconds in (int[])[0, 29, 1])
        {
            host.Clock.Advance(TimeSpan.FromSeconds(seconds));
            var court = JsonDocument.Parse(await host.Client.GetStringAsync("/api/courts/nysd")).RootElement;
            health.Add(court.GetProperty("health").GetString());
            var known = await host.Services.GetRequiredService<IDockets>().FindCourtAsync(Some.Nysd, default) ?? CourtState.New(Some.Nysd);
            await host.Services.GetRequiredService<IDockets>().TryRecordAsync(new CourtStep { State = known with { CheckedAt = host.Clock.GetUtcNow(), Result = CheckResult.Unchanged } }, default);
        }

        Assert.Equal(["neverAsked", "neverAsked", "ok"], health);
    }

    private async Task RecordAsync(CourtState state) =>
        Assert.True(await _host.Services.GetRequiredService<IDockets>().TryRecordAsync(new CourtStep { State = state }, default));

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await _host.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? ifNoneMatch)
    {
        var request = new HttpRequestMessage(method, path);
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return _host.Client.SendAsync(request);
    }
}

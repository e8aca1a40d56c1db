using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Checks;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary><c>/api/operations/…</c>: for whoever asks from this machine, in its own name.</summary>
public sealed class OperationsRouteTests : IAsyncLifetime
{
    private LocalHost _host = null!;

    private DateTimeOffset Now => _host.Clock.GetUtcNow();

    private IOutbox Outbox => _host.Services.GetRequiredService<IOutbox>();

    private IDockets Dockets => _host.Services.GetRequiredService<IDockets>();

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task DeadLetters_PageByPage_AreToldTheNewestFirst()
    {
        var dead = await GiveUpAsync(3);

        var first = await JsonAsync("GET", "/api/operations/dead-letters?limit=2");
        var second = await JsonAsync("GET", $"/api/operations/dead-letters?limit=2&cursor={first.GetProperty("next").GetString()}");

        var letters = first.GetProperty("deadLetters").EnumerateArray().Concat(second.GetProperty("deadLetters").EnumerateArray()).ToList();
        Assert.Equal(dead.Reverse().Select(key => key.Value), letters.Select(letter => letter.GetProperty("key").GetString()));
        Assert.All(letters, letter => Assert.Equal(("554 no", 1), (letter.GetProperty("reason").GetString(), letter.GetProperty("attempts").GetInt32())));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(0, first.GetProperty("queueLetters").GetArrayLength());
    }

    [Fact]
    public async Task Replay_OneThenAll_HasThemWaitAgainOnce()
    {
        var dead = await GiveUpAsync(3);

        var one = await JsonAsync("POST", $"/api/operations/replay/{dead[1]}");
        var unknown = await JsonAsync("POST", $"/api/operations/replay/{dead[1]}");
        var all = await JsonAsync("POST", "/api/operations/replay");

        Assert.Equal([dead[1].Value], Texts(one, "replayed"));
        Assert.Equal((0, dead[1].Value), (unknown.GetProperty("replayed").GetArrayLength(), Assert.Single(Texts(unknown, "unknown"))));
        Assert.Equal([dead[0].Value, dead[2].Value], Texts(all, "replayed"));
        Assert.Equal((3, 0), (await CountsAsync()));
    }

    [Fact]
    public async Task Hold_CourtNeverAsked_IsHeldAndSaysSoUntilItIsReleased()
    {
        var held = await JsonAsync("POST", "/api/operations/courts/sdny/hold", """{"minutes":90}""");
        var told = await JsonAsync("GET", "/api/courts/nysd");
        var released = await JsonAsync("POST", "/api/operations/courts/nysd/release");
        await JsonAsync("POST", "/api/operations/courts/nysd/release");

        Assert.Equal(("nysd", "held", Now.AddMinutes(90)), (held.GetProperty("id").GetString(), held.GetProperty("health").GetString(), held.GetProperty("heldUntil").GetDateTimeOffset()));
        Assert.Equal(held.ToString(), told.ToString());
        Assert.Equal(("neverAsked", JsonValueKind.Null), (released.GetProperty("health").GetString(), released.GetProperty("heldUntil").ValueKind));
        Assert.Null((await Dockets.FindCourtAsync(Some.Nysd, default))!.PausedUntil);
        var notices = await _host.Services.GetRequiredService<IOperatorNotices>().NewestAsync(9, default);
        Assert.Equal([NoticeKind.CourtReleased, NoticeKind.CourtHeld], notices.Select(notice => notice.Kind));
    }

    [Theory]
    [InlineData("2026-03-02T15:30:00Z")]
    [InlineData("2026-03-02T10:30-05:00")]
    [InlineData("2026-03-02T15:30:00.000Z")]
    public async Task Hold_UntilAMoment_IsHeldUntilThen(string until)
    {
        await JsonAsync("POST", "/api/operations/courts/nysd/hold", $$"""{"until":"{{until}}"}""");

        Assert.Equal(Now.AddMinutes(90), (await Dockets.FindCourtAsync(Some.Nysd, default))!.PausedUntil);
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("{}", "body")]
    [InlineData("[]", "body")]
    [InlineData("""{"minutes":5,"until":"2026-03-02T15:30:00Z"}""", "body")]
    [InlineData("""{"minutes":0}""", "minutes")]
    [InlineData("""{"minutes":-5}""", "minutes")]
    [InlineData("""{"minutes":10081}""", "minutes")]
    [InlineData("""{"minutes":1e9}""", "minutes")]
    [InlineData("""{"minutes":1.5}""", "minutes")]
    [InlineData("""{"minutes":"5"}""", "minutes")]
    [InlineData("""{"minutes":null}""", "minutes")]
    [InlineData("""{"until":5}""", "until")]
    [InlineData("""{"until":"tomorrow"}""", "until")]
    [InlineData("""{"until":"2026-03-02T15:30:00"}""", "until")]
    [InlineData("""{"until":"2026-03-02T14:00:00Z"}""", "until")]
    [InlineData("""{"until":"2026-03-09T14:00:01Z"}""", "until")]
    [InlineData("""{"until":"9999-12-31T23:59:59-14:00"}""", "until")]
    [InlineData("""{"minutes":5,"why":"x"}""", "why")]
    public async Task Hold_WrongBody_IsNamedAndHoldsNothing(string body, string field)
    {
        using var answer = await SendAsync("POST", "/api/operations/courts/nysd/hold", body);

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).GetString()!);
        Assert.Null(await Dockets.FindCourtAsync(Some.Nysd, default));
    }

    [Theory]
    [InlineData("GET", "/api/operations/dead-letters?limit=0", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("GET", "/api/operations/dead-letters?limit=2147483648", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("GET", "/api/operations/dead-letters?cursor=x", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("GET", "/api/operations/dead-letters?cursor=9223372036854775807-0123456789abcdef0123456789abcdef", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("GET", "/api/operations/dead-letters?cursor=1-0123456789ABCDEF0123456789ABCDEF", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("POST", "/api/operations/replay/rubbish", HttpStatusCode.BadRequest, "bad-request")]
    [InlineData("POST", "/api/operations/replay/0123456789ABCDEF0123456789ABCDEF", HttpStatusCode.BadRequest, "bad-request")]
    [InlineData("POST", "/api/operations/replay/%2e%2e%2fx", HttpStatusCode.BadRequest, "bad-request")]
    [InlineData("POST", "/api/operations/courts/nowhere/hold", HttpStatusCode.NotFound, "not-found")]
    [InlineData("POST", "/api/operations/courts/..%2f..%2fnysd/release", HttpStatusCode.NotFound, "not-found")]
    [InlineData("POST", "/api/operations/nothing", HttpStatusCode.NotFound, "not-found")]
    public async Task EachRoute_WhatCannotBeRead_IsRefusedAndChangesNothing(string method, string path, HttpStatusCode status, string type)
    {
        await GiveUpAsync(1);

        using var answer = await SendAsync(method, path, """{"minutes":5}""");

        await WebAnswer.ProblemAsync(answer, status, type);
        Assert.Equal((0, 1), await CountsAsync());
        Assert.Empty(await Dockets.ListCourtsAsync(default));
    }

    [Fact]
    public async Task Hold_NoJsonOrTooLarge_IsRefused()
    {
        using var form = await SendAsync("POST", "/api/operations/courts/nysd/hold", "minutes=5", mediaType: "application/x-www-form-urlencoded");
        using var large = await SendAsync("POST", "/api/operations/courts/nysd/hold", new string(' ', 20_000));

        await WebAnswer.ProblemAsync(form, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await WebAnswer.ProblemAsync(large, HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.Null(await Dockets.FindCourtAsync(Some.Nysd, default));
    }

    [Fact]
    public async Task Erase_ByAddressTwice_ForgetsThatPersonAlone()
    {
        await _host.SubscribeAsync();
        await _host.ConfirmAsync();
        await _host.SubscribeAsync("grace@example.com");

        using var first = await SendAsync("POST", "/api/operations/erasures", """{"email":"Ada@EXAMPLE.com"}""");
        using var asWritten = await SendAsync("POST", "/api/operations/erasures", """{"email":"ada@example.com"}""");
        using var again = await SendAsync("POST", "/api/operations/erasures", """{"email":"ada@example.com"}""");

        Assert.All([first, asWritten, again], answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Empty(await _host.OfAsync("ada@example.com"));
        Assert.Single(await _host.OfAsync("grace@example.com"));
    }

    [Theory]
    [InlineData("{}", "email")]
    [InlineData("""{"email":"nobody"}""", "email")]
    [InlineData("""{"email":["ada@example.com"]}""", "email")]
    [InlineData("""{"email":"ada@example.com","sure":true}""", "sure")]
    [InlineData("[]", "body")]
    public async Task Erase_WrongBody_NamesTheFieldAndForgetsNobody(string json, string field)
    {
        await _host.SubscribeAsync();

        using var answer = await SendAsync("POST", "/api/operations/erasures", json);

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).GetString()!);
        Assert.Single(await _host.OfAsync("ada@example.com"));
    }

    [Theory]
    [InlineData("Host", "tipstaff.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task EachRoute_InAnotherNameOrFromAnotherSitesPage_IsNotThere(string header, string value)
    {
        await GiveUpAsync(1);
        foreach (var (method, path) in new[]
        {
            ("GET", "/api/operations/dead-letters"), ("POST", "/api/operations/replay"), ("POST", "/api/operations/courts/nysd/hold"), ("POST", "/api/operations/courts/nysd/release"),
            ("POST", "/api/operations/erasures"),
        })
        {
            using var answer = await SendAsync(method, path, """{"minutes":5}""", (header, value));

            await WebAnswer.ProblemAsync(answer, HttpStatusCode.NotFound, "not-found");
        }

        Assert.Equal((0, 1), await CountsAsync());
        Assert.Empty(await Dockets.ListCourtsAsync(default));
    }

    private async Task<IReadOnlyList<IdempotencyKey>> GiveUpAsync(int count)
    {
        var keys = new List<IdempotencyKey>();
        for (var number = 0; number < count; number++)
        {
            var message = OutboxMessage.AlertMessage.Of(Some.Alert(createdAt: Now, entries: Some.Entry($"{number + 10}")));
            await Outbox.TryAddAsync(message, default);
            var claim = Assert.Single(await Outbox.ClaimAsync([message.Key], Now, Now.AddMinutes(5), "smtp", default));
            await Outbox.RecordAsync([new DeliveryRecord(message.Key, claim.ClaimToken, new Delivery.DeadLettered("554 no", Now.AddSeconds(number)))], default);
            keys.Add(message.Key);
        }

        return keys;
    }

    private async Task<(long Waiting, long Dead)> CountsAsync() => await Outbox.CountAsync(default) is var counts ? (counts.Waiting, counts.DeadLettered) : default;

    private async Task<JsonElement> JsonAsync(string method, string path, string? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? body, (string Name, string Value)? header = null, string mediaType = "application/json")
    {
        var address = new Uri(
            _host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(HttpMethod.Parse(method), address)
        {
            Content = body is null || method == "GET" ? null : new StringContent(body, Encoding.UTF8, mediaType),
        };
        if (header is { } sent)
        {
            request.Headers.TryAddWithoutValidation(sent.Name, sent.Value);
        }

        return _host.Client.SendAsync(request);
    }

    private static IEnumerable<string?> Texts(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(text => text.GetString());
}

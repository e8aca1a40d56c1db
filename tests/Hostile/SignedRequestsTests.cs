using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Local.Web;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>Signed requests for subscriptions, as they should be and as somebody on their way makes them, through both heads.</summary>
public sealed class SignedRequestsTests
{
    private const string Pause = """{"paused":true}""";
    private const string GoOn = """{"paused":false}""";

    public static TheoryData<string, string, string> Changed()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var head in new[] { HeadUnderTest.Local, HeadUnderTest.Cloud })
        {
            foreach (var (what, code) in Changes.Select(change => (change.Key, change.Value.Code)))
            {
                rows.Add(head, what, code);
            }
        }

        return rows;
    }

    private static Dictionary<string, (string Code, Func<SomeSigned, SomeSigned> Change)> Changes { get; } = new(StringComparer.Ordinal)
    {
        ["re-dated into the past"] = ("too-old", request => request.Sign(late: TimeSpan.FromSeconds(-301))),
        ["re-dated into the future"] = ("in-the-future", request => request.Sign(late: TimeSpan.FromSeconds(301))),
        ["re-dated without signing anew"] = ("bad-signature", request => Redated(request.Sign())),
        ["by a key that nobody knows"] = ("unknown-key", request => request.Sign(SomeNewsroom.Stranger)),
        ["by another key in its name"] = ("bad-signature", request => request.Sign(SomeNewsroom.Stranger, keyId: "newsroom")),
        ["with another body"] = ("digest-mismatch", request => request.Sign() with { Body = Encoding.UTF8.GetBytes(GoOn) }),
        ["with another body and its digest"] = ("bad-signature", request =>
            request.Sign().With("Content-Digest", SomeSigned.Digest(GoOn)) with { Body = Encoding.UTF8.GetBytes(GoOn) }),
        ["without its digest"] = ("digest-missing", request => request.Sign().Without("Content-Digest")),
        ["with a digest that is not signed"] = ("not-covered", request => request.Sign(covered: ["@method", "@authority", "@path", "@query"])),
        ["with a query that is not signed"] = ("not-covered", request => request.Sign(covered: ["@method", "@authority", "@path", "content-digest"])),
        ["for another subscriber"] = ("bad-signature", request => request.Sign() with { Target = request.Target[..^32] + new string('0', 32) }),
        ["for another service"] = ("bad-signature", request => (request with { Host = "elsewhere.example" }).Sign()),
        ["over plain http"] = ("bad-signature", request => (request with { Scheme = "http" }).Sign(covered: ["@method", "@target-uri", "content-digest"])),
        ["without its signature"] = ("missing-signature", request => request.Sign().Without("Signature-Input")),
    };

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Request_Signed_SeesAndChangesTheSubscribersOwn(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        var own = await head.FollowAsync();
        await head.FollowAsync("grace@example.com");

        using var list = await head.SendAsync(Request(head, own, "GET", "").Sign().Sent());
        using var change = await head.SendAsync(Request(head, own, "PATCH", $"/{own.Id}", Pause).Sign(nonce: "nonce-2").Sent());
        using var end = await head.SendAsync(Request(head, own, "DELETE", $"/{own.Id}").Sign(nonce: "nonce-3").Sent());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NoContent), (list.StatusCode, change.StatusCode, end.StatusCode));
        var listed = Assert.Single(JsonDocument.Parse(await list.Content.ReadAsStringAsync()).RootElement.GetProperty("subscriptions").EnumerateArray());
        Assert.Equal(own.Id.Value, listed.GetProperty("id").GetString());
        Assert.Equal("paused", JsonDocument.Parse(await change.Content.ReadAsStringAsync()).RootElement.GetProperty("state").GetString());
        Assert.Equal(SubscriptionState.Ended, (await head.FindAsync(own.Id))!.State);
    }

    [Theory]
    [MemberData(nameof(Changed))]
    public async Task Request_ChangedOnItsWay_Is401WithTheReasonAndChangesNothing(string name, string what, string code)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        var own = await head.FollowAsync();
        var request = Changes[what].Change(Request(head, own, "PATCH", $"/{own.Id}", Pause));

        using var answer = await head.SendAsync(request.Sent());

        await AssertRefusedAsync(answer, code);
        Assert.Equal(own, await head.FindAsync(own.Id));
    }

    [Theory]
    [MemberData(nameof(Changed))]
    public async Task Request_ChangedOnItsWay_LogsTheReasonAndNothingOfTheRequest(string name, string what, string code)
    {
        var log = new LogLines();
        await using var head = await HeadUnderTest.StartAsync(name, adjust: services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace).AddFilter<LogLines>("Microsoft.AspNetCore", LogLevel.None)));
        var own = await head.FollowAsync();
        var request = Changes[what].Change(Request(head, own, "PATCH", $"/{own.Id}", Pause));
        log.Lines.Clear();

        using var answer = await head.SendAsync(request.Sent());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(log.Lines, line => line.StartsWith($"Warning A signed request was refused: {code}; ", StringComparison.Ordinal));
        var said = string.Join('\n', log.Lines);
        Assert.All(
            [own.Id.Value, own.Subscriber.Value, "newsroom", "nonce-1", "paused", "ada@example.com", .. request.Fields.Select(field => field.Value)],
            secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Request_Replayed_Is401(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        var own = await head.FollowAsync();
        var request = Request(head, own, "PATCH", $"/{own.Id}", Pause).Sign();
        using var first = await head.SendAsync(request.Sent());
        using var other = await head.SendAsync(Request(head, own, "PATCH", $"/{own.Id}", GoOn).Sign(nonce: "nonce-2").Sent());

        using var replayed = await head.SendAsync(request.Sent());
        head.Advance(TimeSpan.FromMinutes(4.5));
        using var later = await head.SendAsync(request.Sent());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, other.StatusCode));
        await AssertRefusedAsync(replayed, "replayed");
        await AssertRefusedAsync(later, "replayed");
        Assert.Null((await head.FindAsync(own.Id))!.PausedAt);
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Request_SignedTwiceAndReplayedWithOneSignature_Is401(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        var own = await head.FollowAsync();
        var request = Request(head, own, "PATCH", $"/{own.Id}", Pause);
        using var first = await head.SendAsync(request.Sign(label: "a").Sign(label: "e", nonce: "nonce-2").Sent());
        using var other = await head.SendAsync(Request(head, own, "PATCH", $"/{own.Id}", GoOn).Sign(nonce: "nonce-3").Sent());

        using var left = await head.SendAsync(request.Sign(label: "e", nonce: "nonce-2").Sent());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, other.StatusCode));
        await AssertRefusedAsync(left, "replayed");
        Assert.Null((await head.FindAsync(own.Id))!.PausedAt);
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Request_KeyWithoutTheScopeOrNobodyNamed_IsRefused(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        var own = await head.FollowAsync();
        var path = $"/api/subscriptions/{own.Id}";

        using var scopeless = await head.SendAsync(Request(head, own, "GET", $"/{own.Id}").Sign(SomeNewsroom.Courier).Sent());
        await WebAnswer.ProblemAsync(scopeless, HttpStatusCode.Forbidden, "insufficient-scope");
        var nonce = 2;
        foreach (var query in new[] { "", "?subscriber=", "?subscriber=ada%40example.com", $"?subscriber={own.Subscriber}&subscriber={own.Subscriber}" })
        {
            using var unnamed = await head.SendAsync(SomeNewsroom.Request(head.Host, "GET", path + query).Sign(nonce: $"nonce-{nonce++}").Sent());
            await WebAnswer.ProblemAsync(unnamed, HttpStatusCode.BadRequest, "invalid-request");
        }

        using var others = await head.SendAsync(SomeNewsroom.Request(head.Host, "GET", $"{path}?subscriber={new string('0', 32)}").Sign(nonce: "nonce-9").Sent());
        await WebAnswer.ProblemAsync(others, HttpStatusCode.NotFound, "not-found");
    }

    private static SomeSigned Request(HeadUnderTest head, Subscription own, string method, string path, string? json = null) =>
        SomeNewsroom.Request(head.Host, method, $"/api/subscriptions{path}?subscriber={own.Subscriber}", json);

    private static SomeSigned Redated(SomeSigned request)
    {
        var created = Some.Monday9Am.ToUnixTimeSeconds();
        var input = request["Signature-Input"].Replace($";created={created};", $";created={created + 1};", StringComparison.Ordinal);
        Assert.NotEqual(input, request["Signature-Input"]);
        return request.With("Signature-Input", input);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, string code)
    {
        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.Unauthorized, "signature-refused");
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEmpty(answer.Headers.WwwAuthenticate);
    }
}

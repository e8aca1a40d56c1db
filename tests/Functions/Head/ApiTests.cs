using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Functions.Storage;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The courts', dockets' and operators' routes by the functions, and what answers below <c>/api</c> where none does.</summary>
public sealed class ApiTests : IDisposable
{
    private readonly CloudBench _bench = new();
    private readonly HttpClient _client;

    public ApiTests()
    {
        _bench.Start();
        _client = _bench.App.CreateClient();
    }

    private string Key => $"?code={_bench.Cloud.Keys.Master}";

    public void Dispose()
    {
        _client.Dispose();
        _bench.Dispose();
    }

    [Theory]
    [InlineData("GET", "/api/courts", 200, "\"id\":\"nysd\"")]
    [InlineData("GET", "/api/courts/nysd", 200, "neverAsked")]
    [InlineData("GET", "/api/courts/nowhere", 404, "problem:not-found")]
    [InlineData("GET", "/api/dockets/nysd/1:26-cv-01234", 404, "problem:not-found")]
    [InlineData("GET", "/api/dockets/nysd/1%3A26-cv-01234", 404, "problem:not-found")]
    [InlineData("GET", "/api/dockets/nysd/rubbish", 400, "docketNumber")]
    [InlineData("GET", "/api/dockets/nysd/1:26-cv-01234%2Fx", 400, "docketNumber")]
    [InlineData("GET", "/api/nothing", 404, "problem:not-found")]
    [InlineData("GET", "/api/courts/nysd/x", 404, "problem:not-found")]
    [InlineData("POST", "/api/courts", 405, "problem:method-not-allowed", "GET, HEAD")]
    [InlineData("DELETE", "/api/dockets/nysd/1:26-cv-01234", 405, "problem:method-not-allowed", "GET, HEAD")]
    [InlineData("PUT", "/api/subscriptions", 405, "problem:method-not-allowed", "GET, HEAD, POST")]
    [InlineData("GET", "/api/operations/replay", 405, "problem:method-not-allowed", "POST")]
    [InlineData("DANCE", "/api/subscriptions/x", 405, "problem:method-not-allowed", "DELETE, GET, HEAD, PATCH")]
    [InlineData("OPTIONS", "/api/courts/nysd", 204, "", "GET, HEAD")]
    [InlineData("OPTIONS", "/api/nothing", 404, "problem:not-found")]
    public void EachRoute_Answers(string method, string path, int status, string holds, string? allowed = null)
    {
        var (answer, text) = Send(method, path);

        Assert.Equal((status, allowed ?? ""), ((int)answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        Assert.Contains(holds, text, StringComparison.Ordinal);
        if (status >= 400)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void GetCourts_AgainWithinHalfAMinute_CostsNothing()
    {
        Send("GET", "/api/courts");
        _bench.Cloud.Counts.Clear();

        Send("GET", "/api/courts");
        Send("GET", "/api/courts/nysd");

        Assert.Equal(0, _bench.Cloud.Counts.Of(CloudService.Tables));
    }

    [Fact]
    public void GetDocket_AfterACheck_TellsItsEntries()
    {
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.Wait(TimeSpan.FromMinutes(2));

        var (answer, text) = Send("GET", "/api/dockets/nysd/1:26-cv-01234");

        Assert.True(answer.StatusCode is HttpStatusCode.OK, text);
        Assert.Equal(1, JsonDocument.Parse(text).RootElement.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public void Hold_AndRelease_TheCourtIsAskedOnlyAfterwards()
    {
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        var (held, text) = Send("POST", $"/api/operations/courts/nysd/hold{Key}", """{"minutes":600}""");
        _bench.Wait(TimeSpan.FromMinutes(20));
        var asked = _bench.AskedAt.Count;

        var (released, _) = Send("POST", $"/api/operations/courts/nysd/release{Key}");
        _bench.Wait(TimeSpan.FromMinutes(2));

        Assert.True(held.StatusCode is HttpStatusCode.OK, text);
        Assert.Equal((0, HttpStatusCode.OK), (asked, released.StatusCode));
        Assert.NotEmpty(_bench.AskedAt);
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void Hold_CourtInTrouble_EndsItsRecoveryAndTheScheduleBeginsAnother()
    {
        _bench.Follow();
        _bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        for (var waited = 0; State()?.Breaker.IsClosed is not false; waited++)
        {
            Assert.True(waited < 60, "The breaker did not open within an hour.");
            _bench.Wait(TimeSpan.FromMinutes(1));
        }

        Send("POST", $"/api/operations/courts/nysd/hold{Key}", """{"minutes":240}""");
        var asked = _bench.AskedAt.Count;
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.Wait(TimeSpan.FromMinutes(120));
        var (quiet, calls) = (_bench.AskedAt.Count, _bench.Cloud.Counts.Of(CloudService.Tables));
        _bench.Wait(TimeSpan.FromMinutes(60));
        var each = _bench.Cloud.Counts.Of(CloudService.Tables) - calls;
        Send("POST", $"/api/operations/courts/nysd/release{Key}");
        _bench.Wait(TimeSpan.FromMinutes(10));

        Assert.Equal(asked, quiet);
        Assert.InRange(each, 0, 60 * 40);
        Assert.Equal((true, 0), (State()!.Breaker.IsClosed, State()!.Failures));
    }

    [Fact]
    public void Operations_WithoutTheMasterKey_AreRefusedAndChangeNothing()
    {
        var answers = new[]
        {
            Send("GET", "/api/operations/dead-letters"), Send("POST", "/api/operations/replay"),
            Send("POST", $"/api/operations/courts/nysd/hold?code={_bench.Cloud.Keys.Function}", """{"minutes":5}"""), Send("POST", "/api/operations/courts/nysd/release"),
            Send("POST", "/api/operations/erasures", """{"email":"ada@example.com"}"""),
        };

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Answer.StatusCode));
        Assert.Null(State());
    }

    [Fact]
    public void DeadLetters_OfAQueue_AreToldWithoutTheirBodies()
    {
        _bench.Run(async () =>
        {
            await _bench.App.Services.GetRequiredService<TableDeadLetters>().AddAsync(new QueueDeadLetter("checks", "m1", "the body", "no JSON", _bench.Now), default);
            return true;
        });

        var (answer, text) = Send("GET", $"/api/operations/dead-letters{Key}");

        Assert.True(answer.StatusCode is HttpStatusCode.OK, text);
        var letter = Assert.Single(JsonDocument.Parse(text).RootElement.GetProperty("queueLetters").EnumerateArray());
        Assert.Equal(("checks", "no JSON"), (letter.GetProperty("queue").GetString(), letter.GetProperty("reason").GetString()));
        Assert.DoesNotContain("the body", text, StringComparison.Ordinal);
    }

    private CourtState? State() => _bench.Run(() => _bench.App.Services.GetRequiredService<IDockets>().FindCourtAsync(Some.Nysd, default));

    private (HttpResponseMessage Answer, string Text) Send(string method, string path, string? json = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(method), path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        var answer = _bench.Run(() => _client.SendAsync(request));
        return (answer, _bench.Run(() => answer.Content.ReadAsStringAsync()));
    }
}

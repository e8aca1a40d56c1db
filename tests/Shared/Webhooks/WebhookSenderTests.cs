using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Tipstaff.Tests.Support;
using Tipstaff.Tracing;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

/// <summary>The sender against a receiver behind real TLS; the internet between them is made up.</summary>
public sealed class WebhookSenderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task SendAsync_AReceiverThatTakesIt_GetsOneSignedPost()
    {
        await using var receiver = await WebhookReceiver.StartAsync(204);
        var network = new ScriptedWebhookNetwork(receiver.Port);

        var outcome = await SendAsync(network);

        Assert.Equal(new WebhookOutcome.Accepted(204), outcome);
        Assert.Equal([IPEndPoint.Parse($"{ScriptedWebhookNetwork.Public}:443")], network.Dialled);
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(("POST", WebhookReceiver.Url.Value), (request.Method, request.Url));
        Assert.Equal(WebhookReceiver.Message.Body.ToArray(), request.Body);
        Assert.Equal(
            ["Content-Length: 20", "Content-Type: application/json", "Host: hooks.example.com", "User-Agent: Tipstaff/0.1"],
            request.Headers.Where(header => !header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)).Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
        Assert.Equal("msg_00000000000000000000000000000001", request.Headers["webhook-id"]);
        Assert.Equal(SignatureVerdict.Genuine, Verify(request));
    }

    [Fact]
    public async Task SendAsync_MessageOfAnAlert_BearsItsTraceAndNoneOfOurs()
    {
        await using var receiver = await WebhookReceiver.StartAsync(204);
        using var sender = WebhookReceiver.Sender(new ScriptedWebhookNetwork(receiver.Port), _clock);
        var trace = TraceContext.Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        using var underWay = new Activity("deliver").Start();

        await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message with { Trace = trace }, WebhookReceiver.Keys, TestContext.Current.CancellationToken);

        var request = Assert.Single(receiver.Requests);
        Assert.Equal(trace.TraceId, request.Headers["X-Tipstaff-Trace"]);
        Assert.DoesNotContain("traceparent", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SendAsync_ASecondAttempt_BearsTheSameIdAndANewTime()
    {
        await using var receiver = await WebhookReceiver.StartAsync(503);
        using var sender = WebhookReceiver.Sender(new ScriptedWebhookNetwork(receiver.Port), _clock);
        await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromHours(1));
        await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, TestContext.Current.CancellationToken);

        var (first, second) = (receiver.Requests.First(), receiver.Requests.Last());
        Assert.Equal(first.Headers["webhook-id"], second.Headers["webhook-id"]);
        Assert.Equal(3600, long.Parse(second.Headers["webhook-timestamp"]) - long.Parse(first.Headers["webhook-timestamp"]));
        Assert.Equal(SignatureVerdict.Genuine, Verify(second));
    }

    [Theory]
    [InlineData("https://alerts.example.com/t", "Tipstaff/0.1 (+https://alerts.example.com/t)")]
    [InlineData("https://bücher.example.com/", "Tipstaff/0.1")]
    [InlineData(null, "Tipstaff/0.1")]
    public async Task SendAsync_AnyPublicUrl_GivesAUserAgentThatARequestCanBear(string? home, string userAgent)
    {
        await using var receiver = await WebhookReceiver.StartAsync(200);
        using var sender = WebhookReceiver.Sender(new ScriptedWebhookNetwork(receiver.Port), _clock, home: home is null ? null : new Uri(home));

        await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, TestContext.Current.CancellationToken);

        Assert.Equal(userAgent, Assert.Single(receiver.Requests).Headers["User-Agent"]);
    }

    public static TheoryData<int, WebhookOutcome> Statuses => new()
    {
        { 200, new WebhookOutcome.Accepted(200) },
        { 299, new WebhookOutcome.Accepted(299) },
        { 300, new WebhookOutcome.Refused("HTTP 300: redirects are not followed", WebhookRefusal.ThisMessage) },
        { 304, new WebhookOutcome.Refused("HTTP 304: redirects are not followed", WebhookRefusal.ThisMessage) },
        { 400, new WebhookOutcome.Refused("HTTP 400", WebhookRefusal.ThisMessage) },
        { 401, new WebhookOutcome.Refused("HTTP 401", WebhookRefusal.ThisMessage) },
        { 404, new WebhookOutcome.Refused("HTTP 404", WebhookRefusal.ThisMessage) },
        { 408, new WebhookOutcome.Unavailable("HTTP 408") },
        { 410, new WebhookOutcome.Refused("HTTP 410: it wants no more webhooks", WebhookRefusal.EndpointGone) },
        { 413, new WebhookOutcome.Refused("HTTP 413", WebhookRefusal.ThisMessage) },
        { 425, new WebhookOutcome.Unavailable("HTTP 425") },
        { 429, new WebhookOutcome.Unavailable("HTTP 429") },
        { 500, new WebhookOutcome.Unavailable("HTTP 500") },
        { 503, new WebhookOutcome.Unavailable("HTTP 503") },
        { 599, new WebhookOutcome.Unavailable("HTTP 599") },
        { 600, new WebhookOutcome.Unavailable("HTTP 600") },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task SendAsync_EachStatus_SaysWhatComesNext(int status, WebhookOutcome expected)
    {
        await using var receiver = await WebhookReceiver.StartAsync(status);

        Assert.Equal(expected, await SendAsync(new ScriptedWebhookNetwork(receiver.Port)));
    }

    [Theory]
    [InlineData("120", 120.0)]
    [InlineData("86400", 86_400.0)]
    [InlineData("86401", 86_400.0)]
    [InlineData("2147483647", 86_400.0)]
    [InlineData("Mon, 02 Mar 2026 14:02:00 GMT", 120.0)]
    [InlineData("Sat, 02 Mar 2126 14:00:00 GMT", 86_400.0)]
    [InlineData("Mon, 02 Mar 2026 13:59:00 GMT", null)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    public async Task SendAsync_RetryAfter_IsObeyedUpToADay(string header, double? seconds)
    {
        await using var receiver = await WebhookReceiver.StartAsync(429, "", ("Retry-After", header));

        var outcome = await SendAsync(new ScriptedWebhookNetwork(receiver.Port));

        Assert.Equal(new WebhookOutcome.Unavailable("HTTP 429", seconds is { } wait ? TimeSpan.FromSeconds(wait) : null), outcome);
    }

    [Theory]
    [InlineData("https://hooks.example.com/elsewhere")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task SendAsync_ARedirect_IsNotFollowed(string location)
    {
        await using var receiver = await WebhookReceiver.StartAsync(307, "", ("Location", location));
        var network = new ScriptedWebhookNetwork(receiver.Port);

        var outcome = await SendAsync(network);

        Assert.Equal(new WebhookOutcome.Refused("HTTP 307: redirects are not followed", WebhookRefusal.ThisMessage), outcome);
        Assert.Single(receiver.Requests);
        Assert.Single(network.Dialled);
    }

    [Fact]
    public async Task SendAsync_ANameThatTurnsPrivate_IsRefusedAtTheNextConnection()
    {
        await using var receiver = await WebhookReceiver.StartAsync(200, "", ("Connection", "close"));
        var network = new ScriptedWebhookNetwork(receiver.Port).Answers(ScriptedWebhookNetwork.Public).Answers("169.254.169.254");
        using var sender = WebhookReceiver.Sender(network, _clock);
        var first = await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, TestContext.Current.CancellationToken);

        var second = await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, TestContext.Current.CancellationToken);

        Assert.IsType<WebhookOutcome.Accepted>(first);
        Assert.Equal(new WebhookOutcome.Refused("its name leads to no public address", WebhookRefusal.NotPublic), second);
        Assert.Single(receiver.Requests);
        Assert.Single(network.Dialled);
    }

    [Fact]
    public async Task SendAsync_ManyAttempts_ShareAConnection()
    {
        await using var receiver = await WebhookReceiver.StartAsync(200, "thank you", ("Set-Cookie", "a=b; Path=/"));
        var network = new ScriptedWebhookNetwork(receiver.Port);
        using var sender = WebhookReceiver.Sender(network, _clock);

        for (var i = 0; i < 5; i++)
        {
            await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, TestContext.Current.CancellationToken);
        }

        Assert.Single(network.Dialled);
        Assert.Equal(5, receiver.Requests.Count);
        Assert.All(receiver.Requests, request => Assert.DoesNotContain("Cookie", request.Headers.Keys));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task SendAsync_AnEndlessAnswer_IsCutOffEarly(string encoding)
    {
        var cut = new TaskCompletionSource();
        await using var receiver = await WebhookReceiver.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            using var closed = context.RequestAborted.Register(cut.SetResult);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096]);
            }
        });
        var network = new ScriptedWebhookNetwork(receiver.Port);

        var outcome = await SendAsync(network);

        Assert.Equal(new WebhookOutcome.Accepted(200), outcome);
        await cut.Task;
        Assert.InRange(network.BytesRead, 1, 100_000);
    }

    private static SignatureVerdict Verify(WebhookReceiver.Received request) => WebhookSignature.Verify(
        request.Headers["webhook-id"],
        request.Headers["webhook-timestamp"],
        request.Headers["webhook-signature"],
        request.Body,
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Headers["webhook-timestamp"])),
        WebhookReceiver.Keys.Current);

    private async Task<WebhookOutcome> SendAsync(IWebhookNetwork network)
    {
        using var sender = WebhookReceiver.Sender(network, _clock);
        return await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, TestContext.Current.CancellationToken);
    }
}

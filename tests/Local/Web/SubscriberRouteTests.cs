using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Erasures;
using Tipstaff.Links;
using Tipstaff.Outbox;
using Tipstaff.Retention;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary><c>DELETE /api/subscribers/me</c> and <c>GET /api/subscribers/me/export</c>.</summary>
public sealed class SubscriberRouteTests : IAsyncLifetime
{
    private const string Ada = "ada.lovelace@example.com";
    private const string Me = "/api/subscribers/me";
    private const string Export = "/api/subscribers/me/export";

    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("DELETE", Me)]
    [InlineData("GET", Export)]
    public async Task EachRoute_NoOrWrongToken_Is401(string method, string path)
    {
        var wrong = _host.Token(LinkPurpose.Confirm, _host.IdOf(Ada).Value);
        foreach (var token in new[] { null, "nonsense", wrong })
        {
            using var answer = await SendAsync(method, path, token);

            await WebAnswer.ProblemAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
        }
    }

    // Many subscriptions and writes, so that pages of the file were split, moved and rewritten before.
    [Fact]
    public async Task Delete_Subscriber_LeavesNoTraceInAnyFile()
    {
        for (var number = 1; number <= 60; number++)
        {
            await _host.SubscribeAsync(Ada, $"1:26-cv-{number:D5}");
            await _host.SubscribeAsync($"reader{number}@example.com", $"1:26-cv-{number:D5}");
        }

        await _host.ConfirmAsync(Ada);
        await AlertAsync();
        await _host.DeliverAsync();
        Assert.NotEmpty(FilesWith("lovelace"));
        Assert.NotEmpty(FilesWith("reader7@example.com"));

        using var answer = await SendAsync("DELETE", Me);
        using var again = await SendAsync("DELETE", Me);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (answer.StatusCode, again.StatusCode));
        Assert.Empty(FilesWith("lovelace"));
        Assert.NotEmpty(FilesWith("reader7@example.com"));
        Assert.Empty(await _host.OfAsync(Ada));
        var mailed = Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(_host.DatabasePath)!, "outbox"), "*.eml").Count();
        Assert.Equal(60, mailed);
    }

    [Fact]
    public async Task Retention_MailsOfTheFolder_GoAfterNinetyDays()
    {
        await _host.SubscribeAsync(Ada);
        await _host.DeliverAsync();
        _host.Clock.Advance(TimeSpan.FromDays(89));
        await _host.SubscribeAsync("grace@example.com");
        await _host.DeliverAsync();
        var takeAway = _host.Services.GetRequiredService<TakeAwayOld>();

        Assert.Equal(0, await takeAway.RunAsync(CancellationToken.None));
        _host.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, await takeAway.RunAsync(CancellationToken.None));

        Assert.NotEmpty(FilesWith("grace@example.com"));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(_host.DatabasePath)!, "outbox"), "*.eml"));
    }

    [Fact]
    public async Task Delete_ThenAskedForAgain_StartsAnewAndTellsNothingOld()
    {
        await _host.SubscribeAsync(Ada);
        await _host.ConfirmAsync(Ada);
        await AlertAsync();
        using var answer = await SendAsync("DELETE", Me);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));

        var again = await _host.SubscribeAsync(Ada);
        await _host.Services.GetRequiredService<EraseSubscriber>().FinishAsync(TestContext.Current.CancellationToken);
        await _host.ConfirmAsync(Ada);
        await _host.DeliverAsync();

        Assert.Equal((1, SubscriptionState.Pending), (again.Version, again.State));
        Assert.Equal(SubscriptionState.Confirmed, Assert.Single(await _host.OfAsync(Ada)).State);
        var messages = await _host.Services.GetRequiredService<IOutbox>().NewestAsync(10, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(messages, row => row.Message is OutboxMessage.AlertMessage);
    }

    [Fact]
    public async Task Export_Subscriber_TellsAllAndNothingOfOthers()
    {
        await _host.SubscribeAsync(Ada);
        await _host.SubscribeAsync("grace@example.com");
        await _host.ConfirmAsync(Ada);
        await AlertAsync();
        await _host.DeliverAsync();

        using var answer = await SendAsync("GET", Export);

        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var body = JsonDocument.Parse(text).RootElement;
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal([Ada], body.GetProperty("addresses").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("confirmed", Assert.Single(body.GetProperty("subscriptions").EnumerateArray()).GetProperty("state").GetString());
        var messages = body.GetProperty("messages").EnumerateArray().Select(one => (one.GetProperty("kind").GetString(), one.GetProperty("state").GetString())).ToList();
        Assert.Equal(2, messages.Count);
        Assert.Contains(("alert", "delivered"), messages);
        Assert.Contains("Notice of Appearance", text, StringComparison.Ordinal);
        Assert.DoesNotContain("grace", text, StringComparison.Ordinal);
    }

    private async Task AlertAsync()
    {
        var own = (await _host.OfAsync(Ada))[0];
        var alert = Some.Alert(own, _host.Clock.GetUtcNow(), Some.Entry(docket: own.Docket!.Value));
        await _host.Services.GetRequiredService<IOutbox>().TryAddAsync(OutboxMessage.AlertMessage.Of(alert), TestContext.Current.CancellationToken);
    }

    private List<string> FilesWith(string text) =>
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(_host.DatabasePath)!, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && Contains(Read(file), Encoding.UTF8.GetBytes(text))),
    ];

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static bool Contains(byte[] file, byte[] text) => file.AsSpan().IndexOf(text) >= 0;

    private Task<HttpResponseMessage> SendAsync(string method, string path) =>
        SendAsync(method, path, _host.Token(LinkPurpose.Manage, _host.IdOf(Ada).Value));

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? token)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

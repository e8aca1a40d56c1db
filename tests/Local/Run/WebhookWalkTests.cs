using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.Links;
using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Local.Web;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Local.Run;

/// <summary>The way of a webhook from the wish to the receiver, over real TLS and a made-up internet.</summary>
public sealed class WebhookWalkTests : IAsyncLifetime
{
    private const string Ada = "ada@example.com";

    private int _status = 200;
    private bool _diesBeforeRecording;
    private WebhookReceiver _receiver = null!;
    private ScriptedWebhookNetwork _network = null!;
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync(AnswerAsync);
        _network = new ScriptedWebhookNetwork(_receiver.Port);
        _host = await LocalHost.StartAsync(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IWebhookReceivers>(provider => WebhookReceiver.Sender(_network, provider.GetRequiredService<TimeProvider>())));
            services.Replace(ServiceDescriptor.Singleton<IOutbox>(provider => Around.Member<IOutbox>(
                provider.GetRequiredService<SqliteOutbox>(), nameof(IOutbox.RecordAsync), (args, next) => _diesBeforeRecording ? Task.FromResult<IReadOnlyList<DeliveryRecord>>([]) : next(args))));
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Subscribe_ConfirmChallengeAlert_IsVerifiedWithTheSecretThatWasShown()
    {
        var secret = await FollowAsync();
        var alert = await AlertAsync();

        await _host.DeliverAsync();

        var requests = _receiver.Requests.ToList();
        Assert.Equal(["webhook.verification", "docket.entries"], requests.Select(request => TypeOf(request)));
        Assert.All(requests, request => Assert.Equal(SignatureVerdict.Genuine, Verify(request, secret)));
        Assert.All(requests, request => Assert.Equal(SignatureVerdict.Forged, Verify(request, WebhookReceiver.Keys.Current)));
        Assert.Equal(WebhookReceiver.Url.Value.Replace(":443", "", StringComparison.Ordinal), requests[1].Url);
        Assert.Equal($"msg_{alert}", requests[1].Headers["webhook-id"]);
        Assert.Equal((OutboxState.Delivered, "webhook"), await StateAsync(alert));
    }

    [Fact]
    public async Task Deliver_ReceiverFails_IsRetriedGivenUpAndReplayed()
    {
        var secret = await FollowAsync();
        var alert = await AlertAsync();
        _status = 500;
        for (var attempt = 0; attempt < RetryPlan.Attempts; attempt++)
        {
            await _host.DeliverAsync();
            _host.Clock.Advance(TimeSpan.FromHours(3));
        }

        Assert.Equal((OutboxState.DeadLettered, "webhook: HTTP 500"), await StateAsync(alert));
        _status = 204;
        using var replayed = await _host.SendAsync(HttpMethod.Post, "/api/operations/replay");
        await _host.DeliverAsync();

        var sent = _receiver.Requests.Skip(1).ToList();
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        Assert.Equal(RetryPlan.Attempts + 1, sent.Count);
        Assert.Single(sent.SkipLast(1).Select(request => Encoding.ASCII.GetString(request.Body)).Distinct());
        // The links of what is replayed are new ones.
        Assert.Single(sent.Select(request => (request.Headers["webhook-id"], Regex.Replace(Encoding.ASCII.GetString(request.Body), "token=[A-Za-z0-9_-]+", ""))).Distinct());
        Assert.Equal(SignatureVerdict.Genuine, Verify(sent[^1], secret));
        Assert.Equal((OutboxState.Delivered, "webhook"), await StateAsync(alert));
    }

    [Fact]
    public async Task Deliver_DiesBetweenSendingAndRecording_TheCopyHasTheSameId()
    {
        await FollowAsync();
        var alert = await AlertAsync();
        _diesBeforeRecording = true;
        await _host.Services.GetRequiredService<DeliverMessages>().RunDueAsync(TestContext.Current.CancellationToken);
        _diesBeforeRecording = false;
        _host.Clock.Advance(TimeSpan.FromMinutes(5));

        await _host.DeliverAsync();

        var sent = _receiver.Requests.Skip(1).ToList();
        Assert.Equal(2, sent.Count);
        Assert.Single(sent.Select(request => (request.Headers["webhook-id"], Encoding.ASCII.GetString(request.Body))).Distinct());
        Assert.Equal(OutboxState.Delivered, (await StateAsync(alert)).State);
    }

    [Fact]
    public async Task Deliver_NewSecretMeanwhile_BothVerifyForADay()
    {
        var before = await FollowAsync();
        using var changed = await OwnerAsync("secret");
        var after = WebhookSecret.Parse(JsonDocument.Parse(await changed.Content.ReadAsStringAsync()).RootElement.GetProperty("secret").GetString()!);
        await AlertAsync();
        await _host.DeliverAsync();
        _host.Clock.Advance(TimeSpan.FromDays(1));
        await AlertAsync("11");
        await _host.DeliverAsync();

        var (within, later) = (_receiver.Requests.ElementAt(1), _receiver.Requests.ElementAt(2));
        Assert.Equal((SignatureVerdict.Genuine, SignatureVerdict.Genuine), (Verify(within, before), Verify(within, after)));
        Assert.Equal((SignatureVerdict.Forged, SignatureVerdict.Genuine), (Verify(later, before), Verify(later, after)));
    }

    [Fact]
    public async Task Deliver_NameLeadsInsideAfterTheChallenge_NothingIsDialledAndItIsADeadLetter()
    {
        await FollowAsync();
        var (alert, dialled) = (await AlertAsync(), _network.Dialled.Count);
        _network.Answers("169.254.169.254", "10.0.0.7", "::ffff:127.0.0.1");

        await _host.DeliverAsync();

        Assert.Equal(dialled, _network.Dialled.Count);
        Assert.Equal((OutboxState.DeadLettered, "webhook: its name leads to no public address"), await StateAsync(alert));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task Challenge_NameThatLeadsInside_FailsAndNothingIsDialled(string address)
    {
        _network.Answers(address);
        await ConfirmAsync();

        using var answer = await OwnerAsync("challenge");

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity, "challenge-failed");
        Assert.Contains("public internet only", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(_network.Dialled);
        Assert.Null((await OwnAsync()).TellsSince);
    }

    [Fact]
    public async Task Deliver_ReceiverSays410_EndsTheSubscription()
    {
        await FollowAsync();
        var alert = await AlertAsync();
        _status = 410;

        await _host.DeliverAsync();

        Assert.Equal((OutboxState.Suppressed, "the subscription's webhook wants no more (HTTP 410)"), await StateAsync(alert));
        Assert.Equal(SubscriptionState.Ended, (await OwnAsync()).State);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        // Each request finds its own way, by the name server's word of that moment.
        context.Response.Headers.Connection = "close";
        using var sent = await JsonDocument.ParseAsync(context.Request.Body);
        if (sent.RootElement.GetProperty("type").GetString() == "webhook.verification")
        {
            await context.Response.WriteAsync(sent.RootElement.GetProperty("data").GetProperty("challenge").GetString()!);
            return;
        }

        context.Response.StatusCode = _status;
    }

    private async Task<WebhookSecret> ConfirmAsync()
    {
        using var asked = await _host.PostJsonAsync($$"""{"email":"{{Ada}}","court":"nysd","docketNumber":"1:26-cv-01234","channel":"{{WebhookReceiver.Url.Value}}"}""");
        using var confirmed = await _host.PostFormAsync("/confirm", _host.Token(LinkPurpose.Confirm, _host.IdOf(Ada).Value));
        return WebhookSecret.Parse((await WebAnswer.PageAsync(confirmed)).QuerySelector("code")!.TextContent);
    }

    private async Task<WebhookSecret> FollowAsync()
    {
        var secret = await ConfirmAsync();
        using var challenged = await OwnerAsync("challenge");
        Assert.Equal(HttpStatusCode.OK, challenged.StatusCode);
        return secret;
    }

    private async Task<HttpResponseMessage> OwnerAsync(string route)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/subscriptions/{(await OwnAsync()).Id}/{route}");
        request.Headers.Authorization = new("Bearer", _host.Token(LinkPurpose.Manage, _host.IdOf(Ada).Value));
        return await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<Subscription> OwnAsync() => Assert.Single(await _host.OfAsync(Ada));

    private async Task<IdempotencyKey> AlertAsync(string sequence = "10")
    {
        var message = OutboxMessage.AlertMessage.Of(Some.Alert(await OwnAsync(), _host.Clock.GetUtcNow(), Some.Entry(sequence)));
        await _host.Services.GetRequiredService<IOutbox>().TryAddAsync(message, TestContext.Current.CancellationToken);
        return message.Key;
    }

    private async Task<(OutboxState State, string? Detail)> StateAsync(IdempotencyKey key)
    {
        var rows = await _host.Services.GetRequiredService<IOutbox>().NewestAsync(100, TestContext.Current.CancellationToken);
        var row = rows.Single(row => row.Message.Key == key);
        return (row.State, row.Detail);
    }

    private static string? TypeOf(WebhookReceiver.Received request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("type").GetString();

    private SignatureVerdict Verify(WebhookReceiver.Received request, WebhookSecret secret)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture));
        return WebhookSignature.Verify(request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body, at, secret);
    }
}

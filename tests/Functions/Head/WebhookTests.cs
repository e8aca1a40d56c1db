using System.Net;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.Breakers;
using Tipstaff.Functions.Storage;
using Tipstaff.Links;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>Webhooks by the functions: from the wish to the entry that is told, with two instances at work.</summary>
public sealed class WebhookTests : IDisposable
{
    private const string Ada = "ada@example.com";

    private readonly CloudBench _bench = new();
    private readonly ScriptedReceivers _receivers = new();
    private readonly ScriptedMailProvider _provider = new();
    private readonly HttpClient _client;

    public WebhookTests()
    {
        _provider.Answer = _ => new SendOutcome.Accepted("ok");
        _bench.Start(Adjust);
        _bench.Start(Adjust);
        _client = _bench.App.CreateClient();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
    }

    private SubscriberId Id => _bench.App.Services.GetRequiredService<SubscriberIds>().Of(EmailAddress.Parse(Ada));

    public void Dispose()
    {
        _client.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void Entry_AfterTheChallenge_IsToldOnceAndSignedWithTheSecretThatWasShown()
    {
        var secret = Follow();
        File(3);
        _bench.Wait(TimeSpan.FromMinutes(3));

        var (url, message, keys) = Assert.Single(_receivers.Sent);
        var now = _bench.Now;
        var signature = WebhookSignature.Sign(message.Id, now, message.Body.Span, keys.At(now));
        Assert.Equal(WebhookReceiver.Url, url);
        Assert.Equal(SignatureVerdict.Genuine, WebhookSignature.Verify(message.Id, WebhookSignature.Seconds(now), signature, message.Body.Span, now, secret));
        Assert.DoesNotContain(_provider.Mails, mail => mail.Subject.Contains("Doe v. Roe", StringComparison.Ordinal));
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void ReceiverAway_IsTriedByThePlanAndThenADeadLetterThatReplayBringsBack()
    {
        Follow();
        var sentAt = new List<DateTimeOffset>();
        _receivers.OnSend = _ =>
        {
            sentAt.Add(_bench.Now);
            return Task.FromResult<WebhookOutcome>(new WebhookOutcome.Unavailable("HTTP 503"));
        };
        File(3);
        _bench.Wait(TimeSpan.FromHours(8));

        var waits = sentAt.Zip(sentAt.Skip(1), (one, next) => (next - one).TotalSeconds).Take(3).ToList();
        Assert.InRange(waits[0], 2.7, 3.5);
        Assert.InRange(waits[1], 8.1, 9.5);
        Assert.InRange(waits[2], 24.3, 27.5);
        Assert.Equal(RetryPlan.Attempts, sentAt.Count);
        Assert.Equal((OutboxState.DeadLettered, "webhook: HTTP 503"), State());
        _receivers.Answers(new WebhookOutcome.Accepted(200));
        using var replayed = _bench.Run(() => _client.PostAsync($"/api/operations/replay/{_receivers.Sent[0].Message.Key}?code={_bench.Cloud.Keys.Master}", content: null));
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        _bench.Wait(TimeSpan.FromMinutes(1));

        Assert.Equal((OutboxState.Delivered, "webhook"), State());
        Assert.Single(_receivers.Sent.Select(sent => sent.Message.Id).Distinct());
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void Secret_ShownByOneInstance_IsNotShownByTheOther()
    {
        Ask();
        var pages = _bench.Run(() => Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var answer = await _client.PostAsync("/confirm", Form(("token", Token(LinkPurpose.Confirm))));
            return await answer.Content.ReadAsStringAsync();
        })));

        Assert.Single(pages, page => page.Contains("whsec_", StringComparison.Ordinal));
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void StallingReceiver_HoldsUpNoMail()
    {
        Follow();
        _bench.Follow(mailbox: "grace@example.com");
        _receivers.OnSend = _ => new TaskCompletionSource<WebhookOutcome>().Task;
        File(3);
        _bench.Wait(TimeSpan.FromMinutes(2));

        Assert.Contains(_provider.Mails, mail => mail.To.Value == "grace@example.com");
        Assert.Single(_receivers.Sent);
    }

    [Fact]
    public void AllProvidersHeld_TheWebhookGoesOutAndTheMailWaits()
    {
        Follow();
        _bench.Follow(mailbox: "grace@example.com");
        var until = HoldProvider();
        _bench.Wait(TimeSpan.FromMinutes(1));
        File(3);
        _bench.Wait(TimeSpan.FromMinutes(4));

        Assert.Single(_receivers.Sent);
        Assert.Equal(OutboxState.Delivered, State().State);
        Assert.Equal((OutboxState.Waiting, null), State("grace@example.com"));
        Assert.Equal(ServiceBusMessageState.Scheduled, Assert.Single(_bench.Cloud.Bus.Find("alerts").Messages).State);
        _bench.WaitUntil(until.AddMinutes(2) - Some.Monday9Am);
        Assert.Equal((OutboxState.Delivered, _provider.Name), State("grace@example.com"));
        Assert.Single(_receivers.Sent);
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void LeftWithoutAMessageOnTheQueueWhileAllProvidersAreHeld_TheSweepQueuesTheWebhookAlone()
    {
        Follow();
        HoldProvider();
        var hooked = Assert.Single(_bench.Run(() => _bench.App.Services.GetRequiredService<ISubscriptions>().OfSubscriberAsync(Id, default)));
        foreach (var subscription in new[] { hooked, _bench.Follow(mailbox: "grace@example.com") })
        {
            var left = OutboxMessage.AlertMessage.Of(Some.Alert(subscription, createdAt: _bench.Now));
            Assert.True(_bench.Run(() => _bench.App.Services.GetRequiredService<IOutbox>().TryAddAsync(left, default)));
        }

        _bench.Wait(TimeSpan.FromMinutes(10));

        Assert.Single(_receivers.Sent);
        Assert.Equal((OutboxState.Waiting, null), State("grace@example.com"));
        Assert.Empty(_bench.Cloud.Bus.Find("alerts").Messages);
        Assert.Empty(_bench.Failures);
    }

    // For longer than the sweep takes to find what was left.
    private DateTimeOffset HoldProvider()
    {
        var breaker = CircuitBreaker.New;
        while (breaker.IsClosed)
        {
            breaker = breaker.AfterFailure(_bench.Now, new BreakerOptions(), TimeSpan.FromMinutes(20));
        }

        Assert.True(_bench.Run(() => _bench.App.Services.GetRequiredService<TableProviderBreakers>()
            .TryWriteAsync(new ProviderBreaker(_provider.Name, breaker), notice: null, default)));
        return breaker.OpenUntil!.Value;
    }

    private void Adjust(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IWebhookReceivers>(_receivers));
        services.Replace(ServiceDescriptor.Singleton<IMailProvider>(_provider));
    }

    private WebhookSecret Follow()
    {
        Ask();
        using var confirmed = _bench.Run(() => _client.PostAsync("/confirm", Form(("token", Token(LinkPurpose.Confirm)))));
        var page = _bench.Run(() => confirmed.Content.ReadAsStringAsync());
        var at = page.IndexOf("whsec_", StringComparison.Ordinal);
        var own = Assert.Single(_bench.Run(() => _bench.App.Services.GetRequiredService<ISubscriptions>().OfSubscriberAsync(Id, default)));
        using var challenged = _bench.Run(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/subscriptions/{own.Id}/challenge");
            request.Headers.Authorization = new("Bearer", Token(LinkPurpose.Manage));
            return _client.SendAsync(request);
        });
        Assert.Equal(HttpStatusCode.OK, challenged.StatusCode);

        // The court is read once before anything is filed.
        _bench.Wait(TimeSpan.FromMinutes(3));
        return WebhookSecret.Parse(WebUtility.HtmlDecode(page[at..page.IndexOf('<', at)]));
    }

    private void Ask()
    {
        using var asked = _bench.Run(() => _client.PostAsync("/api/subscriptions", new StringContent(
            $$"""{"email":"{{Ada}}","court":"nysd","docketNumber":"1:26-cv-01234","channel":"{{WebhookReceiver.Url.Value}}"}""", System.Text.Encoding.UTF8, "application/json")));
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
    }

    private void File(int sequence) => _bench.Court.Gives(SomeFeed.Of(
        _bench.Now, SomeFeed.Item(sequence, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));

    private string Token(LinkPurpose purpose) => _bench.App.Services.GetRequiredService<LinkTokens>().Mint(purpose, Id.Value, _bench.Now.AddDays(1), _bench.Now);

    private (OutboxState State, string? Detail) State(string mailbox = Ada)
    {
        var owner = mailbox == Ada ? Id : Some.Subscription(mailbox).Subscriber;
        var rows = _bench.Run(() => _bench.App.Services.GetRequiredService<IOutbox>().NewestAsync(20, default));
        var row = rows.Single(row => row.Message is OutboxMessage.AlertMessage && row.Message.Subscriber == owner);
        return (row.State, row.Detail);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}

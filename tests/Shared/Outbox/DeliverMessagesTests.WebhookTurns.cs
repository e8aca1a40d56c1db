using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>Webhooks of one subscriber to many hosts that stall: nobody else's wait for them, nor does mail.</summary>
public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_NewsroomWithManyStallingHosts_MailsAndAnotherSubscribersWebhooksGoOutMeanwhile()
    {
        var newsroom = Enumerable.Range(0, 20).Select(n => Some.Hooked(Some.Subscription(), WebhookUrl.Parse($"https://h{n}.slow.example.com/"))).ToList();
        var other = Some.Hooked(Some.Subscription("bob@example.com"));
        await VerifyAsync(newsroom);
        await VerifyAsync([other]);
        foreach (var (subscription, n) in newsroom.SelectMany(subscription => Enumerable.Range(0, 4).Select(n => (subscription, n))))
        {
            await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(subscription, entries: Some.Entry($"{n}"))), default);
        }

        var stalling = new TaskCompletionSource<WebhookOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _receivers.OnSend = url => url == other.Webhook ? Task.FromResult<WebhookOutcome>(new WebhookOutcome.Accepted(200)) : stalling.Task;
        var deliver = Deliver();
        var first = deliver.RunDueAsync(default);
        await AddAsync(other);
        await AddAsync(await FollowAsync("grace@example.com"));

        var second = deliver.RunDueAsync(default);

        await Until.TrueAsync(() => _provider.Mails.Count == 1 && _receivers.Sent.Exists(sent => sent.Url == other.Webhook), () => $"{_receivers.Sent.Count} sent");
        await second;
        Assert.False(first.IsCompleted);
        Assert.Equal(new WebhookOptions().MostOfSubscriber, _receivers.Sent.Count(sent => sent.Url != other.Webhook));
        stalling.SetResult(new WebhookOutcome.Accepted(200));
        await first;
        for (var round = 0; round < 100 && (await _store.Outbox.CountAsync(default)).Waiting > 0; round++)
        {
            _clock.Advance(TimeSpan.FromMinutes(10));
            await deliver.RunDueAsync(default);
        }

        Assert.Equal((82, 0), ((await _store.Outbox.CountAsync(default)).Delivered, (await _store.Outbox.CountAsync(default)).Waiting));
        Assert.Equal(81, _receivers.Sent.Count);
    }

    [Fact]
    public async Task RunAsync_AllTurnsTaken_GivesTheMessageBackAtOnceForLater()
    {
        var stalling = new TaskCompletionSource<WebhookOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var most = new WebhookOptions().MostAtOnce;
        _receivers.OnSend = _ => _receivers.Sent.Count > most ? Task.FromResult<WebhookOutcome>(new WebhookOutcome.Accepted(200)) : stalling.Task;
        var keys = new List<IdempotencyKey>();
        for (var n = 0; n <= most; n++)
        {
            var subscription = Some.Hooked(Some.Subscription($"reader{n}@example.com"), WebhookUrl.Parse($"https://h{n}.example.com/"));
            await VerifyAsync([subscription]);
            await AddAsync(subscription);
            keys.Add(OutboxMessage.AlertMessage.Of(Some.Alert(subscription)).Key);
        }

        var deliver = Deliver();
        var taken = keys[..^1].ConvertAll(key => deliver.RunAsync([key], default));
        await Until.TrueAsync(() => _receivers.Sent.Count == most, () => $"{_receivers.Sent.Count} sent");

        var last = Assert.Single(await deliver.RunAsync([keys[^1]], default));

        Assert.True(Assert.IsType<Delivery.Returned>(last.Delivery).Until > _clock.GetUtcNow());
        Assert.All(taken, one => Assert.False(one.IsCompleted));
        stalling.SetResult(new WebhookOutcome.Accepted(200));
        await Task.WhenAll(taken);
    }

    [Fact]
    public async Task RunDueAsync_LinkKeyRotatedBetweenAttempts_WebhookAndMailAreTheSame()
    {
        _linkKeys = [SomeLinks.Key(1, _clock.GetUtcNow().AddMinutes(1))];
        await AddAsync(await HookAsync());
        await AddAsync(await FollowAsync("grace@example.com"));
        _receivers.Answers(new WebhookOutcome.Unavailable("HTTP 503"));
        _provider.Answer = _ => new SendOutcome.Refused("450 busy", RefusalKind.Transient);
        await Deliver().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromHours(1));

        await Deliver().RunDueAsync(default);

        Assert.Equal((2, 2), (_receivers.Sent.Count, _provider.Mails.Count));
        Assert.Single(_receivers.Sent.Select(sent => (sent.Message.Id, Convert.ToBase64String(sent.Message.Body.Span))).Distinct());
        Assert.Single(_provider.Mails.Select(mail => (mail.Key, mail.Text, mail.Html, string.Join('\n', mail.Headers))).Distinct());
    }

    private async Task VerifyAsync(IReadOnlyList<Subscription> subscriptions)
    {
        Assert.True(await _store.Subscriptions.TryWriteAsync(subscriptions, message: null, default));
        await _store.Webhooks.TryWriteAsync(
            SubscriberWebhooks.New(subscriptions[0].Subscriber).WithSecretsFor(subscriptions.Select(one => one.Webhook!), _clock.GetUtcNow()), default);
    }
}

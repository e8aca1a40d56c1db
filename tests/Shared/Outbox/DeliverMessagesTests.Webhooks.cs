using Tipstaff.Checks;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>Alerts that go to webhooks: the plan and the dead letters of mail, and none of its breakers, pins and places.</summary>
public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_ToAWebhook_IsSentThereAndNotMailed()
    {
        var subscription = await HookAsync();
        await AddAsync(subscription);

        await Deliver().RunDueAsync(default);

        var (url, message, keys) = Assert.Single(_receivers.Sent);
        Assert.Equal((WebhookReceiver.Url, $"msg_{Some.Alert(subscription).Id}"), (url, message.Id));
        Assert.Equal(SomeWebhooks.Secrets.Of(subscription.Subscriber, (await EndpointAsync())!).Reveal(), Assert.Single(keys.At(_clock.GetUtcNow())).Reveal());
        Assert.Empty(_provider.Mails);
        Assert.Equal((OutboxState.Delivered, "webhook"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_ReceiverAway_IsTriedByThePlanAndThenADeadLetterWithOperatorsTold()
    {
        await AddAsync(await HookAsync());
        _receivers.Answers(new WebhookOutcome.Unavailable("HTTP 503"));
        await Deliver().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(2.6));
        Assert.Equal(0, await Deliver().RunDueAsync(default));

        for (var attempt = 1; attempt < RetryPlan.Attempts; attempt++)
        {
            _clock.Advance(TimeSpan.FromHours(3));
            await Deliver().RunDueAsync(default);
        }

        Assert.Equal(RetryPlan.Attempts, _receivers.Sent.Count);
        Assert.Single(_receivers.Sent.Select(sent => (sent.Message.Id, Convert.ToBase64String(sent.Message.Body.Span))).Distinct());
        Assert.Equal((OutboxState.DeadLettered, "webhook: HTTP 503"), await StateAsync());
        var notice = Assert.Single(await _store.OperatorNotices.NewestAsync(10, default));
        Assert.Contains("webhook: HTTP 503", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hooks.example.com", notice.Text, StringComparison.Ordinal);
        Assert.Null(await _store.Breakers.FindAsync("scripted", default));
    }

    [Fact]
    public async Task RunDueAsync_ReceiverAsksForTime_GetsIt()
    {
        await AddAsync(await HookAsync());
        _receivers.Answers(new WebhookOutcome.Unavailable("HTTP 429", TimeSpan.FromMinutes(20)));
        await Deliver().RunDueAsync(default);

        _clock.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromTicks(1));
        Assert.Equal(0, await Deliver().RunDueAsync(default));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, await Deliver().RunDueAsync(default));
    }

    [Fact]
    public async Task RunDueAsync_ReceiverMayHaveIt_GetsTheSameAgainAndHoldsNothingBack()
    {
        await AddAsync(await HookAsync());
        _receivers.Answers(new WebhookOutcome.Unknown("no answer within 10 s"));
        await Deliver().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(3));
        _receivers.Answers(new WebhookOutcome.Accepted(204));

        await Deliver().RunDueAsync(default);

        Assert.Equal(2, _receivers.Sent.Count);
        Assert.Single(_receivers.Sent.Select(sent => (sent.Message.Id, Convert.ToBase64String(sent.Message.Body.Span))).Distinct());
        Assert.Equal(OutboxState.Delivered, (await StateAsync()).State);
    }

    [Theory]
    [InlineData(WebhookRefusal.ThisMessage)]
    [InlineData(WebhookRefusal.NotPublic)]
    public async Task RunDueAsync_ReceiverRefuses_IsADeadLetterThatReplayBringsBack(WebhookRefusal kind)
    {
        var subscription = await HookAsync();
        await AddAsync(subscription);
        _receivers.Answers(new WebhookOutcome.Refused("HTTP 400", kind));
        await Deliver().RunDueAsync(default);
        Assert.Equal((OutboxState.DeadLettered, "webhook: HTTP 400"), await StateAsync());
        _receivers.Answers(new WebhookOutcome.Accepted(200));

        await new ReplayDeadLetters(_store.Outbox, new RecordingQueue(), _clock).RunAsync([], default);
        await Deliver().RunDueAsync(default);

        Assert.Equal((OutboxState.Delivered, "webhook"), await StateAsync());
        Assert.NotNull((await _store.Subscriptions.FindAsync(subscription.Id, default))!.TellsSince);
    }

    [Fact]
    public async Task RunDueAsync_ReceiverIsGone_EndsItsSubscriptionsAndTheDocumentGoesToTheNextUrlOfNobody()
    {
        var (lead, member) = (Some.Entry("10", caseId: "1001"), Some.Entry("7", caseId: "1002", docket: "1:26-cv-05678"));
        var first = await HookAsync();
        var second = Some.Hooked(Some.Subscription(docket: "1:26-cv-05678"), WebhookUrl.Parse("https://elsewhere.example.com/"));
        await _store.Subscriptions.TryWriteAsync([second, Some.Subscription(docket: "1:26-cv-05678")], message: null, default);
        await _store.Dockets.TryRecordAsync(
            new CourtStep { State = CourtState.New(Some.Nysd), NewEntries = [lead, member], Alerts = [Some.Alert(first, entries: lead)], Told = [new(first.Reader, lead.Document!, lead.CaseId!)] },
            default);
        _receivers.Answers(new WebhookOutcome.Refused("HTTP 410", WebhookRefusal.EndpointGone));

        await Deliver().RunDueAsync(default);
        await Deliver().RunDueAsync(default);

        Assert.Equal((OutboxState.Suppressed, "the subscription's webhook wants no more (HTTP 410)"), await StateAsync());
        Assert.Equal(SubscriptionState.Ended, (await _store.Subscriptions.FindAsync(first.Id, default))!.State);
        Assert.Equal(SubscriptionState.Confirmed, (await _store.Subscriptions.FindAsync(second.Id, default))!.State);
    }

    [Fact]
    public async Task RunDueAsync_EndedInOneOfTwoCasesOfAUrl_TheSharedDocumentIsToldInTheOther()
    {
        var (lead, member) = (Some.Entry("10", caseId: "1001"), Some.Entry("7", caseId: "1002", docket: "1:26-cv-05678"));
        var first = await HookAsync();
        var second = Some.Hooked(Some.Subscription(docket: "1:26-cv-05678"));
        await _store.Subscriptions.TryWriteAsync([second], message: null, default);
        await _store.Dockets.TryRecordAsync(
            new CourtStep { State = CourtState.New(Some.Nysd), NewEntries = [lead, member], Alerts = [Some.Alert(first, entries: lead)], Told = [new(first.Reader, lead.Document!, lead.CaseId!)] },
            default);
        await new Unsubscribe(_store.Subscriptions, _clock).RunAsync(first.Id, default);

        await Deliver().RunDueAsync(default);
        await Deliver().RunDueAsync(default);

        Assert.Equal($"msg_{Some.Alert(second, entries: member).Id}", Assert.Single(_receivers.Sent).Message.Id);
    }

    [Theory]
    [InlineData("ended", "the subscription was ended")]
    [InlineData("unverified", "the subscription's webhook is not verified")]
    [InlineData("erased", "the subscription is gone")]
    public async Task RunDueAsync_WebhookNoLongerWanted_IsSuppressed(string what, string reason)
    {
        var subscription = await HookAsync();
        await AddAsync(subscription);
        var stored = (await _store.Subscriptions.FindAsync(subscription.Id, default))!;
        var now = _clock.GetUtcNow();
        _ = what switch
        {
            "ended" => await _store.Subscriptions.TryWriteAsync([stored.Ended(now)], message: null, default),
            "unverified" => await _store.Subscriptions.TryWriteAsync([stored with { VerifiedAt = null }], message: null, default),
            _ => _store.SubscriptionRows.Remove(subscription.Id),
        };

        await Deliver().RunDueAsync(default);

        Assert.Empty(_receivers.Sent);
        Assert.Equal((OutboxState.Suppressed, reason), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_AddressTakesNoMail_TheWebhookIsSentAllTheSameAndSaysNothingOfTheAddress()
    {
        var subscription = await HookAsync();
        await AddAsync(subscription);
        var bounced = AddressRecord.New(subscription.Subscriber) with { Cause = SuppressionCause.HardBounce, SuppressedAt = _clock.GetUtcNow(), SoftInARow = 2 };
        await _store.Suppressions.TryWriteAsync(bounced, notice: null, default);

        await Deliver().RunDueAsync(default);

        Assert.Single(_receivers.Sent);
        Assert.Equal(1, Assert.Single(await _store.Suppressions.FindAsync([subscription.Subscriber], default)).Value.Version);
    }

    [Fact]
    public async Task RunDueAsync_ManyWebhooksToAStallingHost_MailsAndOtherHostsGoOutMeanwhile()
    {
        var (slow, quick) = (await HookAsync(), Some.Hooked(Some.Subscription(docket: "1:26-cv-05678"), WebhookUrl.Parse("https://quick.example.com/")));
        await _store.Subscriptions.TryWriteAsync([quick], message: null, default);
        await _store.Webhooks.TryWriteAsync((await _store.Webhooks.FindAsync(slow.Subscriber, default))!.WithSecretsFor([quick.Webhook!], _clock.GetUtcNow()), default);
        for (var n = 0; n < 100; n++)
        {
            await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(slow, entries: Some.Entry($"{n}"))), default);
        }

        await AddAsync(quick);
        await AddAsync(await FollowAsync("grace@example.com"));
        var stalling = new TaskCompletionSource<WebhookOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _receivers.OnSend = url => url == slow.Webhook ? stalling.Task : Task.FromResult<WebhookOutcome>(new WebhookOutcome.Accepted(200));

        var running = Deliver().RunDueAsync(default);

        await Until.TrueAsync(() => _provider.Mails.Count == 1 && _receivers.Sent.Exists(sent => sent.Url == quick.Webhook), () => $"{_receivers.Sent.Count} sent");
        Assert.Equal(new WebhookOptions().MaxConnectionsPerHost, _receivers.Sent.Count(sent => sent.Url == slow.Webhook));
        Assert.False(running.IsCompleted);
        stalling.SetResult(new WebhookOutcome.Accepted(200));
        await running;
        var counts = await _store.Outbox.CountAsync(default);
        Assert.Equal((6, 96), (counts.Delivered, counts.Waiting));
        for (var round = 0; round < 100 && (await _store.Outbox.CountAsync(default)).Waiting > 0; round++)
        {
            _clock.Advance(TimeSpan.FromMinutes(10));
            await Deliver().RunDueAsync(default);
        }

        Assert.Equal((102, 0), ((await _store.Outbox.CountAsync(default)).Delivered, (await _store.Outbox.CountAsync(default)).Waiting));
        Assert.Equal(101, _receivers.Sent.Count);
    }

    [Fact]
    public async Task RunDueAsync_DiesBetweenHandingOverAndRecording_TheNextCopyIsTheSame()
    {
        await AddAsync(await HookAsync());
        var dead = Around.Member<IOutbox>(_store.Outbox, nameof(IOutbox.RecordAsync), (_, _) => Task.FromResult<IReadOnlyList<DeliveryRecord>>([]));
        await Deliver(new OutboxOptions(), dead, [_provider]).RunDueAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(5));

        await Deliver().RunDueAsync(default);

        Assert.Equal(2, _receivers.Sent.Count);
        Assert.Single(_receivers.Sent.Select(sent => (sent.Message.Id, Convert.ToBase64String(sent.Message.Body.Span))).Distinct());
        Assert.Equal((OutboxState.Delivered, "webhook"), await StateAsync());
    }

    private async Task<Subscription> HookAsync()
    {
        var subscription = Some.Hooked(Some.Subscription());
        Assert.True(await _store.Subscriptions.TryWriteAsync([subscription], message: null, default));
        await _store.Webhooks.TryWriteAsync(SubscriberWebhooks.New(subscription.Subscriber).WithSecretsFor([subscription.Webhook!], _clock.GetUtcNow()), default);
        return subscription;
    }

    private async Task<WebhookEndpoint?> EndpointAsync() => (await _store.Webhooks.FindAsync(Some.Subscription().Subscriber, default))?.Find(WebhookReceiver.Url);
}

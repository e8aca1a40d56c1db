using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Outbox;

/// <content>Webhooks while mail is held.</content>
public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_AllProvidersHeld_WebhooksGoOutAndOfTheMailsNoneIsClaimedOrBurnt()
    {
        var deliver = await OpenAsync();
        await AddAsync(20);
        await AddAsync(await HookAsync());

        var (webhooks, more) = (await deliver.RunDueAsync(default), await deliver.RunDueAsync(default));

        Assert.Equal((1, 0), (webhooks, more));
        Assert.Single(_receivers.Sent);
        Assert.Equal(5, _provider.Mails.Count);
        _clock.Advance(_breakers.OpenFor);
        var due = await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 300, default);
        var attempts = (await _store.Outbox.ClaimAsync(due, _clock.GetUtcNow(), _clock.GetUtcNow(), "scripted", default)).CountBy(claim => claim.Attempt).ToDictionary();
        Assert.Equal((20, 5), (attempts[1], attempts[2]));
    }

    [Fact]
    public async Task RunDueAsync_ReceiverAwayWhileMailIsHeld_IsTriedByThePlan()
    {
        var deliver = await OpenAsync();
        await AddAsync(await HookAsync());
        _receivers.Answers(new WebhookOutcome.Unavailable("HTTP 503"));
        await deliver.RunDueAsync(default);

        var atOnce = await deliver.RunDueAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(3.5));
        var later = await deliver.RunDueAsync(default);

        Assert.Equal((0, 1), (atOnce, later));
        Assert.Equal(2, _receivers.Sent.Count);
        Assert.NotNull(deliver.HeldUntil);
    }

    [Fact]
    public async Task RunAsync_KeysWhileHeld_DeliversTheWebhooksAlone()
    {
        var deliver = await OpenAsync();
        var subscription = await HookAsync();
        await AddAsync(3);
        await AddAsync(subscription);
        var webhook = IdempotencyKey.Of(Some.Alert(subscription).Id);
        var keys = await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 10, default);

        var recorded = await deliver.RunAsync(keys, default);

        Assert.Equal(webhook, Assert.Single(recorded).Key);
        Assert.IsType<Delivery.Delivered>(recorded[0].Delivery);
        Assert.Null(await deliver.FindHeldUntilAsync(webhook, default));
        Assert.All(keys.Where(key => key != webhook), mail => Assert.Equal(deliver.HeldUntil, deliver.FindHeldUntilAsync(mail, default).Result));
    }

    [Fact]
    public async Task ClaimDueAsync_OnlyATrialMayBeMade_WebhooksTakeNotItsPlace()
    {
        var deliver = await OpenAsync();
        var subscription = await HookAsync();
        foreach (var sequence in new[] { "10", "11", "12" })
        {
            await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(subscription, entries: Some.Entry(sequence))), default);
        }

        _clock.Advance(_breakers.OpenFor);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        var batch = (await deliver.ClaimDueAsync(default))!;
        await deliver.RunAsync(batch, default);

        Assert.Equal((1, 3), (batch.Mails.Count, batch.Webhooks.Count));
        Assert.Equal((4, 4), ((await _store.Outbox.CountAsync(default)).Delivered, (await _store.Outbox.CountAsync(default)).Waiting));
    }
}

using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <content>Webhooks are told from mails without reading bodies, whatever became of a message before.</content>
public abstract partial class OutboxContract
{
    [Fact]
    public async Task FindDueWebhooksAsync_BehindMailsThatAreDueLonger_LongestDueFirstUpToTheLimit()
    {
        await AddAsync(5);
        for (var i = 5; i < 9; i++)
        {
            await Outbox.TryAddAsync(Webhook(i) with { DueAt = Now.AddMinutes(10 - i) }, Token);
        }

        var due = await Outbox.FindDueWebhooksAsync(Now.AddHours(1), 3, Token);

        Assert.Equal([Webhook(8).Key, Webhook(7).Key, Webhook(6).Key], due);
        Assert.Equal(9, (await Outbox.FindDueAsync(Now.AddHours(1), 10, Token)).Count);
    }

    [Fact]
    public async Task FindDueWebhooksAsync_NotYetDueClaimedOrEnded_AreLeftOut()
    {
        await EndAsync(Webhook(1), new Delivery.Delivered("webhook", Now));
        await Outbox.TryAddAsync(Webhook(2), Token);
        await ClaimAsync(Webhook(2).Key);
        await Outbox.TryAddAsync(Webhook(3) with { DueAt = Now.AddTicks(1) }, Token);

        Assert.Empty(await Outbox.FindDueWebhooksAsync(Now, 10, Token));
        Assert.Equal([Webhook(3).Key], await Outbox.FindDueWebhooksAsync(Now.AddTicks(1), 10, Token));
        Assert.Equal([Webhook(2).Key, Webhook(3).Key], await Outbox.FindDueWebhooksAsync(Lease, 10, Token));
    }

    [Fact]
    public async Task FindDueWebhooksAsync_PostponedReturnedOrReplayed_AreWebhooksStill()
    {
        for (var i = 0; i < 6; i++)
        {
            await Outbox.TryAddAsync(i < 3 ? Webhook(i) : Message(i), Token);
        }

        Delivery[] outcomes = [new Delivery.Postponed(Now.AddMinutes(1), "away"), new Delivery.Returned(Now.AddMinutes(2)), new Delivery.DeadLettered("refused", Now)];
        foreach (var claimed in await ClaimAsync([.. Enumerable.Range(0, 6).Select(i => Message(i).Key)]))
        {
            var number = Enumerable.Range(0, 6).Single(i => Message(i).Key == claimed.Message.Key);
            Assert.Equal(1, await RecordAsync(claimed, outcomes[number % 3]));
        }

        await Outbox.ReplayAsync(keys: null, Now.AddMinutes(3), Token);

        Assert.Equal([Webhook(0).Key, Webhook(1).Key, Webhook(2).Key], await Outbox.FindDueWebhooksAsync(Now.AddMinutes(3), 10, Token));
    }

    [Fact]
    public async Task FindWebhooksAsync_MailsWebhooksAndUnknownOnes_NamesTheWebhooksInTheirOrder()
    {
        await AddAsync(2);
        await Outbox.TryAddAsync(Webhook(2), Token);
        await EndAsync(Webhook(3), new Delivery.Delivered("webhook", Now));

        var found = await Outbox.FindWebhooksAsync([Webhook(3).Key, Message(0).Key, Webhook(7).Key, Webhook(2).Key, Message(1).Key], Token);

        Assert.Equal([Webhook(3).Key, Webhook(2).Key], found);
        Assert.Empty(await Outbox.FindWebhooksAsync([], Token));
    }

    private static OutboxMessage.AlertMessage Webhook(int number) => Message(number) with { Alert = Message(number).Alert with { IsWebhook = true } };
}

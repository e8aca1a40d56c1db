using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>What is known of those whom messages go to is asked for once for all that are looked at together.</summary>
public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_RecipientsOfAHead_AreAskedOnceAndBelieved()
    {
        var (gone, there) = (await FollowAsync(), await FollowAsync("grace@example.com"));
        await AddAsync(gone);
        await AddAsync(there);
        var recipients = new ScriptedRecipients(there);

        await Deliver(new OutboxOptions(), _store.Outbox, [_provider], recipients).RunDueAsync(default);

        Assert.Equal(2, Assert.Single(recipients.Asked).Count);
        Assert.Equal("grace@example.com", Assert.Single(_provider.Mails).To.Value);
        Assert.Contains(await _store.Outbox.NewestAsync(10, default), row => row is { State: OutboxState.Suppressed, Detail: "the subscription is gone" });
    }

    [Fact]
    public async Task FindAsync_AlertAndConfirmation_AsksForTheSubscriptionsOfAlertsAndEveryAddress()
    {
        var (ada, grace) = (await FollowAsync(), await FollowAsync("grace@example.com"));
        await _store.Suppressions.TryWriteAsync(AddressRecord.New(grace.Subscriber), notice: null, default);

        var known = await new StoredRecipients(_store.Subscriptions, _store.Suppressions)
            .FindAsync([OutboxMessage.AlertMessage.Of(Some.Alert(ada)), Confirmation(grace)], default);

        Assert.Equal([ada.Id], known.Subscriptions.Keys);
        Assert.Equal([grace.Subscriber], known.Records.Keys);
    }

    private sealed class ScriptedRecipients(params Subscription[] known) : IRecipients
    {
        public List<IReadOnlyCollection<OutboxMessage>> Asked { get; } = [];

        public Task<Recipients> FindAsync(IReadOnlyCollection<OutboxMessage> messages, CancellationToken cancellationToken)
        {
            Asked.Add(messages);
            return Task.FromResult(new Recipients(known.ToDictionary(subscription => subscription.Id), new Dictionary<SubscriberId, AddressRecord>()));
        }
    }
}

using Tipstaff.Checks;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>Who unsubscribed is not mailed.</summary>
public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_UnsubscribedMeanwhile_IsSuppressed()
    {
        var subscription = await FollowAsync();
        await AddAsync(subscription);
        await new Unsubscribe(_store.Subscriptions, _clock).RunAsync(subscription.Id, default);

        await Deliver().RunDueAsync(default);

        Assert.Empty(_provider.Mails);
        Assert.Equal((OutboxState.Suppressed, "the subscription was ended"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_UnsubscribedFromOneOfTwoCases_TheSharedDocumentIsToldInTheOther()
    {
        var (lead, member) = (Some.Entry("10", caseId: "1001"), Some.Entry("7", caseId: "1002", docket: "1:26-cv-05678"));
        var (first, second) = (Some.Subscription(), Some.Subscription(docket: "1:26-cv-05678"));
        await _store.Subscriptions.TryWriteAsync([first, second], message: null, default);
        await _store.Dockets.TryRecordAsync(
            new CourtStep { State = CourtState.New(Some.Nysd), NewEntries = [lead, member], Alerts = [Some.Alert(first, entries: lead)], Told = [new(first.Subscriber, lead.Document!, lead.CaseId!)] },
            default);
        await new Unsubscribe(_store.Subscriptions, _clock).RunAsync(first.Id, default);

        await Deliver().RunDueAsync(default);
        await Deliver().RunDueAsync(default);

        Assert.Contains("1:26-cv-05678", Assert.Single(_provider.Mails).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunDueAsync_EndedAndConfirmedAnewMeanwhile_IsSuppressed()
    {
        var subscription = await FollowAsync();
        await AddAsync(subscription);
        await new Unsubscribe(_store.Subscriptions, _clock).RunAsync(subscription.Id, default);
        var ended = await _store.Subscriptions.FindAsync(subscription.Id, default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _store.Subscriptions.TryWriteAsync([ended!.AskedAgain(_clock.GetUtcNow()).Confirmed(_clock.GetUtcNow())], message: null, default);

        await Deliver().RunDueAsync(default);

        Assert.Empty(_provider.Mails);
        Assert.Equal((OutboxState.Suppressed, "the subscription was ended, and confirmed anew only after this alert"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_EndedAndAskedForAnewMeanwhile_IsSuppressed()
    {
        var subscription = await FollowAsync();
        await AddAsync(subscription);
        await new Unsubscribe(_store.Subscriptions, _clock).RunAsync(subscription.Id, default);
        var ended = await _store.Subscriptions.FindAsync(subscription.Id, default);
        await _store.Subscriptions.TryWriteAsync([ended!.AskedAgain(_clock.GetUtcNow())], message: null, default);

        await Deliver().RunDueAsync(default);

        Assert.Equal((OutboxState.Suppressed, "the subscription was ended, and waits to be confirmed anew"), await StateAsync());
    }
}

using Tipstaff.AzureHarness;
using Tipstaff.Erasures;
using Tipstaff.Functions.Storage;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>Who follows a docket again while an erasure is under way keeps the subscription, and what leads to it.</summary>
public sealed class ErasureRaceTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly DateTimeOffset Later = Now.AddMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EraseAsync_AskedForAgainBeforeEachCall_LeavesItWithItsOwner()
    {
        var rivals = 0;
        for (var (at, isRaced) = (0, true); isRaced; at++)
        {
            using var store = new TableTestStore();
            var ended = await EndedAsync(store);
            using var eraser = store.Another("eraser");
            (isRaced, var calls) = (false, 0);
            store.Cloud.Faults = new TableFaults
            {
                Before = async call =>
                {
                    if (call.Instance == "eraser" && calls++ == at)
                    {
                        isRaced = true;
                        await FollowAsync(store, ended);
                    }
                },
            };

            await eraser.Get<IErasures>().EraseAsync(Erasure.Of(ended.Subscriber, [ended], before: null, Now), Now, Token);

            await AssertFollowsAsync(store, isRaced ? ended : null);
            rivals += isRaced ? 1 : 0;
        }

        Assert.InRange(rivals, 10, 100);
    }

    [Fact]
    public async Task EraseSubscriptionsAsync_ErasedByAnotherAndFollowedAnewMeanwhile_LeavesWhatIsNew()
    {
        using var store = new TableTestStore();
        var ended = await EndedAsync(store);
        await store.Get<SubscriberRows>().EraseSubscriptionsAsync([ended], Token);
        await FollowAsync(store, ended);

        await store.Get<SubscriberRows>().EraseSubscriptionsAsync([ended], Token);

        await AssertFollowsAsync(store, ended);
    }

    // Confirmed, and ended: version 2.
    private static async Task<Subscription> EndedAsync(TableTestStore store)
    {
        var subscription = Some.Subscription(requestedAt: Now.AddDays(-1));
        Assert.True(await store.Subscriptions.TryWriteAsync([subscription], message: null, Token));
        Assert.True(await store.Subscriptions.TryWriteAsync([subscription.Ended(Now) with { Version = 1 }], message: null, Token));
        return (await store.Subscriptions.FindAsync(subscription.Id, Token))!;
    }

    // As Subscribe and ConfirmSubscriptions do, again where they lose.
    private static async Task FollowAsync(TableTestStore store, Subscription ended)
    {
        var confirmed = false;
        while (!confirmed)
        {
            var present = (await store.Subscriptions.OfSubscriberAsync(ended.Subscriber, Token)).SingleOrDefault();
            var next = present is null ? Some.Subscription(requestedAt: Later, confirmed: false) : present.State is SubscriptionState.Ended ? present.AskedAgain(Later) : present.Confirmed(Later);
            confirmed = await store.Subscriptions.TryWriteAsync([next], message: null, Token) && next.State is SubscriptionState.Confirmed;
        }
    }

    private static async Task AssertFollowsAsync(TableTestStore store, Subscription? one)
    {
        using var fresh = store.Another("fresh");
        var id = Some.Subscription().Id;
        SubscriptionId[] wanted = one is null ? [] : [one.Id];
        Assert.Equal(one is null ? null : SubscriptionState.Confirmed, (await fresh.Subscriptions.FindAsync(id, Token))?.State);
        Assert.Equal(wanted, (await fresh.Subscriptions.FollowersAsync(Some.Nysd, [Some.DoeVRoe], Token)).Select(found => found.Id));
        Assert.Equal(wanted.Length == 1 ? [Some.Nysd] : [], (await fresh.Subscriptions.FollowedCourtsAsync(Token)).Named);
    }
}

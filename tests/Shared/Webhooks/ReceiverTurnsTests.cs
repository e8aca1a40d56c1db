using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class ReceiverTurnsTests
{
    private static readonly SubscriberId Ada = Some.Subscription("ada@example.com").Subscriber;
    private static readonly SubscriberId Bob = Some.Subscription("bob@example.com").Subscriber;
    private static readonly SubscriberId Cleo = Some.Subscription("cleo@example.com").Subscriber;

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Take_AllTurnsOfAHostTaken_SendsEachAwayToAnotherMoment()
    {
        var turns = Turns(atHost: 2);
        Assert.Equal((null, null), (turns.Take("a", Ada), turns.Take("a", Bob)));
        turns.Release("a", Ada, TimeSpan.FromSeconds(8));
        Assert.Null(turns.Take("a", Ada));

        var away = Enumerable.Range(0, 3).Select(_ => turns.Take("a", Cleo) - _clock.GetUtcNow()).ToList();

        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(13)], away);
        Assert.Null(turns.Take("b", Cleo));
    }

    [Fact]
    public void Take_SubscriberWithManyHosts_HasNoMoreTurnsThanItsOwn()
    {
        var turns = Turns(ofSubscriber: 3);

        var taken = Enumerable.Range(0, 20).Count(host => turns.Take($"h{host}", Ada) is null);

        Assert.Equal(3, taken);
        Assert.Null(turns.Take("h19", Bob));
        turns.Release("h0", Ada, TimeSpan.FromSeconds(10));
        Assert.Null(turns.Take("h19", Ada));
    }

    [Fact]
    public void Take_FewAreFree_LeavesOneForTheNextSubscriber()
    {
        var turns = Turns(inAll: 8);
        var taken = new[] { Ada, Bob, Cleo }.Select(one => Enumerable.Range(0, 20).Count(host => turns.Take($"h{host}", one) is null)).ToList();

        Assert.Equal([4, 2, 1], taken);
        Assert.Null(turns.Take("a", Some.Subscription("dora@example.com").Subscriber));
        Assert.NotNull(turns.Take("a", Some.Subscription("ella@example.com").Subscriber));
    }

    [Fact]
    public void Take_ManySentAway_ComeAgainWithinTenMinutes()
    {
        var turns = Turns(inAll: 1);
        turns.Take("a", Ada);

        var last = Enumerable.Range(0, 10_000).Select(_ => turns.Take("b", Bob)).ToList()[^1];

        Assert.Equal(_clock.GetUtcNow().AddMinutes(10), last);
    }

    [Theory]
    [InlineData(1, 100, 100)]
    [InlineData(100, 1, 100)]
    [InlineData(100, 100, 1)]
    public void Release_GivenBack_IsFreeAgain(int atHost, int ofSubscriber, int inAll)
    {
        var turns = Turns(atHost, ofSubscriber, inAll);
        for (var n = 0; n < 3; n++)
        {
            Assert.Null(turns.Take("a", Ada));
            Assert.NotNull(turns.Take("a", Ada));
            turns.Release("a", Ada, TimeSpan.FromSeconds(1));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private ReceiverTurns Turns(int atHost = 100, int ofSubscriber = 100, int inAll = 1000) =>
        new(new WebhookOptions { MaxConnectionsPerHost = atHost, MostOfSubscriber = ofSubscriber, MostAtOnce = inAll }, _clock);
}

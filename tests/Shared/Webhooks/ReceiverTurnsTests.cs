using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class ReceiverTurnsTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Take_AllTurnsTaken_SendsEachAwayToAnotherMoment()
    {
        var turns = new ReceiverTurns(2, _clock);
        Assert.Equal((null, null), (turns.Take("a"), turns.Take("a")));
        turns.Release("a", TimeSpan.FromSeconds(8));
        Assert.Null(turns.Take("a"));

        var away = Enumerable.Range(0, 3).Select(_ => turns.Take("a") - _clock.GetUtcNow()).ToList();

        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(13)], away);
        Assert.Null(turns.Take("b"));
    }

    [Fact]
    public void Take_ManySentAway_ComeAgainWithinTenMinutes()
    {
        var turns = new ReceiverTurns(1, _clock);
        turns.Take("a");

        var last = Enumerable.Range(0, 10_000).Select(_ => turns.Take("a")).ToList()[^1];

        Assert.Equal(_clock.GetUtcNow().AddMinutes(10), last);
    }

    [Fact]
    public void Release_GivenBack_IsFreeAgain()
    {
        var turns = new ReceiverTurns(1, _clock);
        for (var n = 0; n < 3; n++)
        {
            Assert.Null(turns.Take("a"));
            Assert.NotNull(turns.Take("a"));
            turns.Release("a", TimeSpan.FromSeconds(1));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }
    }
}

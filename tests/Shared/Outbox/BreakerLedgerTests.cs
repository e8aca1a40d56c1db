using System.Text.Json;
using Tipstaff.Breakers;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed class BreakerLedgerTests
{
    private static readonly ProviderBreaker Empty = new("smtp", CircuitBreaker.New);

    [Fact]
    public void After_BuildsOnWhatIsKnown_Counts()
    {
        var ledger = BreakerLedger.New.Learnt(Empty).After(Opened(minutes: 5)).After(Opened(minutes: 15, on: 1));

        Assert.Equal(Opened(minutes: 15, on: 1).Next with { Version = 2 }, ledger.Known);
        Assert.Equal([Opened(minutes: 5), Opened(minutes: 15, on: 1)], ledger.Unwritten);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void After_BuildsOnAnotherVersion_ChangesNothing(long version)
    {
        var ledger = BreakerLedger.New.Learnt(Empty).After(Opened(minutes: 5));

        Assert.Same(ledger, ledger.After(Opened(minutes: 6, on: version)));
    }

    [Fact]
    public void After_NothingKnownYet_WaitsForTheRowAndIsThenDecidedInTurn()
    {
        var ledger = BreakerLedger.New.After(Opened(minutes: 5, on: 3)).After(Opened(minutes: 5, on: 3)).After(Opened(minutes: 6, on: 3));

        Assert.Equal(2, ledger.Undecided.Count);
        Assert.False(ledger.IsSettled);
        var learnt = ledger.Learnt(Empty with { Version = 3 });
        Assert.Equal([Opened(minutes: 5, on: 3)], learnt.Unwritten);
        Assert.Empty(learnt.Undecided);
    }

    [Fact]
    public void Copied_AnEarlierWriteWasDoneThoughItsAnswerWasLost_TheRestIsLeft()
    {
        var ledger = BreakerLedger.New.Learnt(Empty).After(Opened(minutes: 5)).After(Closed(on: 1));

        var copied = ledger.Copied(BreakerLedger.AsWritten(Opened(minutes: 5)));

        Assert.Equal([Closed(on: 1)], copied.Unwritten);
        Assert.True(copied.Copied(copied.Known!).IsSettled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Copied_RowSaysOtherwise_IsTakenOver(long version)
    {
        var row = Opened(minutes: 9).Next with { Version = version };

        var ledger = BreakerLedger.New.Learnt(Empty).After(Opened(minutes: 5)).Copied(row);

        Assert.Equal((row, true), (ledger.Known, ledger.IsSettled));
    }

    [Fact]
    public void Copied_RowWasTakenBack_IsTakenOver()
    {
        var ledger = BreakerLedger.New.Learnt(Empty with { Version = 8 }).After(Opened(minutes: 5, on: 8)).Copied(Empty with { Version = 2 });

        Assert.Equal((2L, true), (ledger.Known!.Version, ledger.IsSettled));
    }

    [Fact]
    public void Ledger_AsJson_ComesBack()
    {
        var ledger = BreakerLedger.New.Learnt(Empty).After(Opened(minutes: 5));

        var back = JsonSerializer.Deserialize<BreakerLedger>(JsonSerializer.Serialize(ledger))!;

        Assert.Equal(ledger.Known, back.Known);
        Assert.Equal(ledger.Unwritten, back.Unwritten);
    }

    private static BreakerTransition Opened(int minutes, long on = 0) => new(
        new ProviderBreaker("smtp", CircuitBreaker.New with { OpenedAt = Some.Monday9Am, OpenUntil = Some.Monday9Am.AddMinutes(minutes) }, on),
        OperatorNotice.Of(NoticeKind.ProviderInTrouble, "smtp", Some.Monday9Am, "It is down."));

    private static BreakerTransition Closed(long on) => new(Empty with { Version = on }, Notice: null);
}

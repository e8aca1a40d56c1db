using Tipstaff.Breakers;
using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>Gates whose transitions are only sent off: one place decides which of them count, and writes what all read.</summary>
public sealed class DecidedElsewhereTests
{
    private static readonly TimeSpan LookAfter = TimeSpan.FromMinutes(1);
    private static readonly SendOutcome Down = new SendOutcome.Unavailable("no connection");
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedMailProvider _provider = new();
    private readonly BreakerOptions _options = new();
    private readonly Breakers _breakers = new();

    [Fact]
    public async Task SaveAsync_SentOff_KeepsItsOwnWordUntilThatCanBeRead()
    {
        var gate = await OpenAsync();
        var heldUntil = gate.HeldUntil;

        _clock.Advance(LookAfter);
        await gate.LookAsync(default);
        Assert.Equal(heldUntil, gate.HeldUntil);
        _breakers.Decide();
        _clock.Advance(LookAfter);
        await gate.LookAsync(default);

        Assert.Equal(heldUntil, gate.HeldUntil);
    }

    [Fact]
    public async Task LookAsync_AnothersWordWonUnderTheSameVersion_ItCounts()
    {
        var winner = await OpenAsync();
        var loser = await OpenAsync();
        Assert.NotEqual(winner.HeldUntil, loser.HeldUntil);
        _breakers.Decide();

        _clock.Advance(LookAfter);
        await loser.LookAsync(default);

        Assert.Equal(winner.HeldUntil, loser.HeldUntil);
        Assert.Equal(1, _breakers.Row!.Version);
    }

    [Fact]
    public async Task SaveAsync_AfterItsWordLost_BuildsOnTheWinners()
    {
        var winner = await OpenAsync();
        var loser = await OpenAsync();
        _breakers.Decide();
        _clock.Advance(LookAfter);
        await loser.LookAsync(default);

        _clock.Advance(_options.OpenFor);
        loser.Leave((await loser.EnterAsync(default))!, new SendOutcome.Accepted("ok"));
        await loser.SaveAsync(default);
        _breakers.Decide();
        _clock.Advance(LookAfter);
        await winner.LookAsync(default);

        Assert.Equal((2L, true), (_breakers.Row!.Version, winner.IsClosed));
    }

    [Fact]
    public async Task LookAsync_ItsWordNeverCameThrough_GoesByTheRowAfterAWhile()
    {
        var gate = await OpenAsync();
        _breakers.Drop();

        _clock.Advance(TimeSpan.FromMinutes(2));
        await gate.LookAsync(default);
        var meanwhile = gate.IsClosed;
        _clock.Advance(TimeSpan.FromMinutes(2));
        await gate.LookAsync(default);

        Assert.False(meanwhile);
        Assert.True(gate.IsClosed);
    }

    [Fact]
    public async Task EnterAsync_RowIsOlderThanItsOwnWord_TheTrialFollowsItsOwn()
    {
        _options.OpenFor = TimeSpan.FromSeconds(1);
        var gate = await OpenAsync();
        _breakers.Decide();
        for (var trial = 0; trial < 2; trial++)
        {
            _clock.Advance(_options.OpenFor * 4);
            gate.Leave((await gate.EnterAsync(default))!, Down);
            await gate.SaveAsync(default);
        }

        _breakers.Decide();

        Assert.Equal((3L, gate.HeldUntil), (_breakers.Row!.Version, _breakers.Row.Breaker.OpenUntil));
    }

    private async Task<ProviderGate> OpenAsync()
    {
        var gate = new ProviderGate(_provider, _breakers, _options, LookAfter, _clock);
        await gate.LookAsync(default);
        for (var i = 0; i < _options.FailuresInARow; i++)
        {
            gate.Leave((await gate.EnterAsync(default))!, Down);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(await gate.SaveAsync(default));
        return gate;
    }

    private sealed class Breakers : IProviderBreakers
    {
        private readonly List<BreakerTransition> _sent = [];
        private BreakerLedger _ledger = BreakerLedger.New.Learnt(new ProviderBreaker("scripted", CircuitBreaker.New));

        public ProviderBreaker? Row { get; private set; }

        public void Decide()
        {
            _ledger = _sent.Aggregate(_ledger, (ledger, sent) => ledger.After(sent));
            Row = _ledger.Known;
            _sent.Clear();
        }

        public void Drop() => _sent.Clear();

        public Task<ProviderBreaker?> FindAsync(string provider, CancellationToken cancellationToken) => Task.FromResult(Row);

        public Task<bool> TryWriteAsync(ProviderBreaker next, OperatorNotice? notice, CancellationToken cancellationToken)
        {
            _sent.Add(new BreakerTransition(next, notice));
            return Task.FromResult(true);
        }

        public Task<bool> TryClaimTrialAsync(TrialClaim claim, CancellationToken cancellationToken) => Task.FromResult(true);
    }
}

using Tipstaff.Breakers;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>Two processes whose gates stand before one provider, over one store.</summary>
public sealed class ProviderGateTests
{
    private static readonly TimeSpan LookAfter = TimeSpan.FromMinutes(1);
    private static readonly SendOutcome Down = new SendOutcome.Unavailable("no connection");
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedMailProvider _provider = new();
    private readonly BreakerOptions _options = new() { OpenFor = TimeSpan.FromMinutes(10) };
    private readonly InMemoryStore _store;
    private int _looks;

    public ProviderGateTests() => _store = new InMemoryStore(_clock);

    [Fact]
    public async Task LookAsync_AnotherOpenedIt_IsHeardAfterAMinute()
    {
        var (one, other) = (Gate(), Gate());
        await one.LookAsync(default);
        await other.LookAsync(default);
        await OpenAsync(one);

        _clock.Advance(LookAfter - TimeSpan.FromSeconds(_options.FailuresInARow + 1));
        await other.LookAsync(default);
        var before = other.IsClosed;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await other.LookAsync(default);

        Assert.True(before);
        Assert.False(other.IsClosed);
        Assert.Equal(one.HeldUntil, other.HeldUntil);
        Assert.Null(await other.EnterAsync(default));
    }

    [Fact]
    public async Task LookAsync_AnotherClosedIt_IsHeardAfterAMinuteWithoutATrialOfItsOwn()
    {
        var (one, other) = (Gate(), Gate());
        await other.LookAsync(default);
        await OpenAsync(one);
        _clock.Advance(_options.OpenFor);
        await other.LookAsync(default);

        one.Leave((await one.EnterAsync(default))!, new SendOutcome.Accepted("ok"));
        await one.SaveAsync(default);
        _clock.Advance(LookAfter);
        await other.LookAsync(default);

        Assert.True(other.IsClosed);
        Assert.Equal(1, _provider.Upchecks);
    }

    [Fact]
    public async Task LookAsync_NothingWrittenMeanwhile_KeepsWhatItCounted()
    {
        var gate = Gate();
        await gate.LookAsync(default);
        await FailAsync(gate, _options.FailuresInARow - 1);

        _clock.Advance(LookAfter);
        await gate.LookAsync(default);
        await FailAsync(gate, 1);

        Assert.False(gate.IsClosed);
    }

    [Fact]
    public async Task LookAsync_ItsOwnOpeningIsNotWrittenYet_WritesFirst()
    {
        var (one, other) = (Gate(), Gate());
        await one.LookAsync(default);
        await FailAsync(one, _options.FailuresInARow);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await OpenAsync(other);
        var looks = _looks;

        _clock.Advance(LookAfter);
        await one.LookAsync(default);

        Assert.Equal(looks, _looks);
        Assert.NotEqual(other.HeldUntil, one.HeldUntil);
        Assert.Null(await one.SaveAsync(default));
        Assert.Equal(other.HeldUntil, one.HeldUntil);
    }

    [Fact]
    public async Task LookAsync_ClockSetBack_LooksAgain()
    {
        var gate = Gate();
        await gate.LookAsync(default);

        _clock.Advance(TimeSpan.FromDays(-1));
        await gate.LookAsync(default);
        await gate.LookAsync(default);

        Assert.Equal(2, _looks);
    }

    private ProviderGate Gate() => new(
        _provider,
        Around.Member<IProviderBreakers>(_store.Breakers, nameof(IProviderBreakers.FindAsync), (args, next) =>
        {
            _looks++;
            return next(args);
        }),
        _options,
        LookAfter,
        _clock);

    private async Task OpenAsync(ProviderGate gate)
    {
        await gate.LookAsync(default);
        await FailAsync(gate, _options.FailuresInARow);
        Assert.NotNull(await gate.SaveAsync(default));
    }

    private async Task FailAsync(ProviderGate gate, int times)
    {
        for (var i = 0; i < times; i++)
        {
            gate.Leave((await gate.EnterAsync(default))!, Down);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}

using Tipstaff.Breakers;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>Two processes before one half-open provider: one of them makes the trial.</summary>
public sealed class ProviderTrialTests
{
    private static readonly SendOutcome Down = new SendOutcome.Unavailable("no connection");
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedMailProvider _provider = new();
    private readonly BreakerOptions _options = new();
    private readonly InMemoryStore _store;

    public ProviderTrialTests() => _store = new InMemoryStore(_clock);

    [Fact]
    public async Task EnterAsync_AnothersTrialIsOut_IsHeldForAMomentWithoutAnUpcheck()
    {
        var (one, other) = await HalfOpenAsync();
        var trial = await one.EnterAsync(default);

        Assert.Null(await other.EnterAsync(default));

        Assert.True(trial!.IsTrial);
        Assert.InRange(other.HeldUntil!.Value - _clock.GetUtcNow(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal(1, _provider.Upchecks);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(other.HeldUntil);
        Assert.Null(await other.EnterAsync(default));
    }

    [Fact]
    public async Task EnterAsync_ManyAtOnce_OneTrial()
    {
        var (one, other) = await HalfOpenAsync();
        var gates = new[] { one, other, Gate(), Gate() };
        foreach (var gate in gates)
        {
            await gate.LookAsync(default);
        }

        var passes = await Task.WhenAll(gates.Select(gate => Task.Run(() => gate.EnterAsync(default))));

        Assert.Single(passes.OfType<ProviderGate.Pass>());
    }

    [Fact]
    public async Task EnterAsync_AnothersTrialWentWell_IsOpenToAll()
    {
        var (one, other) = await HalfOpenAsync();
        var trial = await one.EnterAsync(default);
        await other.EnterAsync(default);
        one.Leave(trial!, new SendOutcome.Accepted("ok"));
        await one.SaveAsync(default);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.False((await other.EnterAsync(default))!.IsTrial);
        Assert.Equal(1, _provider.Upchecks);
    }

    [Fact]
    public async Task EnterAsync_TheOtherDiedOverItsTrial_TriesOnceItsClaimHasLapsed()
    {
        var (one, other) = await HalfOpenAsync();
        await one.EnterAsync(default);

        _clock.Advance(_options.TrialLease - TimeSpan.FromTicks(1));
        Assert.Null(await other.EnterAsync(default));
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True((await other.EnterAsync(default))!.IsTrial);
    }

    [Fact]
    public async Task EnterAsync_ItsOwnTrialWasWithdrawn_TriesAgainAtOnce()
    {
        var (one, _) = await HalfOpenAsync();
        one.Abandon((await one.EnterAsync(default))!);

        Assert.True((await one.EnterAsync(default))!.IsTrial);
    }

    [Fact]
    public async Task EnterAsync_NextHalfOpen_IsNotBarredByTheTrialBefore()
    {
        _options.OpenFor = TimeSpan.FromSeconds(1);
        var (one, other) = await HalfOpenAsync();
        one.Leave((await one.EnterAsync(default))!, Down);
        await one.SaveAsync(default);

        _clock.Advance(2 * _options.OpenFor);
        var trial = await other.EnterAsync(default);

        Assert.True(trial!.IsTrial);
    }

    [Fact]
    public async Task EnterAsync_StoreFails_LeavesTheTrialToTheNextMail()
    {
        var (one, _) = await HalfOpenAsync();
        var isAway = true;
        var gate = Gate(Simulation.PlantedBugs.Around.Member<IProviderBreakers>(_store.Breakers, nameof(IProviderBreakers.TryClaimTrialAsync), (args, next) =>
            isAway ? throw new InvalidOperationException("away") : next(args)));
        await gate.LookAsync(default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => gate.EnterAsync(default));
        isAway = false;

        Assert.True((await gate.EnterAsync(default))!.IsTrial);
        Assert.Null(await one.EnterAsync(default));
    }

    private ProviderGate Gate(IProviderBreakers? breakers = null) => new(_provider, breakers ?? _store.Breakers, _options, TimeSpan.FromMinutes(1), _clock);

    private async Task<(ProviderGate One, ProviderGate Other)> HalfOpenAsync()
    {
        var (one, other) = (Gate(), Gate());
        await one.LookAsync(default);
        for (var i = 0; i < _options.FailuresInARow; i++)
        {
            one.Leave((await one.EnterAsync(default))!, Down);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(await one.SaveAsync(default));
        await other.LookAsync(default);
        _clock.Advance(_options.OpenFor);
        return (one, other);
    }
}

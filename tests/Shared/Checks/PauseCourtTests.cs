using Tipstaff.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class PauseCourtTests : IDisposable
{
    private static readonly Uri Feed = new("https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl");
    private static readonly CheckPace Pace = new(TimeSpan.FromMinutes(5), IsSteady: true);

    private readonly CheckBench _bench = new();

    public PauseCourtTests() => _bench.Source.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));

    private DateTimeOffset Now => _bench.Clock.GetUtcNow();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_Held_NobodyAsksTheCourtUntilThen()
    {
        await _bench.RunAsync();
        await PauseAsync(Now.AddHours(1));
        _bench.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));

        var held = await _bench.RunAsync();
        var asked = _bench.Source.Asked.Count;
        var due = CheckSchedule.DueAt(await StateAsync(), Pace, Now);
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        var after = await _bench.RunAsync();

        Assert.Equal((true, 1, Now), (held.IsHeld, asked, due));
        Assert.Equal((false, 2), (after.IsHeld, _bench.Source.Asked.Count));
    }

    [Fact]
    public async Task RunAsync_HeldForLong_IsLookedAtAgainWithinTheInterval()
    {
        await PauseAsync(Now.AddDays(2));

        Assert.Equal(Now + new CheckOptions().Every, (await _bench.RunAsync()).State.DueAt);
    }

    [Fact]
    public async Task RunAsync_Released_IsAskedAtOnceAndItsBreakerStays()
    {
        await _bench.RunAsync();
        var before = (await StateAsync())!;
        await PauseAsync(Now.AddHours(1));
        await PauseAsync(until: null);

        var after = (await StateAsync())!;
        Assert.Equal(before with { Version = after.Version }, after);
        Assert.False((await _bench.RunAsync()).IsHeld);
    }

    [Fact]
    public async Task RunAsync_Twice_WritesAndTellsOnce()
    {
        var until = Now.AddHours(1);
        await PauseAsync(until);
        await PauseAsync(until);
        await PauseAsync(until: null);
        await PauseAsync(until: null);

        Assert.Equal((2, 2), ((int)(await StateAsync())!.Version, _bench.Notices.Count));
    }

    [Fact]
    public void IsPausedAt_ClockSetBack_BelievesNoHoldLongerThanTheLongest()
    {
        var state = CourtState.New(Some.Nysd) with { PausedUntil = Now + PauseCourt.Longest };

        Assert.True(state.IsPausedAt(Now));
        Assert.False(state.IsPausedAt(Now.AddMinutes(-2)));
    }

    private Task<CourtState?> StateAsync() => _bench.Store.Dockets.FindCourtAsync(Some.Nysd, default);

    private Task PauseAsync(DateTimeOffset? until) => new PauseCourt(_bench.Store.Dockets, _bench.Clock).RunAsync(Some.Nysd, until, default);
}

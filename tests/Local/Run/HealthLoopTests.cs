using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Health;
using Tipstaff.Local.Run;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

public sealed class HealthLoopTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedProbe _store = new("store");

    [Fact]
    public async Task ExecuteAsync_NobodyAsks_LooksEachMinute()
    {
        var health = new HealthChecks([_store], [], SomeCanary.Off().Standing, Options.Create(new BreakerOptions()), _clock, NullLogger<HealthChecks>.Instance);
        using var loop = new HealthLoop(health, _clock);
        await loop.StartAsync(TestContext.Current.CancellationToken);

        for (var looks = 1; looks <= 3; looks++)
        {
            await _store.LookedAsync(looks);
            await health.RefreshAsync();
            _clock.Advance(HealthChecks.Every);
        }

        await _store.LookedAsync(4);
        await loop.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(4, _store.Looks);
    }
}

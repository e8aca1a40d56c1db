using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Health;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Health;

public sealed class HealthChecksTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedProbe _store = new("store");
    private readonly ScriptedProbe _queue = new("queue");

    [Fact]
    public async Task LookAsync_EverythingAnswers_IsUp()
    {
        var report = await Checks().LookAsync(default);

        Assert.Equal((HealthReport.Up, "store", "queue"), (report.Status, report.Parts[0].Name, report.Parts[1].Name));
        Assert.All(report.Parts, part => Assert.Equal(Some.Monday9Am, part.At));
    }

    [Fact]
    public async Task LookAsync_OnePartThrows_IsDownAndSaysWhich()
    {
        _queue.Answer = () => throw new IOException("no route");

        var report = await Checks().LookAsync(default);

        Assert.Equal(HealthReport.Down, report.Status);
        Assert.Equal([true, false], report.Parts.Select(part => part.IsUp));
    }

    [Fact]
    public async Task LookAsync_FirstLookStalls_AnswersUnknownAfterTheFirstWait()
    {
        _queue.Answer = () => new TaskCompletionSource<bool>().Task;

        var looking = Checks().LookAsync(default);
        _clock.Advance(HealthChecks.FirstWait);
        var report = await looking;

        Assert.Equal(HealthReport.Unknown, report.Status);
        Assert.Equal([true, null], report.Parts.Select(part => part.IsUp));
    }

    [Fact]
    public async Task LookAsync_ALaterLookStalls_AnswersWithTheLastOne()
    {
        var checks = Checks();
        await checks.LookAsync(default);
        _clock.Advance(HealthChecks.Freshness);
        _store.Answer = () => new TaskCompletionSource<bool>().Task;

        var answered = checks.LookAsync(default);

        Assert.True(answered.IsCompletedSuccessfully);
        Assert.Equal(HealthReport.Up, (await answered).Status);
        Assert.Equal(2, _store.Looks);
    }

    [Fact]
    public async Task LookAsync_APartThatStalls_IsDownOnceItsTimeIsUp()
    {
        var checks = Checks();
        await checks.LookAsync(default);
        _clock.Advance(HealthChecks.Freshness);
        _store.Answer = null;
        await checks.LookAsync(default);

        _clock.Advance(new BreakerOptions().UpcheckTimeout);

        Assert.Equal(HealthReport.Down, (await checks.LookAsync(default)).Status);
    }

    [Fact]
    public async Task LookAsync_WithinTheFreshness_LooksNoFurther()
    {
        var checks = Checks();
        await checks.LookAsync(default);
        _clock.Advance(HealthChecks.Freshness - TimeSpan.FromSeconds(1));

        await checks.LookAsync(default);

        Assert.Equal(1, _store.Looks);
    }

    private HealthChecks Checks() =>
        new([_store, _queue], [], Options.Create(new BreakerOptions()), _clock, NullLogger<HealthChecks>.Instance);

    private sealed class ScriptedProbe(string name) : IHealthProbe
    {
        public Func<Task<bool>>? Answer { get; set; } = () => Task.FromResult(true);

        public int Looks { get; private set; }

        public string Name => name;

        public async Task<bool> IsUpAsync(CancellationToken cancellationToken)
        {
            Looks++;
            if (Answer is not null)
            {
                return await Answer();
            }

            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            return true;
        }
    }
}

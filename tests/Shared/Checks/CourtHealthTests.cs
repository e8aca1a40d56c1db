using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CourtHealthTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly Court _court = CourtDirectory.Default[Some.Nysd] with { Outages = [] };
    private readonly CourtState _state = CourtState.New(Some.Nysd) with { CheckedAt = Now };

    private Court Away => _court with { Outages = [new OutageWindow([], new TimeOnly(8, 0), new TimeOnly(10, 0), CourtTime.Eastern)] };

    [Theory]
    [InlineData(CheckResult.None, CourtHealth.NeverAsked)]
    [InlineData(CheckResult.NewEntries, CourtHealth.Ok)]
    [InlineData(CheckResult.NothingNew, CourtHealth.Ok)]
    [InlineData(CheckResult.Unchanged, CourtHealth.Ok)]
    [InlineData(CheckResult.Unavailable, CourtHealth.Failing)]
    [InlineData(CheckResult.Garbled, CourtHealth.Failing)]
    [InlineData(CheckResult.CutShort, CourtHealth.Failing)]
    public void Of_EachResult_IsItsHealth(CheckResult result, CourtHealth health) =>
        Assert.Equal(health, CourtHealthReading.Of(_court, _state with { Result = result }, Now));

    [Fact]
    public void Of_KnownOutage_IsToldOnlyWhileTheCourtDoesNotAnswer()
    {
        Assert.Equal(CourtHealth.KnownOutage, CourtHealthReading.Of(Away, Open(), Now));
        Assert.Equal(CourtHealth.Ok, CourtHealthReading.Of(Away, _state with { Result = CheckResult.Unchanged }, Now));
        Assert.Equal(CourtHealth.Held, CourtHealthReading.Of(Away, Open(), Now.AddHours(-2)));
        Assert.Equal((Now.AddHours(1), null), (CourtHealthReading.OutageUntil(Away, Now), CourtHealthReading.OutageUntil(Away, Now.AddHours(1))));
    }

    [Fact]
    public void HeldUntil_OperatorsAndBreaker_IsTheOperatorsEnd()
    {
        var both = Open() with { PausedUntil = Now.AddHours(3) };

        Assert.Equal(CourtHealth.Held, CourtHealthReading.Of(Away, both, Now));
        Assert.Equal(Now.AddHours(3), CourtHealthReading.HeldUntil(both, Now));
        Assert.Equal(Now.AddMinutes(5), CourtHealthReading.HeldUntil(Open(), Now));
        Assert.Null(CourtHealthReading.HeldUntil(Open(), Now.AddMinutes(5)));
        Assert.Null(CourtHealthReading.HeldUntil(state: null, Now));
    }

    private CourtState Open() => _state with
    {
        Result = CheckResult.Unavailable,
        Breaker = CircuitBreaker.New with { OpenedAt = Now.AddHours(-3), HeldSince = Now.AddHours(-3), OpenUntil = Now.AddMinutes(5), OpenFor = TimeSpan.FromMinutes(5) },
    };
}

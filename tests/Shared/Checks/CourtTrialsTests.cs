using Tipstaff.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CourtTrialsTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly DateTimeOffset Until = Now.AddMinutes(5);
    private static readonly CourtHold Nothing = new(OpenUntil: null, Version: 0);

    [Fact]
    public void Asked_NothingKnown_TheFirstMayGoAndSeeAndTheSecondWaits()
    {
        var (first, may) = CourtTrials.New.Asked(Nothing, Now, Lease);
        var (_, waits) = first.Asked(Nothing, Now.AddSeconds(1), Lease);

        Assert.Equal(new TrialLeave(Trial: 1, HeldUntil: null), may);
        Assert.Equal(new TrialLeave(Trial: 0, Now + Lease), waits);
    }

    [Fact]
    public void Asked_AskerKnowsThatItIsOpen_IsHeldUntilThenAndTriesItThen()
    {
        var (known, held) = CourtTrials.New.Asked(new CourtHold(Until, Version: 7), Now, Lease);
        var (_, may) = known.Asked(Nothing, Until, Lease);

        Assert.Equal(new TrialLeave(Trial: 0, Until), held);
        Assert.Equal(1, may.Trial);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Asked_AskerKnowsNoMore_ChangesNothing(long version)
    {
        var (known, _) = CourtTrials.New.Asked(new CourtHold(Until, Version: 7), Now, Lease);

        Assert.Equal(Until, known.Asked(new CourtHold(Until.AddHours(1), version), Now, Lease).Leave.HeldUntil);
    }

    [Fact]
    public void Asked_TrialOfWhichNobodyHeard_IsAnothersOnceItLapsed()
    {
        var (out1, _) = CourtTrials.New.Asked(Nothing, Now, Lease);

        Assert.Equal(0, out1.Asked(Nothing, Now + Lease - TimeSpan.FromTicks(1), Lease).Leave.Trial);
        Assert.Equal(2, out1.Asked(Nothing, Now + Lease, Lease).Leave.Trial);
    }

    [Fact]
    public void Told_TrialFailed_IsHeldForAllUntilTheNext()
    {
        var (asked, leave) = CourtTrials.New.Asked(Nothing, Now, Lease);
        var (told, hold) = asked.Told(leave.Trial, new CourtHold(Until, Version: 8));

        Assert.Equal(Until, hold.HeldUntil);
        Assert.Equal(Until, told.Asked(Nothing, Now.AddSeconds(1), Lease).Leave.HeldUntil);
        Assert.Equal(2, told.Asked(Nothing, Until, Lease).Leave.Trial);
    }

    [Fact]
    public void Told_ItsTrialOfARowThatWasTakenBack_CountsAllTheSame()
    {
        var (asked, leave) = CourtTrials.New.Asked(new CourtHold(Now, Version: 50), Now, Lease);

        Assert.Equal(Until, asked.Told(leave.Trial, new CourtHold(Until, Version: 11)).Leave.HeldUntil);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Told_ByAnotherThanWhoTries_CountsIfItIsNewer(long trial)
    {
        var (first, _) = CourtTrials.New.Asked(new CourtHold(Now, Version: 50), Now, Lease);
        var (second, _) = first.Asked(Nothing, Now + Lease, Lease);

        var (older, held) = second.Told(trial, new CourtHold(Until, Version: 50));
        var (newer, later) = second.Told(trial, new CourtHold(Until, Version: 51));

        Assert.Equal((Now, second.TrialUntil), (held.HeldUntil, older.TrialUntil));
        Assert.Equal((Until, second.TrialUntil), (later.HeldUntil, newer.TrialUntil));
    }
}

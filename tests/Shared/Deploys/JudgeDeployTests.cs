using Tipstaff.Deploys;

namespace Tipstaff.Tests.Shared.Deploys;

public sealed class JudgeDeployTests
{
    private const int Watched = 15;

    [Fact]
    public void Run_GoodDeploys_PassAtEachMinute()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var series = MadeSeries.Usual(seed, Watched);

            for (var minute = 0; minute < Watched; minute++)
            {
                Assert.IsType<DeployVerdict.Watching>(series.Judge(minute));
            }

            Assert.IsType<DeployVerdict.Good>(series.Judge(Watched));
        }
    }

    [Fact]
    public void Run_ABusyHourBefore_IsNotHeldAgainstTheDeploy()
    {
        var series = MadeSeries.Usual(1, Watched);
        for (var minute = -60; minute < Watched; minute++)
        {
            series.Add("failures", minute, 6 + (minute % 3)).Add("dead_letters", minute, minute % 2 == 0 ? 1 : 0);
        }

        Assert.IsType<DeployVerdict.Good>(series.Judge(Watched));
    }

    [Theory]
    [InlineData("delay_p95", 8)]
    [InlineData("queue_age", 11)]
    [InlineData("canary_delay", 11)]
    public void Run_ALevelThatStaysHigh_RollsBack(string vital, int minute)
    {
        var series = MadeSeries.Usual(2, Watched).Instead(vital, fromMinute: -60, _ => 100).Instead(vital, fromMinute: 2, at => Math.Min(450, 60 * at));

        AssertTrouble(series.Judge(minute), vital, VitalFault.High);
    }

    [Fact]
    public void Run_OneOfTwoValuesIsHigh_IsNoLevel()
    {
        var series = MadeSeries.Usual(2, Watched).Instead("queue_age", fromMinute: -60, _ => 100).Instead("queue_age", fromMinute: 10, _ => 450);

        Assert.IsType<DeployVerdict.Watching>(series.Judge(11));
    }

    [Fact]
    public void Run_ADeployThatEndsAnOutage_IsNotBlamedForItsBacklog()
    {
        var series = MadeSeries.Usual(2, Watched).Silent(fromMinute: -40, "delay_p95").Silent(fromMinute: -40, "canary_delay");
        for (var minute = 1; minute < Watched; minute++)
        {
            series.Add("delay_p95", minute, minute < 12 ? 60 * (minute + 40) : 70);
        }

        series.Add("canary_delay", 5, 60 * 45).Add("canary_delay", 10, 60 * 12);

        Assert.IsType<DeployVerdict.Good>(series.Judge(Watched));
    }

    [Fact]
    public void Run_MailsThatWaitSinceTheDeploy_RollBack() =>
        AssertTrouble(MadeSeries.Usual(2, Watched).Instead("delay_p95", fromMinute: 0, minute => 60 * (minute + 1)).Judge(Watched), "delay_p95", VitalFault.High);

    [Fact]
    public void Run_HighWhileInstancesStart_IsBorne()
    {
        var series = MadeSeries.Usual(3, Watched);
        series.Instead("delay_p95", fromMinute: 0, minute => minute < 3 ? 1200 : 80);

        Assert.IsType<DeployVerdict.Good>(series.Judge(Watched));
    }

    [Fact]
    public void Run_ASlowLeak_RollsBackBeforeItIsHigh()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var noise = new Random(seed);
            var series = MadeSeries.Usual(seed, Watched).Instead("delay_p95", fromMinute: 0, minute => 50 + (8 * minute) + (5 * noise.NextDouble()));

            AssertTrouble(series.Judge(Watched), "delay_p95", VitalFault.Leak);
        }
    }

    [Fact]
    public void Run_ASpikeOfALevel_RollsBack() =>
        AssertTrouble(
            MadeSeries.Usual(4, Watched).Instead("delay_p95", fromMinute: 10, minute => minute == 10 ? 600 : 80).Judge(12), "delay_p95", VitalFault.Spike);

    [Fact]
    public void Run_ASpikeOfFailures_RollsBackWithinTheMinute() =>
        AssertTrouble(MadeSeries.Usual(5, Watched).Add("failures", 1, 40).Judge(2), "failures", VitalFault.High);

    [Fact]
    public void Run_AFewDeadLettersWhereNoneAreUsual_RollBack() =>
        AssertTrouble(MadeSeries.Usual(6, Watched).Add("dead_letters", 3, 5).Judge(6), "dead_letters", VitalFault.High);

    [Fact]
    public void Run_ANewKindOfException_RollsBackAndIsNamed()
    {
        var series = MadeSeries.Usual(7, Watched).Add("exceptions", 4, 1, "System.FormatException at DeliverAlert");

        var trouble = AssertTrouble(series.Judge(5), "exceptions", VitalFault.NewKind);

        Assert.Contains("System.FormatException at DeliverAlert", trouble.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AKindThatWasSeenDaysAgo_IsNotNew()
    {
        var series = MadeSeries.Usual(8, Watched)
            .Add("exceptions", -3 * 24 * 60, 1, "System.FormatException at DeliverAlert")
            .Add("exceptions", 4, 1, "System.FormatException at DeliverAlert");

        Assert.IsType<DeployVerdict.Watching>(series.Judge(5));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void Run_AKindOfTheTakeoversMinute_IsNew(int firstSeen, bool isNew)
    {
        var series = MadeSeries.Usual(8, Watched).Add("exceptions", firstSeen, 1, "New").Add("exceptions", 3, 1, "New");

        var verdict = JudgeDeploy.Run(series.Points, MadeSeries.DeployedAt.AddSeconds(45), MadeSeries.DeployedAt.AddMinutes(5), WatchOptions.Default);

        if (isNew)
        {
            AssertTrouble(verdict, "exceptions", VitalFault.NewKind);
        }
        else
        {
            Assert.IsType<DeployVerdict.Watching>(verdict);
        }
    }

    [Fact]
    public void Run_AKindThatCameOnlyAfterwards_DoesNotMakeItselfKnown()
    {
        var series = MadeSeries.Usual(8, Watched).Add("exceptions", 4, 1, "New").Add("exceptions", 5, 1, "New");

        AssertTrouble(series.Judge(7), "exceptions", VitalFault.NewKind);
    }

    [Fact]
    public void Run_NoDataAtAll_RollsBack() => AssertTrouble(MadeSeries.Usual(9, Watched).Silent(fromMinute: 0).Judge(7), "ticks", VitalFault.Silence);

    [Fact]
    public void Run_NoDataEver_RollsBack() => AssertTrouble(new MadeSeries(0).Judge(7), "ticks", VitalFault.Silence);

    [Fact]
    public void Run_SilenceFromTheMiddleOn_RollsBack() =>
        AssertTrouble(MadeSeries.Usual(10, Watched).Silent(fromMinute: 6).Judge(13), "ticks", VitalFault.Silence);

    [Fact]
    public void Run_TheCanaryStaysAway_RollsBack() =>
        AssertTrouble(MadeSeries.Usual(11, Watched).Silent(fromMinute: 0, "canary").Judge(13), "canary", VitalFault.Silence);

    [Fact]
    public void Run_ZeroesAreNoSignOfLife() =>
        AssertTrouble(MadeSeries.Usual(12, Watched).Instead("ticks", fromMinute: 0, _ => 0).Judge(7), "ticks", VitalFault.Silence);

    [Fact]
    public void Run_FirstMinutes_SilenceIsNotYetOne() =>
        Assert.IsType<DeployVerdict.Watching>(MadeSeries.Usual(13, Watched).Silent(fromMinute: 0).Judge(5));

    [Fact]
    public void Run_TroubleAfterTheWatch_IsNotTheDeploys() =>
        Assert.IsType<DeployVerdict.Good>(MadeSeries.Usual(14, 40).Instead("delay_p95", fromMinute: 15, _ => 900).Judge(40));

    private static VitalTrouble AssertTrouble(DeployVerdict verdict, string vital, VitalFault fault)
    {
        var rollBack = Assert.IsType<DeployVerdict.RollBack>(verdict);
        return Assert.Single(rollBack.Troubles, trouble => trouble.Vital == vital && trouble.Fault == fault);
    }
}

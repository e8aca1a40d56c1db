using Tipstaff.Deploys;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>
/// What is decided of a deployment, on series that were recorded from the Azure head: they are kept in <c>tests/Fixtures/Deploys</c>, and
/// recorded anew by running this class with <c>TIPSTAFF_RECORD_SERIES=1</c>.
/// </summary>
public sealed class RecordedDeployTests
{
    public static TheoryData<string, string, string> Troubles => new()
    {
        { "spike", "delay_p95", "Spike" },
        { "leak", "delay_p95", "Leak" },
        { "kind", "exceptions", "NewKind" },
        { "silence", "ticks", "Silence" },
    };

    [Fact]
    public async Task Good_Recorded_IsKept()
    {
        var points = await SeriesAsync("good");

        for (var minute = 1; minute < RecordedDeploy.MinutesAfter; minute++)
        {
            Assert.IsType<DeployVerdict.Watching>(Judge(points, minute));
        }

        Assert.IsType<DeployVerdict.Good>(Judge(points, RecordedDeploy.MinutesAfter));
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Trouble_Recorded_IsTakenBackForIt(string trouble, string vital, string fault)
    {
        var points = await SeriesAsync(trouble);

        var verdicts = Enumerable.Range(1, RecordedDeploy.MinutesAfter).Select(minute => Judge(points, minute)).OfType<DeployVerdict.RollBack>().ToList();

        Assert.Contains(verdicts.SelectMany(verdict => verdict.Troubles), one => one.Vital == vital && $"{one.Fault}" == fault);
    }

    private static async Task<IReadOnlyList<MetricPoint>> SeriesAsync(string trouble)
    {
        var path = Path.Combine(Support.Repository.Root, "tests", "Fixtures", "Deploys", $"{trouble}.json");
        if (Environment.GetEnvironmentVariable("TIPSTAFF_RECORD_SERIES") is "1")
        {
            using var deploy = new RecordedDeploy();
            await File.WriteAllTextAsync(path, RecordedDeploy.ToJson(deploy.Record(trouble)) + "\n");
        }

        return MetricPointReader.Read(await File.ReadAllBytesAsync(path));
    }

    private static DeployVerdict Judge(IReadOnlyList<MetricPoint> points, int minute) =>
        JudgeDeploy.Run(
            points.Where(point => point.At < RecordedDeploy.DeployedAt.AddMinutes(minute)), RecordedDeploy.DeployedAt, RecordedDeploy.DeployedAt.AddMinutes(minute), WatchOptions.Default);
}

using Tipstaff.Tests.Functions.Head;
using Tipstaff.Tests.Shared.Deploys;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>The script that watches a deployment, with recorded answers of <c>az</c>; what comes of them decides the real command line.</summary>
public sealed class WatchScriptTests : IDisposable
{
    private const string Question = "az rest --method post --url https://api.loganalytics.io/v1/workspaces/workspace-1/query";
    private const int WatchOn = 3;

    private readonly ScriptStage _stage = new();

    public WatchScriptTests()
    {
        ScriptStage.Require();
        _stage.Environment["CANARY"] = "yes";
        _stage.Environment["WATCH_EVERY"] = "0";
        _stage.Environment["DEPLOYED_AT"] = "2026-11-21T12:00:00Z";
        _stage.Answer("log-analytics workspace list", "workspace-1\n");
    }

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("yes", "")]
    [InlineData("no", " --no-canary")]
    public async Task Watch_UntilTheCommandSaysKeep_AsksEachMinute(string canary, string asked)
    {
        _stage.Environment["CANARY"] = canary;
        _stage.Answer(Question, "{}");
        _stage.Answer("tipstaff.dll watch", status: WatchOn, times: 3);
        _stage.Answer("tipstaff.dll watch");

        var (status, output) = await _stage.RunAsync("watch.sh", _stage.Artifact, "15");

        Assert.True(status == 0, output);
        Assert.Equal(4, _stage.Calls.Split('\n').Count(call => call.StartsWith(Question, StringComparison.Ordinal)));
        Assert.Matches($@"answer\.json --deployed-at 2026-11-21T12:00:00Z --until 20\d\d-[0-9-]+T[0-9:]+Z{asked}\n", _stage.Calls);
    }

    [Theory]
    [InlineData(1, "The vital signs are out of bounds since 2026-11-21T12:00:00Z")]
    [InlineData(2, "The vital signs were not judged")]
    public async Task Watch_TheCommandRefuses_Fails(int refused, string said)
    {
        _stage.Answer(Question, "{}");
        _stage.Answer("tipstaff.dll watch", status: WatchOn, times: 1);
        _stage.Answer("tipstaff.dll watch", status: refused);

        var (status, output) = await _stage.RunAsync("watch.sh", _stage.Artifact, "15");

        Assert.Equal(1, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    public async Task Watch_MeasuresThatDoNotAnswer_AreSilenceAfterFiveInARow(int failures, int expected)
    {
        _stage.Answer(Question, status: 1, times: failures);
        _stage.Answer(Question, "{}", times: 1);
        _stage.Answer(Question, status: 1, times: 4);
        _stage.Answer(Question, "{}");
        _stage.Answer("tipstaff.dll watch", status: WatchOn, times: 1);
        _stage.Answer("tipstaff.dll watch");

        var (status, output) = await _stage.RunAsync("watch.sh", _stage.Artifact, "15");

        Assert.True(expected == status, output);
        Assert.Equal(expected == 1, output.Contains("The measures of workspace-1 do not answer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0")]
    public async Task Watch_NoNumberOfMinutes_AsksNothing(string minutes)
    {
        var (status, _) = await _stage.RunAsync("watch.sh", _stage.Artifact, minutes);

        Assert.Equal(1, status);
        Assert.Equal("", _stage.Calls);
    }

    [Theory]
    [InlineData("spike", "Spike: age of the oldest message")]
    [InlineData("leak", "Leak: delay from the match of an entry to its mail")]
    [InlineData("kind", "NewKind: exceptions: System.FormatException in ReadFeed")]
    [InlineData("silence", "Silence: runs of the schedule")]
    public async Task Watch_BadSeries_TheRealCommandTakesItBack(string series, string said)
    {
        var deployedAt = new DateTimeOffset(TimeProvider.System.GetUtcNow().Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero).AddMinutes(-14);
        _stage.Environment["DEPLOYED_AT"] = deployedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        _stage.Answer(Question, Json(Made(series), deployedAt));
        _stage.RunTipstaff("tipstaff.dll watch");

        var (status, output) = await _stage.RunAsync("watch.sh", _stage.Artifact, "15");

        Assert.True(status == 1, output);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Contains("The vital signs are out of bounds", output, StringComparison.Ordinal);
    }

    private static MadeSeries Made(string series) => series switch
    {
        "spike" => MadeSeries.Usual(1, 14).Instead("queue_age", fromMinute: 10, _ => 900),
        "leak" => MadeSeries.Usual(2, 14).Instead("delay_p95", fromMinute: 0, minute => 50 + (8 * minute)),
        "kind" => MadeSeries.Usual(3, 14).Add("exceptions", 6, 1, "System.FormatException in ReadFeed"),
        _ => MadeSeries.Usual(4, 2),
    };

    private static string Json(MadeSeries series, DateTimeOffset deployedAt) =>
        RecordedDeploy.ToJson(series.Points.Select(point => point with { At = point.At + (deployedAt - MadeSeries.DeployedAt) }));
}

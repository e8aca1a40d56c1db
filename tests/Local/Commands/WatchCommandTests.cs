using Tipstaff.Tests.Functions.Head;
using Tipstaff.Tests.Shared.Deploys;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Commands;

/// <summary>The exit statuses on which the pipeline acts.</summary>
public sealed class WatchCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(5, 3, "watch on until 15:15:00 UTC")]
    [InlineData(15, 0, "the deployment stays")]
    public async Task Watch_NothingOutOfBounds_WatchesOnAndKeepsIt(int minute, int expected, string said)
    {
        var (status, output, errors) = await WatchAsync(MadeSeries.Usual(1, 15), minute);

        Assert.Equal((expected, ""), (status, errors));
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_NewKindOfException_IsStatus1AndNamesIt()
    {
        var (status, output, errors) = await WatchAsync(MadeSeries.Usual(1, 15).Add("exceptions", 6, 1, "System.FormatException in ReadFeed"), 8);

        Assert.Equal(1, status);
        Assert.Contains("NewKind: exceptions: System.FormatException in ReadFeed came 1 times and never before.", output, StringComparison.Ordinal);
        Assert.Contains("take the deployment back", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_NoMeasuresAtAll_IsStatus1()
    {
        var (status, output, _) = await WatchAsync(MadeSeries.Usual(1, 15).Silent(-60), 7);

        Assert.Equal(1, status);
        Assert.Contains("Silence: runs of the schedule", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Watch_SilentCanary_MattersWhereOneRuns(bool isOff, int expected)
    {
        var series = MadeSeries.Usual(1, 15).Silent(-60, "canary").Silent(-60, "canary_delay");

        var (status, _, _) = await WatchAsync(series, 15, isOff ? ["--no-canary"] : []);

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Watch_Until_WatchesForThatLong()
    {
        var (status, output, _) = await WatchAsync(MadeSeries.Usual(1, 15), 15, "--until", "2026-11-20T15:25:00Z");

        Assert.Equal(3, status);
        Assert.Contains("15:25:00 UTC", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--until", "2026-11-20T15:05:00Z", 2)]
    [InlineData("--until", "soon", 2)]
    [InlineData("--now", "later", 2)]
    public async Task Watch_WrongUsage_IsStatus2(string option, string value, int expected)
    {
        var (status, _, errors) = await WatchAsync(MadeSeries.Usual(1, 15), 15, option, value);

        Assert.Equal(expected, status);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("{\"error\":{\"message\":\"The query failed.\"}}")]
    public async Task Watch_AnswerThatIsNone_IsStatus1AndOneSentence(string answer)
    {
        await File.WriteAllTextAsync(_folder.Combine("answer.json"), answer);

        var (status, _, errors) = await RunAsync();

        Assert.Equal(1, status);
        Assert.Contains("does not tell the vital signs", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private async Task<(int ExitStatus, string Output, string Errors)> WatchAsync(MadeSeries series, int minute, params string[] args)
    {
        await File.WriteAllTextAsync(_folder.Combine("answer.json"), RecordedDeploy.ToJson(series.Points));
        return await RunAsync(args.Contains("--now") ? args : ["--now", $"2026-11-20T15:{minute:00}:00Z", .. args]);
    }

    private Task<(int ExitStatus, string Output, string Errors)> RunAsync(params string[] args) =>
        TipstaffProcess.RunAsync(["watch", _folder.Combine("answer.json"), "--deployed-at", "2026-11-20T15:00:00Z", .. args]);
}

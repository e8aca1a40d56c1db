using System.Text.Json;
using Tipstaff.Api;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>Rows are migrated behind a deployment, as far as a deploy may wait for it.</summary>
public sealed class MigrateScriptTests : IDisposable
{
    private const string Key = "the-master-key";

    private static readonly MigrationJson More = new([new("message", 900, 500, 400)], Done: false);
    private static readonly MigrationJson Done = new([new("message", 900, 400, 0)], Done: true);
    private static readonly MigrationJson Stuck = new([new("message", 900, 0, 400)], Done: false);
    private static readonly MigrationJson Refused = new([], Done: false) { Refusal = "The backfill would take about 31 minutes, and a deploy waits for 30 at most." };

    private readonly ScriptStage _stage = new();

    public MigrateScriptTests()
    {
        ScriptStage.Require();
        _stage.Answer("functionapp list", "tipstaff-prod-1\n");
        _stage.Answer("functionapp show", "tipstaff.example.com\n");
    }

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Migrate_RowsLeft_AsksUntilItIsDoneAndSaysHowItGoes()
    {
        KeyIs(Key);
        Answers(More, times: 2);
        Answers(Done);

        var (status, output) = await _stage.RunAsync("migrate.sh", "inside-deploy");

        Assert.True(status == 0, output);
        Assert.Equal(3, Asked());
        Assert.Contains("message: 500 rows rewritten, 400 of 900 left of an older version", output, StringComparison.Ordinal);
        Assert.Contains("message: 400 rows rewritten, 0 of 900 left of an older version", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, _stage.Calls + output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inside-deploy", "migrations?insideDeploy=true")]
    [InlineData("beside", "migrations\n")]
    public async Task Migrate_InsideADeployOrBesideIt_AsksSo(string where, string asked)
    {
        KeyIs(Key);
        Answers(Done);

        var (status, output) = await _stage.RunAsync("migrate.sh", where);

        Assert.True(status == 0, output);
        Assert.Contains($"https://tipstaff.example.com/api/operations/{asked}", _stage.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_LongerThanADeployWaits_FailsAndSaysWhatToDo()
    {
        KeyIs(Key);
        Answers(Refused);

        var (status, output) = await _stage.RunAsync("migrate.sh", "inside-deploy");

        Assert.Equal((1, 1), (status, Asked()));
        Assert.Contains($"{Refused.Refusal} That is: start the run again with the variable migrate=beside", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_LeftToAPerson_AsksNothing()
    {
        _stage.Environment["MIGRATE"] = "beside";

        var (status, output) = await _stage.RunAsync("migrate.sh", "inside-deploy");

        Assert.True(status == 0, output);
        Assert.Equal("", _stage.Calls);
    }

    [Fact]
    public async Task Migrate_NothingCanBeRewritten_FailsAndGoesRoundNoMore()
    {
        KeyIs(Key);
        Answers(Stuck);

        var (status, output) = await _stage.RunAsync("migrate.sh", "inside-deploy");

        Assert.Equal((1, 1), (status, Asked()));
        Assert.Contains("Some rows of tipstaff-prod-1 are changed all the time, or cannot be written", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_TimeIsOver_FailsAndSaysThatItGoesOnLater()
    {
        KeyIs(Key);
        Answers(More);
        _stage.Environment["MIGRATE_PATIENCE"] = "0";

        var (status, output) = await _stage.RunAsync("migrate.sh", "inside-deploy");

        Assert.Equal((1, 1), (status, Asked()));
        Assert.Contains("takes longer than was estimated", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The master key of tipstaff-prod-1 may not be read")]
    [InlineData(Key, "tipstaff-prod-1 did not say how its migration goes")]
    public async Task Migrate_NoKeyOrNoAnswer_FailsWithASentence(string key, string said)
    {
        KeyIs(key);
        _stage.Answer("/api/operations/migrations", status: 22);

        var (status, output) = await _stage.RunAsync("migrate.sh", "inside-deploy");

        Assert.Equal(1, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    private void KeyIs(string key) => _stage.Answer("functionapp keys list", $"{key}\n");

    // As the app answers, so that the script reads what it gets there.
    private void Answers(MigrationJson answer, int times = int.MaxValue) =>
        _stage.Answer("/api/operations/migrations", JsonSerializer.Serialize(answer, JsonAnswer.Json), times: times);

    private int Asked() => _stage.Calls.Split('\n').Count(call => call.Contains("/api/operations/migrations", StringComparison.Ordinal));
}

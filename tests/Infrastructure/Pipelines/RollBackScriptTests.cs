namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>The script that goes back to the last good release: what it deploys, and that what it tells the operators is so.</summary>
public sealed class RollBackScriptTests : IDisposable
{
    private const string Bad = "20261121.3+c0ffee";
    private const string Good = "20261120.9+beef";
    private const string Later = "20261121.4+ffff";
    private const string Health = "https://tipstaff.example.com/health";

    private readonly ScriptStage _stage = new();

    public RollBackScriptTests()
    {
        ScriptStage.Require();
        _stage.Environment["OPERATORS_WEBHOOK"] = "https://hook.example/one";
        (_stage.Environment["ROLL_BACK_PATIENCE"], _stage.Environment["ROLL_BACK_EVERY"]) = ("0", "0");
    }

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(22)]
    public async Task GoodRelease_IsDeployedAndToldWhateverTheWebhookAnswers(int hook)
    {
        // What a stage before saw binds no roll back.
        _stage.Environment["DEPLOYED"] = "20261119.1+f00d";
        _stage.Answer("hook.example", status: hook);
        Runs(Bad, times: 1);
        Runs(Good);
        HasGoodRelease();

        var (status, output) = await RunAsync();

        Assert.True(status == 0, output);
        Assert.Contains("--src /", _stage.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain($"--src {_stage.Artifact}", _stage.Calls, StringComparison.Ordinal);
        Assert.Equal([$"Tipstaff {Bad} failed: {Good} is being deployed again.", $"Tipstaff {Good} runs again."], Told());
    }

    [Fact]
    public async Task GoodRelease_TheBadOneStillAnswersForAWhile_IsWaitedFor()
    {
        _stage.Environment["ROLL_BACK_PATIENCE"] = "60";
        Runs(Bad, times: 4);
        Runs(Good);
        HasGoodRelease();

        Assert.Equal(0, (await RunAsync()).Status);
        Assert.Equal($"Tipstaff {Good} runs again.", Told()[^1]);
    }

    [Theory]
    [InlineData(Bad, Bad)]
    [InlineData("", "nothing")]
    public async Task GoodRelease_DeployedAndNotAnswering_IsNotToldToRun(string running, string said)
    {
        Runs(running);
        HasGoodRelease();

        var (status, output) = await RunAsync();

        Assert.Equal(1, status);
        Assert.Equal($"Tipstaff {Bad} failed, and {Good} was deployed, but what answers is {said}: a person must look at it now.", Told()[^1]);
        Assert.Contains("The roll back did not take", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Bad, true)]
    [InlineData(Good, true)]
    [InlineData("", true)]
    [InlineData(Later, false)]
    public async Task WhatRuns_IsTakenBackUnlessALaterReleaseTookOver(string running, bool isDeployed)
    {
        Runs(running, times: 1);
        Runs(Good);
        HasGoodRelease();

        var (status, output) = await RunAsync();

        Assert.True(status == 0, output);
        Assert.Equal(isDeployed, _stage.Calls.Contains("config-zip", StringComparison.Ordinal));
        Assert.Equal(!isDeployed, Told()[^1] == $"Tipstaff {Bad} failed, and gave way to {running} meanwhile: nothing is taken back.");
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(0, "")]
    public async Task GoodReleaseWithoutAName_IsDeployedUnlessItIsTheBadOneItself(int named, string name)
    {
        _stage.Answer("storage blob metadata", name, named);
        Runs(Bad, times: 1);
        Runs(Good);
        HasGoodRelease();

        Assert.Equal(0, (await RunAsync()).Status);
        Assert.Equal($"Tipstaff {Good} runs again.", Told()[^1]);

        _stage.Write("artifact/app.zip", "good package");

        Assert.Equal(1, (await RunAsync()).Status);
        Assert.Equal($"Tipstaff {Bad} failed, and is itself the last good release: a person must look at it now.", Told()[^1]);
    }

    [Theory]
    [InlineData("storage blob exists", "false", 0, "and there is no good release to go back to", "mend what the stages before named")]
    [InlineData("storage blob exists", "", 1, "and the last good release cannot be read", "Storage Blob Data Reader")]
    [InlineData("storage blob download", "", 3, "and the last good release could not be fetched", "run the stage again")]
    [InlineData("storage blob metadata", Bad, 0, "and is itself the last good release", "came from elsewhere")]
    [InlineData("functionapp list", "", 0, "and there is no app to deploy 20261120.9+beef to", "deploy the infrastructure first")]
    public async Task NothingToGoBackTo_TellsAPersonAndDeploysNothing(string call, string answer, int status, string told, string said)
    {
        _stage.Answer(call, answer, status);
        Runs(Bad);
        HasGoodRelease();

        var (ended, output) = await RunAsync();

        Assert.Equal(1, ended);
        Assert.Equal([$"Tipstaff {Bad} failed, {told}: a person must look at it now."], Told());
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.DoesNotContain("config-zip", _stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("storage account list", "", 0, "and its roll back broke off")]
    [InlineData("functionapp list", "one\ntwo", 0, "and its roll back broke off")]
    [InlineData("functionapp show", "", 1, "and its roll back broke off")]
    [InlineData("deployment source config-zip", "", 1, "and 20261120.9+beef could NOT be deployed again")]
    public async Task WhateverEndsIt_IsTold(string call, string answer, int status, string told)
    {
        _stage.Answer(call, answer, status);
        Runs(Bad);
        HasGoodRelease();

        Assert.Equal(1, (await RunAsync()).Status);
        Assert.Equal($"Tipstaff {Bad} failed, {told}: a person must look at it now.", Told()[^1]);
    }

    private Task<(int Status, string Output)> RunAsync() => _stage.RunAsync("roll-back.sh", _stage.Artifact);

    private void Runs(string version, int times = int.MaxValue) =>
        _stage.Answer(Health, version.Length == 0 ? "" : $$"""{"status":"down","version":"{{version}}"}{"status":"down","version":"{{version}}"}""", times: times);

    private void HasGoodRelease()
    {
        _stage.Answer("functionapp list", "tipstaff-prod-1\n");
        _stage.Answer("functionapp show", "tipstaff.example.com\n");
        _stage.Answer("storage account list", "tipstaffdata\n");
        _stage.Answer("storage blob exists", "true");
        _stage.Answer("storage blob download", file: "good package");
        _stage.Answer("storage blob metadata", Good);
        _stage.Answer("deployment source config-zip");
        _stage.Answer("hook.example");
    }

    // {"text": "Tipstaff 1 runs again. "}
    private string[] Told() =>
        [.. _stage.Posted.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!.Trim())];
}

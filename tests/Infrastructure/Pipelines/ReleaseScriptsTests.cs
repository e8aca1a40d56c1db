namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>The scripts behind a deployment: verify, watch, keep, roll back.</summary>
public sealed class ReleaseScriptsTests : IDisposable
{
    private const string Version = "20261121.3+c0ffee";
    private const string Good = "20261120.9+beef";

    private readonly ScriptStage _stage = new();

    public ReleaseScriptsTests()
    {
        ScriptStage.Require();
        _stage.Environment["CANARY"] = "yes";
        _stage.Environment["OPERATORS_WEBHOOK"] = "https://hook.example/one";
        _stage.Answer("functionapp list", "tipstaff-prod-1\n");
        _stage.Answer("functionapp show", "tipstaff.example.com\n");
        _stage.Answer("log-analytics workspace list", "workspace-1\n");
        _stage.Answer("storage account list", "tipstaffdata\n");
    }

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("yes", 0, "200", 0, "--workspace workspace-1")]
    [InlineData("no", 0, "200", 0, "--workspace none")]
    [InlineData("yes", 1, "200", 1, "--workspace workspace-1")]
    [InlineData("yes", 0, "500", 1, "--workspace workspace-1")]
    public async Task Verify_VersionCanaryAndPages_AllMustHold(string canary, int verified, string page, int expected, string asked)
    {
        _stage.Environment["CANARY"] = canary;
        _stage.Write("artifact/postdeploy/pages.sh", _stage.Read("pipelines/postdeploy/pages.sh"));
        _stage.Answer("tipstaff.dll verify", status: verified);
        _stage.Answer("curl --silent", page);

        var (status, output) = await _stage.RunAsync("verify.sh", _stage.Artifact);

        Assert.True(expected == status, output);
        Assert.Contains($"verify --url https://tipstaff.example.com --version {Version} {asked} --patience 10", _stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15", 0, 0)]
    [InlineData("15", 1, 1)]
    [InlineData("soon", 0, 1)]
    [InlineData("0", 0, 1)]
    public async Task Watch_CommandDecides(string minutes, int watched, int expected)
    {
        _stage.Answer("tipstaff.dll watch --workspace workspace-1 --since 2", status: watched);

        var (status, _) = await _stage.RunAsync("watch.sh", _stage.Artifact, minutes);

        Assert.Equal(expected, status);
        Assert.Equal(minutes == "15", _stage.Calls.Contains("--minutes 15", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task KeepRelease_Package_WithItsVersion(int kept, int expected)
    {
        _stage.Answer("storage blob upload", status: kept);

        var (status, _) = await _stage.RunAsync("keep-release.sh", _stage.Artifact);

        Assert.Equal(expected, status);
        Assert.Contains($"--account-name tipstaffdata --container-name releases --name last-good.zip --file {_stage.Artifact}/app.zip --metadata version={Version}", _stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(22)]
    public async Task RollBack_GoodRelease_IsDeployedAndToldWhateverTheWebhookAnswers(int hook)
    {
        _stage.Answer("storage blob download", file: "good package");
        _stage.Answer("storage blob metadata", Good);
        _stage.Answer("deployment source config-zip");
        _stage.Answer("curl", status: hook);

        var (status, output) = await _stage.RunAsync("roll-back.sh", _stage.Artifact);

        Assert.True(status == 0, output);
        Assert.Contains("--src /", _stage.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain($"--src {_stage.Artifact}", _stage.Calls, StringComparison.Ordinal);
        Assert.Contains($"Tipstaff {Version} is out of bounds: {Good} is deployed again.", _stage.Posted, StringComparison.Ordinal);
        Assert.Contains($"Tipstaff {Good} runs again.", _stage.Posted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, Good, "there is no good release to go back to")]
    [InlineData(0, Version, "is itself the last good release")]
    public async Task RollBack_NothingToGoBackTo_TellsAPerson(int found, string good, string told)
    {
        _stage.Answer("storage blob download", status: found, file: "good package");
        _stage.Answer("storage blob metadata", good);
        _stage.Answer("curl");

        var (status, _) = await _stage.RunAsync("roll-back.sh", _stage.Artifact);

        Assert.Equal(1, status);
        Assert.Contains(told, _stage.Posted, StringComparison.Ordinal);
        Assert.DoesNotContain("config-zip", _stage.Calls, StringComparison.Ordinal);
    }
}

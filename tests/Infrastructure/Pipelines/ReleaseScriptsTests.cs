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
    [InlineData("yes", 0, "200", 0, " --canary-since 2026-11-21T12:00:00Z")]
    [InlineData("no", 0, "200", 0, "")]
    [InlineData("yes", 1, "200", 1, " --canary-since 2026-11-21T12:00:00Z")]
    [InlineData("yes", 0, "500", 1, " --canary-since 2026-11-21T12:00:00Z")]
    public async Task Verify_VersionCanaryAndPages_AllMustHold(string canary, int verified, string page, int expected, string asked)
    {
        (_stage.Environment["CANARY"], _stage.Environment["DEPLOYED_AT"]) = (canary, "2026-11-21T12:00:00Z");
        _stage.Write("artifact/postdeploy/pages.sh", _stage.Read("pipelines/postdeploy/pages.sh"));
        _stage.Answer("tipstaff.dll verify", status: verified);
        _stage.Answer("curl --silent", page);

        var (status, output) = await _stage.RunAsync("verify.sh", _stage.Artifact);

        Assert.True(expected == status, output);
        Assert.Contains($"verify https://tipstaff.example.com --version {Version}{asked} --patience 12m", _stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("$(deployedAt)")]
    public async Task Verify_DeploymentsTimeUnknown_AwaitsAnEntryFromNowOn(string? deployedAt)
    {
        _stage.Environment["DEPLOYED_AT"] = deployedAt ?? "";
        _stage.Answer("tipstaff.dll verify");

        var (status, output) = await _stage.RunAsync("verify.sh", _stage.Artifact);

        Assert.True(status == 0, output);
        Assert.Matches(@"--canary-since 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ --patience", _stage.Calls);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("curl --silent --show-error --fail --max-time 30 --retry 3 --retry-all-errors https://tipstaff.example.com/openapi", 1)]
    [InlineData("--dump-header", 1)]
    [InlineData("/api/operations/dead-letters", 1)]
    public async Task Api_AfterADeployment_IsDescribedGuardedAndLocked(string broken, int expected)
    {
        _stage.Answer(broken.Length == 0 ? "never called" : broken, "nothing of that kind");
        _stage.Answer("/openapi/v1.json", """{"paths":{"/api/subscriptions":{}}}""");
        _stage.Answer("/api/courts", """{"courts":[{"id":"nysd"}]}""");
        _stage.Answer("--dump-header", "HTTP/2 200\r\nContent-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n");
        _stage.Answer("%{http_code}", "401");
        _stage.Write("artifact/postdeploy/api.sh", _stage.Read("pipelines/postdeploy/api.sh"));
        _stage.Answer("tipstaff.dll verify");

        var (status, output) = await _stage.RunAsync("verify.sh", _stage.Artifact);

        Assert.True(expected == status, output);
        Assert.Equal(expected == 1, output.Contains("api.sh did not pass against https://tipstaff.example.com", StringComparison.Ordinal));
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
        _stage.Answer("storage blob exists", "true");
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
    [InlineData(Version, true)]
    [InlineData(Good, true)]
    [InlineData("20261121.4+ffff", false)]
    public async Task RollBack_WhatRuns_IsTakenBackUnlessALaterReleaseTookOver(string running, bool isDeployed)
    {
        _stage.Answer("storage blob exists", "true");
        _stage.Answer("storage blob download", file: "good package");
        _stage.Answer("storage blob metadata", Good);
        _stage.Answer("deployment source config-zip");
        _stage.Answer("https://tipstaff.example.com/health", $$"""{"status":"down","version":"{{running}}"}{"status":"down","version":"{{running}}"}""");
        _stage.Answer("curl");

        var (status, output) = await _stage.RunAsync("roll-back.sh", _stage.Artifact);

        Assert.True(status == 0, output);
        Assert.Equal(isDeployed, _stage.Calls.Contains("config-zip", StringComparison.Ordinal));
        Assert.Equal(!isDeployed, _stage.Posted.Contains($"gave way to {running} meanwhile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RollBack_ReleasesThatCannotBeRead_AreNotCalledMissing()
    {
        _stage.Answer("storage blob exists", status: 1);
        _stage.Answer("curl");

        var (status, output) = await _stage.RunAsync("roll-back.sh", _stage.Artifact);

        Assert.Equal(1, status);
        Assert.Contains("the last good release cannot be read", _stage.Posted, StringComparison.Ordinal);
        Assert.Contains("Storage Blob Data Reader", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RollBack_ThePackageIsNotTaken_FailsAfterTellingWhatItMeantToDo()
    {
        _stage.Answer("storage blob exists", "true");
        _stage.Answer("storage blob download", file: "good package");
        _stage.Answer("storage blob metadata", Good);
        _stage.Answer("deployment source config-zip", status: 1);
        _stage.Answer("curl");

        var (status, output) = await _stage.RunAsync("roll-back.sh", _stage.Artifact);

        Assert.Equal(1, status);
        Assert.Contains("The package was not taken", output, StringComparison.Ordinal);
        Assert.DoesNotContain("runs again", _stage.Posted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", 0, Good, "there is no good release to go back to")]
    [InlineData("true", 3, Good, "there is no good release to go back to")]
    [InlineData("true", 0, Version, "is itself the last good release")]
    public async Task RollBack_NothingToGoBackTo_TellsAPerson(string exists, int found, string good, string told)
    {
        _stage.Answer("storage blob exists", exists);
        _stage.Answer("storage blob download", status: found, file: "good package");
        _stage.Answer("storage blob metadata", good);
        _stage.Answer("curl");

        var (status, _) = await _stage.RunAsync("roll-back.sh", _stage.Artifact);

        Assert.Equal(1, status);
        Assert.Contains(told, _stage.Posted, StringComparison.Ordinal);
        Assert.DoesNotContain("config-zip", _stage.Calls, StringComparison.Ordinal);
    }
}

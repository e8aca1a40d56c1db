namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>The scripts behind a deployment that went well: verify and keep.</summary>
public sealed class ReleaseScriptsTests : IDisposable
{
    private const string Version = "20261121.3+c0ffee";

    private readonly ScriptStage _stage = new();

    public ReleaseScriptsTests()
    {
        ScriptStage.Require();
        _stage.Environment["CANARY"] = "yes";
        _stage.Answer("functionapp list", "tipstaff-prod-1\n");
        _stage.Answer("functionapp show", "tipstaff.example.com\n");
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
        _stage.Answer("https://tipstaff.example.com/health", $$"""{"version":"{{Version}}"}""");
        _stage.Answer("storage blob upload", status: kept);

        var (status, _) = await _stage.RunAsync("keep-release.sh", _stage.Artifact);

        Assert.Equal(expected, status);
        Assert.Contains($"--account-name tipstaffdata --container-name releases --name last-good.zip --file {_stage.Artifact}/app.zip --metadata version={Version}", _stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version":"20261121.4+ffff"}""", 0, "runs 20261121.4+ffff by now: 20261121.3+c0ffee is not kept")]
    [InlineData("", 1, "It is unknown which version tipstaff.example.com runs, and 20261121.3+c0ffee is not kept")]
    public async Task KeepRelease_WhatDoesNotRunAnyMore_LeavesTheKeptOne(string health, int expected, string said)
    {
        _stage.Answer("https://tipstaff.example.com/health", health);
        _stage.Answer("storage blob upload");

        var (status, output) = await _stage.RunAsync("keep-release.sh", _stage.Artifact);

        Assert.Equal(expected, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.DoesNotContain("storage blob upload", _stage.Calls, StringComparison.Ordinal);
    }
}

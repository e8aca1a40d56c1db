namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>The script that looks before a deployment, before recorded answers; what it finds out goes to the command line.</summary>
public sealed class PreflightScriptTests : IDisposable
{
    private const string Host = "tipstaff-prod-1.azurewebsites.net";

    private readonly ScriptStage _stage = new();

    public PreflightScriptTests()
    {
        ScriptStage.Require();
        _stage.Write("artifact/infra-bicep/prod.bicepparam", "param canaryAddress = readEnvironmentVariable('TIPSTAFF_CANARY_ADDRESS')\n");
        _stage.Write("artifact/infra-bicep/dev.bicepparam", "param canaryAddress = ''\n");
        (_stage.Environment["CANARY"], _stage.Environment["TIPSTAFF_CANARY_ADDRESS"]) = ("yes", "canary@example.com");
        _stage.Environment["OPERATORS_WEBHOOK"] = "https://hook.example/one";
    }

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("""{"version":"20261120.1+beef"}""", "--deployed 20261120.1+beef")]
    [InlineData("""{"status":"down","version":"20261120.1+beef"}{"status":"down","version":"20261120.1+beef"}""", "--deployed 20261120.1+beef")]
    [InlineData(null, "--deployed none")]
    public async Task Preflight_WhatAzureKnows_GoesToTheCommand(string? health, string expected)
    {
        await CommitAsync();
        HasApp(health is not null);
        _stage.Answer("curl --silent", health ?? "");
        HasVault();
        _stage.Answer("tipstaff.dll preflight");

        var (status, output) = await _stage.RunAsync("preflight.sh", _stage.Artifact, "tests", "what-if.json");

        Assert.True(status == 0, output);
        Assert.Contains($"preflight --artifact {_stage.Artifact} --tests tests --what-if what-if.json --secrets /", _stage.Calls, StringComparison.Ordinal);
        Assert.Contains(expected, _stage.Calls, StringComparison.Ordinal);
        Assert.Equal(health is not null, _stage.Calls.Contains(" --measures /", StringComparison.Ordinal));
        Assert.Equal(health is not null, _stage.Calls.Contains(" --last-good 20261119.1+f00d ", StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", output, StringComparison.Ordinal);
        Assert.Equal("installation-secret 44\nold-one disabled\n", _stage.Read("kept-secrets"));
        Assert.EndsWith($"##vso[task.setvariable variable=deployed;isOutput=true]{expected.Split(' ')[1]}\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "20261119.1+f00d")]
    [InlineData("false", "none")]
    public async Task Preflight_FirstStartOfAnAppWithAKeptRelease_IsJudgedByThatRelease(string kept, string deployed)
    {
        _stage.Environment["FIRST_START"] = "yes";
        await CommitAsync();
        _stage.Answer("storage blob exists", kept);
        HasApp();
        HasVault();
        _stage.Answer("curl --silent", "", 22);
        _stage.Answer("tipstaff.dll preflight");

        var (status, output) = await _stage.RunAsync("preflight.sh", _stage.Artifact, "tests", "what-if.json");

        Assert.True(status == 0, output);
        Assert.EndsWith($" --deployed {deployed}\n", _stage.Calls, StringComparison.Ordinal);
        Assert.Contains("variable=deployed;isOutput=true]none\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prod", "yes", "canary@example.com", "https://hook.example/one", "There is no commit")]
    [InlineData("prod", "no", "", "https://hook.example/one", "There is no commit")]
    [InlineData("prod", "no", "$(TIPSTAFF_CANARY_ADDRESS)", "https://hook.example/one", "There is no commit")]
    [InlineData("dev", "no", "canary@example.com", "$(operatorsWebhook)", "There is no commit")]
    [InlineData("prod", "no", "canary@example.com", "https://hook.example/one", "The variable canary says no, and TIPSTAFF_CANARY_ADDRESS is given")]
    [InlineData("prod", "yes", "", "https://hook.example/one", "The variable canary says yes, and the templates of prod get no TIPSTAFF_CANARY_ADDRESS")]
    [InlineData("dev", "yes", "canary@example.com", "", "The variable canary says yes, and the templates of dev get no TIPSTAFF_CANARY_ADDRESS")]
    [InlineData("prod", "true", "canary@example.com", "https://hook.example/one", "The variable canary is neither yes nor no")]
    [InlineData("prod", "$(canary)", "canary@example.com", "https://hook.example/one", "CANARY is not set")]
    [InlineData("prod", "yes", "canary@example.com", "", "OPERATORS_WEBHOOK is not set")]
    [InlineData("prod", "yes", "canary@example.com", "$(operatorsWebhook)", "OPERATORS_WEBHOOK is not set")]
    [InlineData("prod", "yes", "canary@example.com", "http://hook.example/one", "operatorsWebhook is no https address")]
    [InlineData("dev", "no", "", "hook.example", "operatorsWebhook is no https address")]
    public async Task Preflight_VariablesThatOnlyLaterStagesRead_AreLookedAtFirst(string stage, string canary, string address, string webhook, string said)
    {
        (_stage.Environment["STAGE"], _stage.Environment["CANARY"]) = (stage, canary);
        (_stage.Environment["TIPSTAFF_CANARY_ADDRESS"], _stage.Environment["OPERATORS_WEBHOOK"]) = (address, webhook);
        await _stage.GitAsync("init", "--quiet");

        var (status, output) = await _stage.RunAsync("preflight.sh", _stage.Artifact, "tests", "what-if.json");

        Assert.Equal(1, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Empty(_stage.Calls);
        Assert.DoesNotContain("example", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keyvault secret show", "Whether the secret installation-secret in vault is empty cannot be read")]
    [InlineData("keyvault secret list", "The names of the secrets in vault cannot be read")]
    [InlineData("config appsettings list", "The settings of tipstaff-prod-1 cannot be read")]
    [InlineData("log-analytics workspace list", "has no workspace with measures")]
    [InlineData("storage blob exists", "Whether tipstaffdata keeps a release to go back to cannot be read")]
    [InlineData("storage blob metadata", "bears no version: run keep-release.sh")]
    [InlineData("az rest", "The measures of workspace-1 do not answer, so that nobody could watch the deployment")]
    public async Task Preflight_AzureDoesNotSay_Stops(string call, string said)
    {
        await CommitAsync();
        _stage.Answer(call, status: 1);
        HasApp();
        _stage.Answer("curl --silent", """{"version":"20261120.1+beef"}""");
        HasVault();

        var (status, output) = await _stage.RunAsync("preflight.sh", _stage.Artifact, "tests", "what-if.json");

        Assert.Equal(1, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.DoesNotContain("tipstaff.dll", _stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("<html>", 0)]
    [InlineData("{\"version\":\"1\\n##vso[task.setvariable variable=PATH]\"}", 0)]
    [InlineData("", 22)]
    public async Task Preflight_UnknownDeployedVersion_StopsAndSaysWhatToDo(string health, int answered)
    {
        await CommitAsync();
        HasApp();
        _stage.Answer("curl --silent", health, answered);

        var (status, output) = await _stage.RunAsync("preflight.sh", _stage.Artifact, "tests", "what-if.json");

        Assert.Equal(1, status);
        Assert.Contains($"It is unknown which version {Host} runs: look at https://{Host}/health.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("tipstaff.dll", _stage.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preflight_CommandRefuses_Fails()
    {
        await CommitAsync();
        HasApp(false);
        HasVault();
        _stage.Answer("tipstaff.dll preflight", "the commit names no issue", status: 1);

        var (status, output) = await _stage.RunAsync("preflight.sh", _stage.Artifact, "tests", "what-if.json");

        Assert.Equal(1, status);
        Assert.Contains("the commit names no issue", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preflight_NoCommit_Stops()
    {
        await _stage.GitAsync("init", "--quiet");

        var (status, output) = await _stage.RunAsync("preflight.sh", _stage.Artifact, "tests", "what-if.json");

        Assert.Equal(1, status);
        Assert.Contains("There is no commit here", output, StringComparison.Ordinal);
        Assert.Empty(_stage.Calls);
    }

    private async Task CommitAsync()
    {
        await _stage.GitAsync("init", "--quiet");
        await _stage.GitAsync("commit", "--quiet", "--allow-empty", "--message", "Begin");
    }

    private void HasApp(bool isThere = true)
    {
        _stage.Answer("functionapp list", isThere ? "tipstaff-prod-1\n" : "");
        _stage.Answer("functionapp show", $"{Host}\n");
        _stage.Answer("storage account list", "tipstaffdata\n");
        _stage.Answer("storage blob exists", "true\n");
        _stage.Answer("storage blob metadata show", "20261119.1+f00d\n");
        _stage.Answer("log-analytics workspace list", "workspace-1\n");
        _stage.Answer("https://api.loganalytics.io/v1/workspaces/workspace-1/query", "{}");
    }

    private void HasVault()
    {
        _stage.Answer("keyvault list", "vault\n");
        _stage.Answer("keyvault secret list --vault-name vault", "installation-secret\ttrue\nold-one\tfalse\n");
        _stage.Answer("secret show --vault-name vault --name installation-secret --query length(value || '')", "44\n");
        _stage.Answer("config appsettings list", """[{"name":"Mail__From","value":"hidden@example.com"}]""");
    }
}

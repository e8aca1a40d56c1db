namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>The scripts that ask and change Azure, before recorded answers.</summary>
public sealed class DeployScriptsTests : IDisposable
{
    private const string Host = "tipstaff-prod-1.azurewebsites.net";
    private const string Key = "a-made-up-key";

    private readonly ScriptStage _stage = new();

    public DeployScriptsTests() => ScriptStage.Require();

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

    [Theory]
    [InlineData("")]
    [InlineData("$(resourceGroup)")]
    public async Task Any_VariableThatThePipelineHasNot_Stops(string value)
    {
        _stage.Environment["RESOURCE_GROUP"] = value;

        var (status, output) = await _stage.RunAsync("deploy-infrastructure.sh", _stage.Artifact);

        Assert.Equal(1, status);
        Assert.Contains("RESOURCE_GROUP is not set: give it in the variable group", output, StringComparison.Ordinal);
        Assert.Empty(_stage.Calls);
    }

    [Theory]
    [InlineData("Modify", 0, "1 of 2 resources would change.")]
    [InlineData("Delete", 1, "The deployment would delete something")]
    public async Task WhatIf_Answer_IsShown(string change, int expected, string said)
    {
        HasApp();
        _stage.Answer("az bicep");
        _stage.Answer(
            "deployment group what-if",
            $$"""{"changes":[{"resourceId":"/subscriptions/1/providers/Microsoft.Web/sites/a","changeType":"{{change}}","delta":[{"path":"tags","propertyChangeType":"Modify"}]},{"resourceId":"/b","changeType":"NoChange"}]}""");

        var (status, output) = await _stage.RunAsync("what-if.sh", _stage.Artifact, _stage.PathOf("what-if.json"));

        Assert.Equal(expected, status);
        Assert.Contains("Microsoft.Web/sites/a", output, StringComparison.Ordinal);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Contains("changes", _stage.Read("what-if.json"), StringComparison.Ordinal);
        Assert.Contains($"[reports to https://{Host}/api/delivery-reports?code=shown", _stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("az bicep build", "The templates do not compile")]
    [InlineData("deployment group what-if", "Nothing was changed.")]
    public async Task WhatIf_Refused_Stops(string call, string said)
    {
        HasApp(false);
        _stage.Answer(call, status: 1);
        _stage.Answer("az bicep");

        var (status, output) = await _stage.RunAsync("what-if.sh", _stage.Artifact, _stage.PathOf("what-if.json"));

        Assert.Equal(1, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, Key, 0, true)]
    [InlineData(true, Key, 7, false)]
    [InlineData(true, "", 0, false)]
    [InlineData(false, "", 0, false)]
    public async Task DeployInfrastructure_DeliveryReports_AreSubscribedOnceTheAppAnswers(bool isThere, string key, int answered, bool subscribed)
    {
        HasApp(isThere);
        _stage.Answer("function keys list", key);
        _stage.Answer("curl --silent", status: answered);
        _stage.Answer("deployment group create", "{}");

        var (status, output) = await _stage.RunAsync("deploy-infrastructure.sh", _stage.Artifact);

        Assert.True(status == 0, output);
        Assert.Equal(subscribed, _stage.Calls.Contains($"[reports to https://{Host}/api/delivery-reports?code={Key}]", StringComparison.Ordinal));
        Assert.DoesNotContain(Key, output.Replace($"##vso[task.setsecret]{Key}", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeployInfrastructure_Refused_Fails()
    {
        HasApp(false);
        _stage.Answer("deployment group create", status: 1);

        Assert.Equal(1, (await _stage.RunAsync("deploy-infrastructure.sh", _stage.Artifact)).Status);
    }

    [Theory]
    [InlineData("tipstaff-prod-1", "package", 0, 0, "Deployed")]
    [InlineData("", "package", 0, 1, "has no app: deploy the infrastructure first")]
    [InlineData("one\ntwo", "package", 0, 1, "has several apps")]
    [InlineData("tipstaff-prod-1", "", 0, 1, "There is no package")]
    [InlineData("tipstaff-prod-1", "package", 1, 1, "The package was not taken")]
    public async Task DeployApp_AppAndPackage_OrSaysWhatIsMissing(string apps, string package, int taken, int expected, string said)
    {
        _stage.Write("artifact/app.zip", package);
        _stage.Answer("functionapp list", apps);
        _stage.Answer("deployment source config-zip", status: taken);

        var (status, output) = await _stage.RunAsync("deploy-app.sh", Path.Combine(_stage.Artifact, "app.zip"));

        Assert.Equal(expected, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
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

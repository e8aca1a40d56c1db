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
    [InlineData("", "")]
    [InlineData("ProviderNoRbac", "--validation-level ProviderNoRbac ")]
    public async Task WhatIf_WhoeverMayOnlyRead_IsAskedForNoMore(string level, string asked)
    {
        _stage.Environment["VALIDATION_LEVEL"] = level;
        HasApp(false);
        _stage.Answer("az bicep");
        _stage.Answer("deployment group what-if", """{"changes":[]}""");

        Assert.Equal(0, (await _stage.RunAsync("what-if.sh", _stage.Artifact, _stage.PathOf("what-if.json"))).Status);
        Assert.Contains($"--parameters {_stage.Artifact}/infra-bicep/prod.bicepparam {asked}--no-pretty-print", _stage.Calls, StringComparison.Ordinal);
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
        _stage.Answer("az bicep install");
        _stage.Answer("eventgrid system-topic list");
        _stage.Answer("function keys list", key);
        _stage.Answer("curl --silent", status: answered);
        _stage.Answer("deployment group create", "{}");

        var (status, output) = await _stage.RunAsync("deploy-infrastructure.sh", _stage.Artifact);

        Assert.True(status == 0, output);
        Assert.Equal(subscribed, _stage.Calls.Contains($"[reports to https://{Host}/api/delivery-reports?code={Key}]", StringComparison.Ordinal));
        Assert.DoesNotContain(Key, output.Replace($"##vso[task.setsecret]{Key}", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Key, 7, "delivery-reports\n", "yes")]
    [InlineData("", 0, "delivery-reports\n", "yes")]
    [InlineData(Key, 7, "", "no")]
    public async Task DeployInfrastructure_AnAppThatIsAway_LeavesWhatIsSubscribed(string key, int answered, string subscriptions, string reported)
    {
        HasApp();
        _stage.Write("bin/az", _stage.Read("bin/az").Replace("echo \"$call", "echo \"${TIPSTAFF_REPORTS_DELIVERIES:+[reported: $TIPSTAFF_REPORTS_DELIVERIES] }$call", StringComparison.Ordinal));
        _stage.Answer("function keys list", key);
        _stage.Answer("curl --silent", status: answered);
        _stage.Answer("eventgrid system-topic list", "tipstaff-prod-mail-events\n");
        _stage.Answer("event-subscription list --resource-group tipstaff-prod --system-topic-name tipstaff-prod-mail-events", subscriptions);
        _stage.Answer("az bicep install");
        _stage.Answer("deployment group create", "{}");

        var (status, output) = await _stage.RunAsync("deploy-infrastructure.sh", _stage.Artifact);

        Assert.True(status == 0, output);
        Assert.Contains($"[reported: {reported}] az deployment group create", _stage.Calls, StringComparison.Ordinal);
        Assert.Contains("az bicep install --version v", _stage.Calls[.._stage.Calls.IndexOf("group create", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("system-topic list")]
    [InlineData("event-subscription list")]
    [InlineData("az bicep install")]
    public async Task DeployInfrastructure_AzureDoesNotSay_ChangesNothing(string call)
    {
        HasApp();
        _stage.Answer(call, status: 1);
        _stage.Answer("function keys list");
        _stage.Answer("system-topic list", "tipstaff-prod-mail-events\n");
        _stage.Answer("event-subscription list");

        Assert.Equal(1, (await _stage.RunAsync("deploy-infrastructure.sh", _stage.Artifact)).Status);
        Assert.DoesNotContain("group create", _stage.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeployInfrastructure_Refused_Fails()
    {
        HasApp(false);
        _stage.Answer("az bicep install");
        _stage.Answer("deployment group create", status: 1);

        Assert.Equal(1, (await _stage.RunAsync("deploy-infrastructure.sh", _stage.Artifact)).Status);
    }

    [Theory]
    [InlineData("tipstaff-prod-1", "package", 0, 0, "Deployed")]
    [InlineData("", "package", 0, 1, "has no app: deploy the infrastructure first")]
    [InlineData("one\ntwo", "package", 0, 1, "has several apps")]
    [InlineData("tipstaff-prod-1", "", 0, 1, "There is no package")]
    [InlineData("tipstaff-prod-1", "package", 1, 1, "The package was not taken, or did not start within 10m: what runs now is unknown.")]
    public async Task DeployApp_AppAndPackage_OrSaysWhatIsMissing(string apps, string package, int taken, int expected, string said)
    {
        _stage.Write("artifact/app.zip", package);
        _stage.Answer("functionapp list", apps);
        _stage.Answer("deployment source config-zip", status: taken);

        var (status, output) = await _stage.RunAsync("deploy-app.sh", Path.Combine(_stage.Artifact, "app.zip"));

        Assert.Equal(expected, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeployApp_AzThatWaitsForEver_IsEndedInTime()
    {
        _stage.Environment["DEPLOY_WITHIN"] = "0.1s";
        _stage.Answer("functionapp list", "tipstaff-prod-1");
        _stage.Write("bin/az", _stage.Read("bin/az").Replace("call=", "[[ \"$*\" != *config-zip* ]] || sleep 300\ncall=", StringComparison.Ordinal));

        var (status, output) = await _stage.RunAsync("deploy-app.sh", Path.Combine(_stage.Artifact, "app.zip"));

        Assert.Equal(1, status);
        Assert.Contains("did not start within 0.1s", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeployApp_WhenItWas_IsToldBeforeAndAfterAz()
    {
        HasApp();
        _stage.Answer("config-zip", "az is done\n");

        var (_, output) = await _stage.RunAsync("deploy-app.sh", Path.Combine(_stage.Artifact, "app.zip"));

        Assert.Matches(@"variable=deployedAt;isOutput=true\]20\d\d-\d\d-\d\dT\d\d:\d\d:00Z\naz is done\n.*variable=takenAt;isOutput=true\]20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\n", output);
    }

    [Theory]
    [InlineData("deploy-app.sh", "20261120.1+beef", "20261120.1+beef", true)]
    [InlineData("deploy-app.sh", "20261121.3+c0ffee", "20261120.1+beef", true)]
    [InlineData("deploy-app.sh", "20261121.2+cafe", "20261120.1+beef", true)]
    [InlineData("deploy-app.sh", "20261121.2+caf", "20261120.1+beef", false)]
    [InlineData("deploy-app.sh", "20261120.1+ffff", "20261120.1+ffff", true)]
    [InlineData("deploy-app.sh", "20261121.4+ffff", "20261120.1+beef", false)]
    [InlineData("deploy-app.sh", "", "20261120.1+beef", false)]
    [InlineData("deploy-app.sh", "", "none", true)]
    [InlineData("deploy-app.sh", "20261121.4+ffff", "none", false)]
    [InlineData("deploy-app.sh", "20261120.1+beef", "$(deployed)", false)]
    [InlineData("deploy-app.sh", "20261120.1+beef", "", false)]
    [InlineData("deploy-infrastructure.sh", "20261120.1+beef", "20261120.1+beef", true)]
    [InlineData("deploy-infrastructure.sh", "20261121.2+cafe", "20261120.1+beef", true)]
    [InlineData("deploy-infrastructure.sh", "20261121.4+ffff", "20261120.1+beef", false)]
    [InlineData("deploy-infrastructure.sh", "20261120.1+beef", "$(deployed)", false)]
    public async Task Deploy_InPlaceOfWhatPreflightNeitherSawNorTheArtifactFollows_ChangesNothing(string script, string running, string seen, bool isDeployed)
    {
        _stage.Environment["DEPLOYED"] = seen;
        HasApp();
        _stage.Answer($"https://{Host}/health", running.Length == 0 ? "" : $$"""{"version":"{{running}}"}""");
        _stage.Answer("config-zip");
        _stage.Answer("function keys list");
        _stage.Answer("eventgrid system-topic list");
        _stage.Answer("az bicep install");
        _stage.Answer("deployment group create", "{}");

        var (status, output) = await _stage.RunAsync(script, script == "deploy-app.sh" ? Path.Combine(_stage.Artifact, "app.zip") : _stage.Artifact);

        Assert.True(isDeployed == (status == 0), output);
        Assert.Equal(isDeployed, _stage.Calls.Contains("config-zip", StringComparison.Ordinal) || _stage.Calls.Contains("group create", StringComparison.Ordinal));
        Assert.Equal(!isDeployed, output.Contains("no longer", StringComparison.Ordinal) || output.Contains("DEPLOYED is not set", StringComparison.Ordinal));
    }

    private void HasApp(bool isThere = true)
    {
        _stage.Answer("functionapp list", isThere ? "tipstaff-prod-1\n" : "");
        _stage.Answer("functionapp show", $"{Host}\n");
    }
}

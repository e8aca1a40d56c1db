using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>The pipeline keeps its rules, and each rule sees what would break it.</summary>
public sealed class PipelineRulesTests(NodeScripts scripts)
{
    private const string Main = "azure-pipelines.yml";
    private const string App = "pipelines/app.yml";
    private const string Build = "pipelines/build.yml";
    private const string Dotnet = "pipelines/dotnet.yml";
    private const string End = "pipelines/end.yml";
    private const string Watch = "pipelines/watch.yml";
    private const string WhatIf = "pipelines/what-if.yml";

    private static readonly Dictionary<string, Func<PipelineFacts, IEnumerable<string>>> Rules = new(StringComparer.Ordinal)
    {
        ["schema"] = PipelineRules.Schema,
        ["parameters"] = PipelineRules.Parameters,
        ["stages"] = PipelineRules.Stages,
        ["scripts"] = PipelineRules.Scripts,
        ["artifact"] = PipelineRules.Artifact,
        ["environments"] = PipelineRules.Environments,
        ["outputs"] = PipelineRules.Outputs,
    };

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    public static TheoryData<string, string, string, string, string> BrokenCopies => new()
    {
        { "schema", App, "  jobs:\n", "  jbs:\n", "must NOT have additional properties" },
        { "schema", Build, "fetchDepth: 0", "fetchDepth: [0]", "fetchDepth must be string" },
        { "schema", App, "AzureCLI@2", "AzureCLI@9", "steps/2/task must be equal to one of the allowed values" },
        { "schema", App, "scriptPath: $(Pipeline", "skriptPath: $(Pipeline", "skriptPath" },
        { "schema", App, "  displayName: App\n", "  displayName: App\n  displayName: Again\n", "keys must be unique" },
        { "schema", Main, "pipelines/app.yml", "pipelines/apps.yml", "there is no template pipelines/apps.yml" },
        { "schema", Main, "      minutes: 15", "      hours: 1", "pipelines/watch.yml has no parameter 'hours'" },
        { "schema", Main, "  - template: pipelines/verify.yml\n    parameters:\n      stage: ${{ parameters.stage }}\n", "  - template: pipelines/verify.yml\n", "pipelines/verify.yml needs the parameter 'stage'" },
        { "schema", Main, "      stage: prod\n", "      stage: test\n", "'stage' is none of prod, dev" },
        { "schema", App, "${{ parameters.stage }}", "${{ parameters.stag }}", "nothing declares the parameter 'stag'" },
        { "parameters", Build, "versionSpec: ${{ parameters.node }}", "versionSpec: 20.20.2", "pipelines/build.yml: node has no type" },
        { "parameters", App, "  displayName: To which installation\n", "", "pipelines/app.yml: stage has no type" },
        { "parameters", Main, "  - template: pipelines/watch.yml\n    parameters:\n      stage: ${{ parameters.stage }}\n      minutes: 15\n", "", "pipelines/watch.yml is part of no run" },
        { "stages", App, "dependsOn: [preflight, infrastructure]", "dependsOn: preflight", "app does not come after preflight, infrastructure" },
        { "stages", End, "in(dependencies.watch.result, 'Failed', 'Canceled')", "eq(dependencies.watch.result, 'Failed')", "nothing is rolled back when app is Succeeded, verify Succeeded and watch Canceled" },
        { "stages", End, "        and(canceled(), eq(dependencies.watch.result, 'Skipped'))))", "        eq(dependencies.watch.result, 'Abandoned')))", "nothing is rolled back when app is Succeeded, verify Skipped and watch Skipped in a canceled run" },
        { "stages", End, "      ne(dependencies.app.result, 'Skipped'),\n", "", "a release is rolled back when app is Skipped, verify Skipped and watch Skipped in a canceled run" },
        { "stages", End, "    condition: always()\n", "", "roll_back need not run in a run that was canceled" },
        { "stages", Main, "ne(variables['Build.Reason']", "eq(variables['Build.Reason']", "a merge goes by build" },
        { "stages", WhatIf, "-reader", "", "who may do more than read" },
        { "stages", WhatIf, "        VALIDATION_LEVEL: ProviderNoRbac\n", "", "a pull request runs what-if.sh as whoever may write" },
        { "scripts", Build, "        filePath: pipelines/scripts/audit-packages.sh\n", "        targetType: inline\n        script: dotnet list package\n", "has a script that is in no file" },
        { "scripts", App, "scripts/deploy-app.sh", "scripts/deploy-apps.sh", "there is no such script" },
        { "scripts", App, "              arguments: $(Pipeline.Workspace)/tipstaff/app.zip\n", "", "it asks for 1 arguments and gets 0" },
        { "scripts", WhatIf, "        STAGE: ${{ parameters.stage }}\n", "", "runs what-if.sh: it needs STAGE" },
        { "scripts", App, "              RESOURCE_GROUP: $(resourceGroup)", "              GROUP: $(resourceGroup)", "runs deploy-app.sh: it needs RESOURCE_GROUP" },
        { "scripts", App, "              DEPLOYED: $(deployed)\n", "", "runs deploy-app.sh: it needs DEPLOYED" },
        { "scripts", Build, "        filePath: pipelines/scripts/find-secrets.sh", "        filePath: pipelines/scripts/audit-packages.sh", "find-secrets.sh is run by nothing" },
        { "artifact", App, "          - download: current\n            artifact: tipstaff\n", "", "app does not take the artifact of the run" },
        { "artifact", Watch, "    - checkout: none\n", "    - publish: out\n      artifact: tipstaff\n", "watch makes an artifact of its own" },
        { "artifact", Dotnet, "  default: 10.0.401", "  default: 10.x", "UseDotNet@2 is not pinned" },
        { "artifact", Watch, "    - template: dotnet.yml\n", "", "watch runs watch.sh by whatever SDK the image has" },
        { "artifact", Build, "    - template: dotnet.yml\n", "", "build runs audit-packages.sh by whatever SDK the image has" },
        { "artifact", Main, "ubuntu-24.04", "ubuntu-latest", "the image is not pinned" },
        { "artifact", Watch, "    timeoutInMinutes: 40\n", "", "watch may hang" },
        { "environments", App, "    environment: tipstaff-${{ parameters.stage }}\n", "    environment: tipstaff\n", "app changes Azure outside of the environment tipstaff-prod" },
        { "environments", App, "  lockBehavior: sequential\n", "", "or beside another run" },
        { "environments", App, "group: tipstaff-${{ parameters.stage }}", "group: tipstaff-prod", "dev: app has not the values of tipstaff-dev" },
        { "environments", App, "azureSubscription: tipstaff-${{ parameters.stage }}", "azureSubscription: tipstaff-prod", "dev: app runs deploy-app.sh as tipstaff-prod" },
        { "outputs", App, "outputs['look.deployed']", "outputs['preflight.deployed']", "app gets no deployed" },
        { "outputs", App, "dependsOn: [preflight, infrastructure]", "dependsOn: infrastructure", "app gets no deployed" },
        { "outputs", App, "            name: deploy\n", "", "watch gets no deployedAt" },
        { "outputs", Watch, "outputs['app.deploy.deployedAt']", "outputs['deploy.deployedAt']", "watch gets no deployedAt" },
        { "outputs", Watch, "outputs['app.deploy.deployedAt']", "outputs['app.deploy.deployed']", "watch gets no deployedAt" },
    };

    [Theory]
    [MemberData(nameof(RuleNames))]
    public async Task Pipeline_EachRule_Holds(string rule)
    {
        NodeScripts.Require();

        var facts = await PipelineFacts.ReadAsync(scripts, Support.Repository.Root);

        Assert.Empty(Rules[rule](facts));
    }

    [Theory]
    [MemberData(nameof(BrokenCopies))]
    public async Task BrokenCopy_ItsRule_SaysWhatIsWrong(string rule, string file, string old, string @new, string said)
    {
        NodeScripts.Require();
        using var folder = new TemporaryFolder();

        var facts = await PipelineFacts.BrokenAsync(scripts, folder.Root, file, old, @new);

        Assert.Contains(Rules[rule](facts), fault => fault.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void BrokenCopies_BreakEachRule() => Assert.Empty(Rules.Keys.Except(BrokenCopies.Select(row => row.Data.Item1)));
}

using System.Text.RegularExpressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>docs/deploy.md: its commands are run as they stand there, before recorded answers of <c>az</c>, <c>curl</c> and <c>dotnet</c>.</summary>
public sealed partial class DeployDocsTests : IDisposable
{
    private const int MostCommands = 10;
    private const string Site = "tipstaff-dev-1.azurewebsites.net";

    private readonly ScriptStage _stage = new();

    public DeployDocsTests() => ScriptStage.Require();

    // ```sh … ```
    [GeneratedRegex(@"^```sh\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence { get; }

    // --json '{…}'
    [GeneratedRegex("--json (?<body>\\{.*\\})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Posted { get; }

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task FromAnEmptySubscription_AtMostTenCommands_LeadToASubscription()
    {
        Assert.SkipUnless(Programs.IsOnPath("zip"), "No zip: apt-get install zip.");
        var lines = Blocks()[0];
        Assert.InRange(lines.Split('\n').Length, 5, MostCommands);
        await StartAsync(hasSecret: false);

        var (status, output) = await _stage.RunLinesAsync(lines);

        Assert.True(status == 0, output);
        InOrder(
            "az login",
            "az group create --name tipstaff-dev",
            "dotnet publish functions",
            "az deployment group create --resource-group tipstaff-dev",
            "az role assignment create --role Key Vault Secrets Officer --assignee me --scope /vaults/vault",
            "az keyvault secret set --vault-name vault --name installation-secret --file",
            "az functionapp deployment source config-zip --resource-group tipstaff-dev --name tipstaff-dev-1 --src artifact/app.zip",
            "az deployment group create --resource-group tipstaff-dev",
            $"curl --fail https://{Site}/api/subscriptions");
    }

    [Fact]
    public async Task LastCommand_Body_IsARequestThatTheServiceTakes()
    {
        await using var host = await LocalHost.StartAsync();
        var body = Posted.Match(Blocks()[0].Replace("'", "", StringComparison.Ordinal)).Groups["body"].Value;

        using var answer = await host.PostJsonAsync(body);

        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData(1, "storage blob download", "az functionapp deployment source config-zip")]
    [InlineData(2, "group delete", "az group delete --name tipstaff-dev --yes")]
    public async Task OtherBlocks_AsTheyStand_Run(int block, string recorded, string called)
    {
        _stage.Answer("/health", """{"version":"20261120.1+beef"}""");
        await StartAsync(hasSecret: true);
        _stage.Answer(recorded, file: "good package");
        _stage.Answer("storage account list", "account");
        _stage.Answer("storage blob exists", "true");
        _stage.Answer("storage blob metadata show", "20261120.1+beef");
        Directory.CreateDirectory(_stage.PathOf("artifact/scripts"));
        foreach (var script in Directory.EnumerateFiles(_stage.PathOf("pipelines/scripts")))
        {
            File.Copy(script, _stage.PathOf($"artifact/scripts/{Path.GetFileName(script)}"));
        }

        var (status, output) = await _stage.RunLinesAsync(Blocks()[block]);

        Assert.True(status == 0, output);
        Assert.Contains(called, _stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("smtp-password\n", 0)]
    [InlineData("installation-secret\n", 1)]
    [InlineData("smtp-password\ninstallation-secret\n", 1)]
    public async Task WriteSecret_OneThatIsThere_Stays(string names, int expected)
    {
        await StartAsync(names);

        var (status, output) = await _stage.RunAsync("write-secret.sh", "installation-secret");

        Assert.Equal((expected, expected == 0), (status, _stage.Calls.Contains("keyvault secret set", StringComparison.Ordinal)));
        Assert.Contains(expected == 0 ? "vault has the secret installation-secret." : "To rotate the key of links, write one of another name", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtp-password", false, 1, "if it is to give way, say write-secret.sh --replace smtp-password")]
    [InlineData("smtp-password", true, 0, "vault has the secret smtp-password.")]
    [InlineData("installation-secret", true, 1, "links that were mailed hang on it")]
    [InlineData("link-key-spring", true, 1, "links that were mailed hang on it")]
    public async Task WriteSecret_Replace_OnlyWhatNothingHangsOn(string name, bool replace, int expected, string said)
    {
        await StartAsync("installation-secret\nlink-key-spring\nsmtp-password\n");

        var (status, output) = await _stage.RunAsync("write-secret.sh", [.. replace ? ["--replace"] : Array.Empty<string>(), name]);

        Assert.Equal((expected, expected == 0), (status, _stage.Calls.Contains("keyvault secret set", StringComparison.Ordinal)));
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteSecret_WhatIsWritten_Is32RandomBytesAndOnNoCommandLine()
    {
        await StartAsync(hasSecret: false);
        _stage.Write("bin/az", (await File.ReadAllTextAsync(_stage.PathOf("bin/az"))).Replace(
            "for answer in", "[[ \"$*\" != *'secret set'* ]] || cp \"$(sed 's/.*--file \\([^ ]*\\).*/\\1/' <<<\"$*\")\" \"$STAGE_FOLDER/written\"\nfor answer in", StringComparison.Ordinal));

        await _stage.RunAsync("write-secret.sh", "installation-secret");
        var random = _stage.Read("written");
        await _stage.RunLinesAsync("printf 'hunter2\\n' | bash pipelines/scripts/write-secret.sh smtp-password -");

        Assert.Equal(32, Convert.FromBase64String(random).Length);
        Assert.Equal("hunter2", _stage.Read("written"));
        Assert.DoesNotContain("hunter2", _stage.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain(random, _stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash pipelines/scripts/write-secret.sh", "needs the secret's name")]
    [InlineData("bash pipelines/scripts/write-secret.sh 'a b'", "is no name of a secret")]
    [InlineData("printf '' | bash pipelines/scripts/write-secret.sh smtp-password -", "Standard input has no secret")]
    [InlineData("printf '\\n' | bash pipelines/scripts/write-secret.sh smtp-password -", "An empty secret is none")]
    public async Task WriteSecret_WrongUse_SaysWhatToDoAndWritesNothing(string line, string said)
    {
        await StartAsync(hasSecret: false);

        var (status, output) = await _stage.RunLinesAsync(line);

        Assert.Equal(1, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret set", _stage.Calls, StringComparison.Ordinal);
    }

    private static List<string> Blocks() => [.. Fence.Matches(File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "deploy.md"))).Select(match => match.Groups["lines"].Value.TrimEnd('\n'))];

    private Task StartAsync(bool hasSecret) => StartAsync(hasSecret ? "installation-secret\n" : "");

    private async Task StartAsync(string secrets)
    {
        (_stage.Environment["STAGE"], _stage.Environment["RESOURCE_GROUP"]) = ("dev", "tipstaff-dev");
        _stage.Write("infra-bicep/main.bicep", "");
        _stage.Write("infra-bicep/dev.bicepparam", "");
        _stage.Answer("dotnet publish", publish: "compiled");
        _stage.Answer("dotnet list", """{"projects":[{"frameworks":[{"topLevelPackages":[{"id":"Azure.Core","resolvedVersion":"1.64.0"}]}]}]}""");
        _stage.Answer("az login");
        _stage.Answer("az bicep install");
        _stage.Answer("group create --name tipstaff-dev --location");
        _stage.Answer("group delete");
        _stage.Answer("deployment group create", "{}");
        _stage.Answer("ad signed-in-user", "me");
        _stage.Answer("keyvault list --resource-group tipstaff-dev --query [0].id", "/vaults/vault");
        _stage.Answer("keyvault list", "vault");
        _stage.Answer("role assignment create");
        _stage.Answer("keyvault secret list", secrets);
        _stage.Answer("keyvault secret set");
        _stage.Answer("functionapp list --resource-group tipstaff-dev --query [0].defaultHostName", Site);
        _stage.Answer("functionapp list", "tipstaff-dev-1");
        _stage.Answer("functionapp show", Site);
        _stage.Answer("functionapp function keys list", "key");
        _stage.Answer("config-zip");
        _stage.Answer("curl ");
        await _stage.GitAsync("init", "--quiet");
        await _stage.GitAsync("commit", "--quiet", "--allow-empty", "--message", "Begin");
    }

    private void InOrder(params string[] calls)
    {
        var from = 0;
        foreach (var call in calls)
        {
            var at = _stage.Calls.IndexOf(call, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{call}' does not come, or not in its turn, in:\n{_stage.Calls}");
            from = at + call.Length;
        }
    }
}

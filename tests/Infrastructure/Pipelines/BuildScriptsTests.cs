using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Tipstaff.Preflights;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>The scripts that make the artifact and search it; git is real, and so is shellcheck.</summary>
public sealed class BuildScriptsTests : IDisposable
{
    private const string Packages = """
        {"projects":[{"frameworks":[{"topLevelPackages":[{"id":"Azure.Identity","requestedVersion":"1.21.0","resolvedVersion":"1.21.0"}],
        "transitivePackages":[{"id":"Azure.Core","resolvedVersion":"1.64.0"}]}]}]}
        """;

    private readonly NodeScripts _scripts;
    private readonly ScriptStage _stage = new();

    public BuildScriptsTests(NodeScripts scripts)
    {
        _scripts = scripts;
        ScriptStage.Require();
    }

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Scripts_PassShellcheck()
    {
        Assert.SkipUnless(Programs.IsOnPath("shellcheck"), "No shellcheck: apt-get install shellcheck.");
        var root = Support.Repository.Root;
        var scripts = Directory.EnumerateFiles(Path.Combine(root, "pipelines"), "*.sh", SearchOption.AllDirectories).Append(Path.Combine(root, ".ci", "run"));

        using var process = Process.Start(new ProcessStartInfo("shellcheck", ["--external-sources", "--source-path=SCRIPTDIR", .. scripts]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal("", said);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Build_SameCommit_SamePackage()
    {
        Assert.SkipUnless(Programs.IsOnPath("zip"), "No zip: apt-get install zip.");
        _stage.Environment["BUILD_NUMBER"] = "20261121.3";
        _stage.Write("infra-bicep/main.bicep", "");
        _stage.Answer("dotnet publish", publish: "compiled");
        _stage.Answer("dotnet list", Packages);
        await CommitAsync("Begin");
        await CommitAsync("Go on");

        var (status, output) = await _stage.RunAsync("build.sh", _stage.PathOf("one"));
        await _stage.RunAsync("build.sh", _stage.PathOf("two"));

        Assert.True(status == 0, output);
        Assert.Matches(@"^20261121\.3\+[0-9a-f]{40}\n$", _stage.Read("one/version"));
        Assert.Matches($"^{_stage.Read("one/version").Split('+')[1]}[0-9a-f]{{40}}\n$", _stage.Read("one/history"));
        Assert.Equal(await File.ReadAllBytesAsync(_stage.PathOf("one/app.zip")), await File.ReadAllBytesAsync(_stage.PathOf("two/app.zip")));
        await using var package = await ZipFile.OpenReadAsync(_stage.PathOf("one/app.zip"));
        Assert.Equal(["program.dll"], package.Entries.Select(entry => entry.FullName));
        Assert.All(new[] { "tipstaff/program.dll", "packages.json", "vulnerabilities.json", "sbom.cdx.json", "infra-bicep/main.bicep", "scripts/roll-back.sh", "postdeploy/pages.sh" }, path => Assert.True(File.Exists(_stage.PathOf($"one/{path}")), path));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public async Task Build_WhatTheHostLoads_IsListedAndAudited(int projects, int expected)
    {
        Assert.SkipUnless(Programs.IsOnPath("zip"), "No zip: apt-get install zip.");
        _stage.Environment["BUILD_NUMBER"] = "20261121.3";
        _stage.Write("infra-bicep/main.bicep", "");
        _stage.Write("bin/dotnet", _stage.Read("bin/dotnet").Replace("call=", "[[ \"$*\" != 'publish functions '* ]] || mkdir -p \"$STAGE_FOLDER/one/app/.azurefunctions\"\ncall=", StringComparison.Ordinal));
        foreach (var number in Enumerable.Range(10, projects))
        {
            _stage.Write($"functions/obj/Release/net{number}.0/WorkerExtensions/WorkerExtensions.csproj", "<Project />");
        }

        _stage.Answer("dotnet publish", publish: "compiled");
        _stage.Answer("dotnet restore functions/obj/Release/net10.0/WorkerExtensions/WorkerExtensions.csproj");
        _stage.Answer("WorkerExtensions.csproj package --vulnerable", Audit("Host.Package"));
        _stage.Answer("dotnet list functions package --vulnerable", Audit("App.Package"));
        _stage.Answer("WorkerExtensions.csproj package", Packages.Replace("Azure.Core", "Host.Package", StringComparison.Ordinal));
        _stage.Answer("dotnet list functions package", Packages);
        await CommitAsync("Begin");

        var (status, output) = await _stage.RunAsync("build.sh", _stage.PathOf("one"));

        Assert.True(expected == status, output);
        if (expected == 1)
        {
            Assert.Contains("delete functions/obj, and build again", output, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(["Azure.Core", "Azure.Identity", "Host.Package"], BuiltInPackage.Read(Encoding.UTF8.GetBytes(_stage.Read("one/sbom.cdx.json"))).Select(package => package.Name));
        var audit = PackageAudit.Read(Encoding.UTF8.GetBytes(_stage.Read("one/vulnerabilities.json")));
        Assert.Equal(["App.Package", "Host.Package"], audit.Weaknesses.Select(weakness => weakness.Package).Order());
        Assert.Empty(audit.Problems);
    }

    [Theory]
    [InlineData("\"library\"", "\"library\"", true)]
    [InlineData("\"library\"", "\"book\"", false)]
    [InlineData("\"CycloneDX\"", "\"Cyclone\"", false)]
    public async Task MakeSbom_Packages_AreABillOfThePublishedSchema(string part, string replaced, bool isValid)
    {
        NodeScripts.Require();
        _stage.Write("packages.json", Packages);
        _stage.Write("packages/azure.core/1.64.0/azure.core.nuspec", """<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><license type="expression">MIT</license></metadata></package>""");
        _stage.Write("packages/azure.identity/1.21.0/azure.identity.nuspec", """<package><metadata><licenseUrl>https://example.com/terms</licenseUrl></metadata></package>""");

        var (status, bill) = await _stage.RunAsync("make-sbom.sh", _stage.PathOf("packages.json"), "20261121.3+c0ffee", _stage.PathOf("packages"));
        _stage.Write("sbom.cdx.json", bill.Replace(part, replaced, StringComparison.Ordinal));
        var faults = await _scripts.AskAsync<string[]>("check-sbom.mjs", new { path = _stage.PathOf("sbom.cdx.json") });

        Assert.True(status == 0, bill);
        Assert.Contains("pkg:nuget/Azure.Core@1.64.0", bill, StringComparison.Ordinal);
        Assert.Equal(["MIT", "https://example.com/terms"], BuiltInPackage.Read(Encoding.UTF8.GetBytes(bill)).Select(package => package.Licence));
        Assert.Equal(isValid, faults is []);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("Restore failed")]
    public async Task MakeSbom_NoPackages_Stops(string packages)
    {
        _stage.Write("packages.json", packages);

        var (status, output) = await _stage.RunAsync("make-sbom.sh", _stage.PathOf("packages.json"), "20261121.3+c0ffee", _stage.PathOf("packages"));

        Assert.Equal(1, status);
        Assert.Contains("lists no packages", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_NoCommit_Stops()
    {
        _stage.Environment["BUILD_NUMBER"] = "20261121.3";
        await _stage.GitAsync("init", "--quiet");

        var (status, output) = await _stage.RunAsync("build.sh", _stage.PathOf("one"));

        Assert.Equal(1, status);
        Assert.Contains("There is no commit to build", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"projects":[{"frameworks":[{"topLevelPackages":[],"transitivePackages":[{"id":"Bad","resolvedVersion":"1.0.0","vulnerabilities":[{"severity":"High","advisoryurl":"https://example.com/1"}]}]}]}]}""", 0, 1, "Bad 1.0.0: High https://example.com/1")]
    [InlineData("""{"projects":[{"frameworks":[{"topLevelPackages":[{"id":"Fine"}]}]}]}""", 0, 0, "No package of local has a known vulnerability.")]
    [InlineData("""{"projects":[{"path":"x"}]}""", 0, 0, "No package of local has a known vulnerability.")]
    [InlineData("""{"problems":[{"level":"warning","text":"Audit source 'nuget.org' did not provide any vulnerability data."}],"projects":[{"path":"x"}]}""", 0, 1, "Not known of functions: Audit source 'nuget.org' did not provide")]
    [InlineData("", 1, 1, "could not be audited")]
    public async Task AuditPackages_Report_Decides(string report, int answered, int expected, string said)
    {
        _stage.Answer("dotnet restore");
        _stage.Answer("dotnet build functions --configuration Release");
        _stage.Answer("--vulnerable", report, answered);

        var (status, output) = await _stage.RunAsync("audit-packages.sh");

        Assert.Equal(expected, status);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task AuditPackages_WhatTheHostLoads_IsAuditedToo(bool hasHost, int expected)
    {
        _stage.Write(hasHost ? "functions/bin/Release/net10.0/.azurefunctions/function.deps.json" : "functions/bin/Release/net10.0/functions.dll", "");
        _stage.Write("functions/obj/Release/net10.0/WorkerExtensions/WorkerExtensions.csproj", "<Project />");
        _stage.Answer("dotnet restore");
        _stage.Answer("dotnet build functions --configuration Release");
        _stage.Answer("WorkerExtensions.csproj package --vulnerable", Audit("Host.Package"));
        _stage.Answer("--vulnerable", """{"projects":[{"path":"x"}]}""");

        var (status, output) = await _stage.RunAsync("audit-packages.sh");

        Assert.True(expected == status, output);
        Assert.Equal(hasHost, output.Contains("Host.Package 1.0.0: High https://example.com/1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("var connection = \"AccountKey={0}==\";", 1)]
    [InlineData("url: https://host/?sig={0}", 1)]
    [InlineData("\"Password\": \"{0}\"", 1)]
    [InlineData("-----BEGIN PRIVATE KEY-----", 1)] // no secret
    [InlineData("var connection = \"AccountKey={0}==\"; // no secret", 0)]
    [InlineData("the token of the mails", 0)]
    [InlineData("id = {0}", 0)]
    public async Task FindSecrets_NewLine_IsLookedAt(string line, int expected)
    {
        var text = line.Replace("{0}", string.Concat(Enumerable.Repeat("aB3d", 11)), StringComparison.Ordinal);
        await CommitAsync("Begin");
        _stage.Write("notes.txt", $"{text}\n");
        await CommitAsync("Go on");

        var (status, output) = await _stage.RunAsync("find-secrets.sh");

        Assert.Equal(expected, status);
        Assert.Equal(expected == 1, output.Contains("notes.txt: a line looks like a secret", StringComparison.Ordinal));
        Assert.DoesNotContain("aB3daB3d", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refs/heads/main", "before", 0)]
    [InlineData("refs/heads/main", "stays", 1)]
    [InlineData("refs/heads/main", "taken out", 1)]
    [InlineData("$(System.PullRequest.TargetBranch)", "before", 1)]
    [InlineData("$(System.PullRequest.TargetBranch)", "stays", 1)]
    [InlineData("$(System.PullRequest.TargetBranch)", "taken out", 0)]
    public async Task FindSecrets_SeveralCommits_AllOfAPullRequestsAreLookedAtAndAllThatIsInMain(string target, string secret, int expected)
    {
        _stage.Environment["TARGET_BRANCH"] = target;
        var line = $"AccountKey={new string('a', 44)}\n";
        _stage.Write("old.txt", secret == "before" ? line : "");
        await CommitAsync("Begin");
        await _stage.GitAsync("update-ref", "refs/remotes/origin/main", "HEAD");
        _stage.Write("notes.txt", secret == "before" ? "" : line);
        await CommitAsync("Go on");
        _stage.Write("notes.txt", secret == "stays" ? line : "nothing\n");
        _stage.Write("other.txt", "nothing\n");
        await CommitAsync("Go further");

        var (status, output) = await _stage.RunAsync("find-secrets.sh");

        Assert.True(expected == status, output);
    }

    private static string Audit(string package) => $$"""
        {"version":1,"parameters":"--vulnerable --include-transitive","problems":[],"sources":["https://feed.example/index.json"],
        "projects":[{"frameworks":[{"transitivePackages":[{"id":"{{package}}","resolvedVersion":"1.0.0","vulnerabilities":[{"severity":"High","advisoryurl":"https://example.com/1"}]}]}]}]}
        """;

    private async Task CommitAsync(string message)
    {
        await _stage.GitAsync("init", "--quiet");
        await _stage.GitAsync("add", "--", ".", ":!answers", ":!bin", ":!calls");
        await _stage.GitAsync("commit", "--quiet", "--allow-empty", "--message", message);
    }
}

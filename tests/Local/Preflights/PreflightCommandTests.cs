using Tipstaff.StoredData;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Preflights;

/// <summary><c>tipstaff preflight</c> itself, before real repositories and a real package of the Azure head.</summary>
public sealed class PreflightCommandTests
{
    // From which nothing is missing: each changes one thing.
    private static readonly Dictionary<string, (Func<SomeDeployment, Task> Break, string Said)> Broken = new(StringComparer.Ordinal)
    {
        ["behind"] = (Behind, "runs now: deploy a later commit"),
        ["diverged"] = (Diverged, "would take its changes back"),
        ["not in main"] = (made => made.GitAsync("update-ref", "refs/heads/main", made.Deployed), "is not in main: merge it"),
        ["missing setting"] = (Set("Azure__TableEndpoint", null), "Azure:TableEndpoint is missing"),
        ["empty setting"] = (Set("Mail__From", ""), "Mail:From"),
        ["setting that a provider asks for"] = (Set("Mail__Providers", "acs,smtp"), "Smtp:Host is missing"),
        ["wrong setting"] = (Set("Checks__Every", "0"), "'0' is out of range: Checks:Every"),
        ["missing secret"] = (Write("secrets", "smtp-password 9\n"), "Azure__InstallationSecret refers to the secret installation-secret, which the key vault has not"),
        ["empty secret"] = (Write("secrets", "installation-secret 0\n"), "which is empty: delete that version of it"),
        ["disabled secret"] = (Write("secrets", "installation-secret disabled\n"), "which is disabled: enable it"),
        ["vulnerable package"] = (Write("artifact/vulnerabilities.json", """{"parameters":"--vulnerable","sources":["s"],"projects":[{"frameworks":[{"transitivePackages":[{"id":"Bad","resolvedVersion":"1.0.0","vulnerabilities":[{"severity":"High","advisoryurl":"https://example.com/1"}]}]}]}]}"""), "Bad 1.0.0 has a known vulnerability (high, https://example.com/1)"),
        ["audit without an answer"] = (Write("artifact/vulnerabilities.json", """{"parameters":"--vulnerable","sources":["s"],"problems":[{"level":"warning","text":"Audit source 's' did not provide any vulnerability data."}],"projects":[{}]}"""), "Whether a package is vulnerable is not known (Audit source 's' did not provide"),
        ["licence"] = (Write("artifact/sbom.cdx.json", """{"components":[{"name":"Free","version":"1.0.0","licenses":[{"license":{"id":"AGPL-3.0-only"}}]}]}"""), "Free 1.0.0 is under AGPL-3.0-only: take another package"),
        ["failed test"] = (made => Task.Run(() => made.Replace("tests/tests.trx", "Passed", "Failed")), "1 tests did not pass (One)"),
        ["tests of another commit"] = (made => Task.Run(() => made.Write("tests/commit", made.Deployed)), "was tested, and"),
        ["no tests"] = (made => Task.Run(() => File.Delete(made.PathOf("tests/tests.trx"))), "No test was run"),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    [Fact]
    public async Task Preflight_NothingAgainstIt_SaysWhatItContains()
    {
        using var made = await SomeDeployment.CreateAsync();
        made.Current = new Dictionary<string, string?>(made.Settings, StringComparer.Ordinal) { ["Old__Setting"] = "hidden-1", ["Mail__From"] = "hidden-2@example.com" };
        made.Current.Remove("Links__PublicUrl");

        var (status, output, errors) = await made.RunAsync();

        Assert.True(status == 0, output + errors);
        Assert.Equal("", errors);
        foreach (var line in new[] { $"20261121.3+{made.Commit}, in place of 20261120.1+{made.Deployed}", $"{made.Commit[..10]} Count checks by court", "  #6", "  + Links__PublicUrl", "  ~ Mail__From", "  - Old__Setting", "  ~ Microsoft.Web/sites/tipstaff", "Nothing speaks against it: go on." })
        {
            Assert.Contains(line, output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("hidden", output, StringComparison.Ordinal);
        Assert.DoesNotContain("alerts@example.com", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Preflight_OneThingIsWrong_RefusesForThatAlone(string name)
    {
        using var made = await SomeDeployment.CreateAsync();
        var deployed = made.Deployed;

        await Broken[name].Break(made);
        var (status, output, errors) = await made.RunAsync(name is "behind" or "diverged" ? $"20261122.1+{(await made.GitAsync("rev-parse", "main")).Trim()}" : $"20261120.1+{deployed}");

        Assert.Equal(1, status);
        var sentence = Assert.Single(errors.Trim().Split('\n'), line => !line.Contains("is not in main", StringComparison.Ordinal) || name == "not in main");
        Assert.Contains(Broken[name].Said, sentence, StringComparison.Ordinal);
        Assert.Contains("Refused, for", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Count checks", 1)]
    [InlineData("Count checks (#6)", 0)]
    public async Task Preflight_CommitWithoutIssue_Refuses(string message, int expected)
    {
        using var made = await SomeDeployment.CreateAsync(message: message);

        var (status, _, errors) = await made.RunAsync();

        Assert.Equal(expected, status);
        Assert.Equal(expected == 1, errors.Contains($"{made.Commit[..10]} 'Count checks' names no issue: give it the trailer 'Issue: N'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("trial = leave.Trial;", "trial = leave.Trial + 1;", "1", "1", "changed, and the version of orchestrations did not: raise defaultVersion in host.json to 2")]
    [InlineData("trial = leave.Trial;", "trial = leave.Trial + 1;", "2", "1", "changed, and does not start with the new version 2: set its Version to \"2\"")]
    [InlineData("trial = leave.Trial;", "trial = leave.Trial + 1;", "2", "2", null)]
    [InlineData("trial = leave.Trial;", "// As the court's entity says.\n            trial    = leave.Trial;", "1", "1", null)]
    public async Task Preflight_OrchestrationChanged_WantsAVersion(string old, string @new, string host, string own, string? said)
    {
        const string Path = "functions/Checks/RecoverCourt.cs";
        using var made = await SomeDeployment.CreateAsync(made =>
        {
            made.Replace($"clone/{Path}", old, @new);
            made.Replace($"clone/{Path}", "string Version = \"1\"", $"string Version = \"{own}\"");
            made.Replace("clone/host.json", "\"defaultVersion\": \"1\"", $"\"defaultVersion\": \"{host}\"");
        });

        var (status, _, errors) = await made.RunAsync();

        Assert.Equal(said is null ? 0 : 1, status);
        Assert.Contains(said is null ? "" : $"{Path} {said}", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("functions/Breakers/CourtBreakerEntity.cs", "State.Told(finding.Trial", "State.Told(1 + finding.Trial", "changed: its state must still be rebuilt from its JSON")]
    [InlineData("shared/Checks/CourtTrials.cs", "public", "internal", "changed, and orchestrations or entities name CourtTrials")]
    public async Task Preflight_WhatOrchestrationsNameChanged_IsPointedOut(string path, string old, string @new, string said)
    {
        using var made = await SomeDeployment.CreateAsync(made => made.Replace($"clone/{path}", old, @new));

        var (status, output, _) = await made.RunAsync();

        Assert.Equal(0, status);
        Assert.Contains($"{path} {said}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    public async Task Preflight_RowsThatTheDeployedCodeCannotRead_AreRefused(int writes, int expected)
    {
        const string Deployed = "\"kind\": \"court\",\n      \"writes\": 1,\n      \"reads\": [\n        1\n      ]";
        using var made = await SomeDeployment.CreateAsync(made =>
            made.Replace($"clone/{StoredDataManifest.Path}", Deployed, $"\"kind\": \"court\", \"writes\": {writes}, \"reads\": [1, 2]"));

        var (status, output, errors) = await made.RunAsync();

        Assert.Equal(expected, status);
        Assert.Equal(expected == 1, errors.Contains("Stored rows of the kind 'court': the new code writes version 2, and the deployed code reads 1: deploy a commit first that reads version 2", StringComparison.Ordinal));
        Assert.Equal(expected == 1, output.Contains("those of version 1 stay until tipstaff migrate rewrites them", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Preflight_DetachedHead_GoesByTheCommit()
    {
        using var made = await SomeDeployment.CreateAsync();
        await made.GitAsync("checkout", "--quiet", "--detach", made.Deployed);

        Assert.Equal(0, (await made.RunAsync()).Status);
    }

    [Fact]
    public async Task Preflight_BeforeTheFirstDeployment_JudgesNoHistory()
    {
        using var made = await SomeDeployment.CreateAsync(message: "Without an issue");

        Assert.Equal(0, (await made.RunAsync("none")).Status);
    }

    [Fact]
    public async Task Preflight_DeployedCommitThatNobodyHas_Refuses()
    {
        using var made = await SomeDeployment.CreateAsync();

        var (status, _, errors) = await made.RunAsync($"20261120.1+{new string('a', 40)}");

        Assert.Equal(1, status);
        Assert.Contains("What runs now, aaaaaaaaaa, is no commit of this clone", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preflight_CloneAlone_LooksAtWhatItTellsAndSaysWhatItDoesNot()
    {
        using var made = await SomeDeployment.CreateAsync();
        await made.GitAsync("checkout", "--quiet", "-b", "topic");
        await made.CommitAsync("Colour ##vso[task.setvariable]\u001b[31m\n\nIssue: 7");

        var (status, output, errors) = await TipstaffProcess.RunAsync("preflight", "--repository", made.PathOf("clone"));

        Assert.True(status == 0, errors);
        Assert.Contains("Colour # #vso[task.setvariable]?[31m", output, StringComparison.Ordinal);
        Assert.Contains("settings, infrastructure, packages and tests: give --artifact", output, StringComparison.Ordinal);
        Assert.Contains("Nothing speaks against it in what was looked at.", output, StringComparison.Ordinal);
    }

    private static Func<SomeDeployment, Task> Set(string name, string? value) => made =>
    {
        made.Settings[name] = value;
        if (value is null)
        {
            made.Settings.Remove(name);
        }

        return Task.CompletedTask;
    };

    private static Func<SomeDeployment, Task> Write(string path, string text) => made => Task.Run(() => made.Write(path, text));

    private static Task Behind(SomeDeployment made) => made.CommitAsync("Later\n\nIssue: 6");

    private static async Task Diverged(SomeDeployment made)
    {
        await made.GitAsync("reset", "--quiet", "--hard", made.Deployed);
        await made.CommitAsync("Elsewhere\n\nIssue: 6");
    }
}

using System.IO.Compression;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Preflights;

/// <summary>What <c>tipstaff preflight</c> cannot make sense of stops it, with one sentence that says what to do.</summary>
public sealed class PreflightBadInputTests
{
    [Theory]
    [InlineData("what-if.json", "<html>", "is not Azure's answer to what-if")]
    [InlineData("what-if.json", """{"error":{"code":"InvalidTemplate"},"changes":[]}""", "it is an error of Azure")]
    [InlineData("measures.json", "", "look why the workspace does not answer")]
    [InlineData("measures.json", """{"error":{"code":"Throttled"}}""", "look why the workspace does not answer")]
    [InlineData("secrets", "installation-secret", "line 1 is not a name and a length")]
    [InlineData("artifact/version", "1.0", "holds no version such as")]
    [InlineData("artifact/vulnerabilities.json", "", "has no vulnerabilities.json: build the artifact")]
    [InlineData("artifact/vulnerabilities.json", """{"parameters":"","projects":[]}""", "does not say which are vulnerable")]
    [InlineData("artifact/sbom.cdx.json", "{}", "is not what build.sh makes")]
    [InlineData("artifact/app.zip", "no zip", "cannot be unpacked")]
    [InlineData("tests/tests.trx", "<TestRun", "is not the results of tests")]
    public async Task Preflight_RubbishInAPart_StopsWithOneSentence(string path, string text, string said)
    {
        using var made = await SomeDeployment.CreateAsync();
        made.Write(path, text);

        var (status, output, errors) = await made.RunAsync();

        Assert.Equal((1, ""), (status, output));
        Assert.Contains(said, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preflight_NothingHeardOfWhatRuns_NeedsAttentionAndGoesOn()
    {
        using var made = await SomeDeployment.CreateAsync();
        made.Write("measures.json", SomeDeployment.Measures(TimeProvider.System.GetUtcNow().AddMinutes(-20)));

        var (status, output, _) = await made.RunAsync();

        Assert.Equal(0, status);
        Assert.Contains("Nothing was heard of what runs now for 15 minutes", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.0")]
    [InlineData("20261120.1+c0ffee")]
    public async Task Preflight_UnknownDeployedVersion_Stops(string deployed)
    {
        using var made = await SomeDeployment.CreateAsync();

        var (status, _, errors) = await made.RunAsync(deployed);

        Assert.Equal(1, status);
        Assert.Contains("is no version that can run: look at /health", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preflight_ShallowClone_StopsAndSaysHowToFetch()
    {
        using var made = await SomeDeployment.CreateAsync();
        await made.GitAsync("clone", "--quiet", "--depth", "1", new Uri(made.PathOf("clone")).AbsoluteUri, made.PathOf("shallow"));

        var (status, _, errors) = await TipstaffProcess.RunAsync("preflight", "--repository", made.PathOf("shallow"), "--deployed", "none");

        Assert.Equal(1, status);
        Assert.Contains("git fetch --unshallow", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preflight_PackageWithoutTheProgram_Stops()
    {
        using var made = await SomeDeployment.CreateAsync();
        await using (var zip = await ZipFile.OpenAsync(made.PathOf("artifact/app.zip"), ZipArchiveMode.Update, TestContext.Current.CancellationToken))
        {
            zip.GetEntry("Tipstaff.Functions.dll")!.Delete();
        }

        var (status, _, errors) = await made.RunAsync();

        Assert.Equal(1, status);
        Assert.Contains("holds no Tipstaff.Functions.dll", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--artifact is looked at with all that belongs to it: give --tests and --secrets, too", "--artifact", "x", "--what-if", "x", "--deployed", "none")]
    [InlineData("--tests says nothing without --artifact", "--tests", "x")]
    [InlineData("'--artefact' is not known here", "--artefact", "x")]
    public async Task Preflight_WrongUsage_IsSaid(string said, params string[] args)
    {
        var (status, _, errors) = await TipstaffProcess.RunAsync(["preflight", .. args]);

        Assert.Equal(2, status);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }
}

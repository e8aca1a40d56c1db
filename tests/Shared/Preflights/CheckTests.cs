using System.Text;
using Tipstaff.Preflights;
using Tipstaff.StoredData;

namespace Tipstaff.Tests.Shared.Preflights;

/// <summary>The checks by themselves: their finer cases.</summary>
public sealed class CheckTests
{
    private const string Commit = "2c26b46b68ffc68ff99b453c1d30413413422d70";
    private const string Other = "fcde2b2edba56bf408601fb721fe9b5c338d10ee";

    [Theory]
    [InlineData("20261121.3+2c26b46b68ffc68ff99b453c1d30413413422d70", true)]
    [InlineData("20261121.3+2c26b46b68ffc68ff99b453c1d30413413422d70\n", true)]
    [InlineData("20261121.3+2c26b46b68", false)]
    [InlineData("--output=x+2c26b46b68ffc68ff99b453c1d30413413422d70;", false)]
    [InlineData(null, false)]
    public void TryParse_Version_NumberAndWholeCommit(string? text, bool isVersion) => Assert.Equal(isVersion, ReleaseVersion.TryParse(text, out _));

    [Theory]
    [InlineData(true, true, false, 0)]
    [InlineData(true, false, true, 1)]
    [InlineData(true, false, false, 1)]
    [InlineData(false, false, false, 1)]
    public void Lineage_OnlyWhatFollows_GoesOn(bool knows, bool follows, bool precedes, int refusals) =>
        Assert.Equal(refusals, LineageCheck.Run(new Lineage(Commit, Other, knows, follows, precedes, IsInMain: true)).OfType<Finding.Refused>().Count());

    [Fact]
    public void Lineage_SameCommit_NeedsAttention() =>
        Assert.IsType<Finding.NeedsAttention>(Assert.Single(LineageCheck.Run(new Lineage(Commit, Commit, KnowsDeployed: true, FollowsDeployed: true, PrecedesDeployed: false, IsInMain: true))));

    [Theory]
    [InlineData("Count checks", "6", true)]
    [InlineData("Count checks", "#6", true)]
    [InlineData("Count checks", "later", false)]
    [InlineData("Count checks (#6)", null, true)]
    [InlineData("See page#6", null, false)]
    [InlineData("Fix #0", null, false)]
    public void Issues_TrailerOrSubject_NameThem(string subject, string? trailer, bool named)
    {
        var commit = new DeployedCommit(Commit, subject, IsMerge: false, trailer is null ? [] : [trailer], IssuesOf: []);

        Assert.Equal(named, !IssueCheck.Run([commit]).Any());
        Assert.Equal(named ? [6] : [], IssueCheck.Issues([commit]));
    }

    [Theory]
    [InlineData("2c26b46b68 6", true)]
    [InlineData("2c26 6", false)]
    [InlineData("fcde2b2edb 6", false)]
    [InlineData("2c26b46b68", false)]
    public void Issues_ALaterCommitNamesThem_ForTheCommitItMeans(string issueOf, bool named)
    {
        DeployedCommit[] commits = [new(Other, "Name an issue", IsMerge: false, ["6"], [issueOf]), new(Commit, "Count checks", IsMerge: false, [], [])];

        Assert.Equal(named, !IssueCheck.Run(commits).Any());
    }

    [Fact]
    public void Issues_Merge_AnswersForNothing() => Assert.Empty(IssueCheck.Run([new DeployedCommit(Commit, "Merge the pages", IsMerge: true, [], [])]));

    [Theory]
    [InlineData("Passed", 0)]
    [InlineData("Failed", 1)]
    [InlineData("NotExecuted", 1)]
    public void TestRun_AnythingButPassed_IsRefused(string outcome, int refusals)
    {
        var run = new TestRun(Commit, 1, []).With(Bytes($"""<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results><UnitTestResult testName="A" outcome="{outcome}"/></Results></TestRun>"""));

        Assert.Equal(refusals, TestRunCheck.Run(run, Commit).Count());
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><TestRun>&b;</TestRun>")]
    [InlineData("<TestRun/>")]
    [InlineData("")]
    public void TestRun_OtherFiles_AreNone(string text) => Assert.Throws<FormatException>(() => new TestRun(Commit, 0, []).With(Bytes(text)));

    [Theory]
    [InlineData("int a = 1; // one", "int a=1;", true)]
    [InlineData("/* x */ return\n  b ;", "return b;", true)]
    [InlineData("returnb", "return b", false)]
    [InlineData("Say(\"a  b\");", "Say(\"a b\");", false)]
    [InlineData("Say(\"https://a\");", "Say(\"https://b\");", false)]
    [InlineData("Say(@\"a\\\"); // x", "Say(@\"a\\\"); // y", true)]
    [InlineData("Say('\"'); // x", "Say('\"'); // y", true)]
    [InlineData("Say(\"\"\"a \" // b\"\"\");", "Say(\"\"\"a \" // c\"\"\");", false)]
    [InlineData("Say(\"a\\\"//b\");", "Say(\"a\\\"//c\");", false)]
    public void Bare_TwoSources_AreTheSameToTheCompilerOrNot(string one, string other, bool same) => Assert.Equal(same, SourceText.Bare(one) == SourceText.Bare(other));

    [Theory]
    [InlineData("1", "1", "a();", "b();", 1)]
    [InlineData("1", "2", "a();", "b();", 1)]
    [InlineData("1", "2", "const string Version = \"1\"; a();", "const string Version = \"1\"; b();", 1)]
    [InlineData("1", "2", "const string Version = \"1\"; a();", "const string Version = \"1\"; b(); // Version=\"2\"", 1)]
    [InlineData("1", "2", "const string Version = \"1\"; a();", "const string Version = \"2\"; b();", 0)]
    [InlineData("1", "1", "const string Version = \"1\"; a();", "const string Version = \"2\"; b();", 1)]
    [InlineData("1", "2", "const string Version = \"1\"; a();", "const string Version = \"1\"; a();", 0)]
    [InlineData("1", "1", "a();", null, 1)]
    [InlineData("1", "2", "a();", null, 0)]
    [InlineData("2", "1", "a();", "a();", 1)]
    [InlineData("1", "1", "a();", "a(); // still", 0)]
    public void Orchestrations_ChangedOrGone_WantAHigherVersionOfTheirOwn(string old, string @new, string before, string? after, int refusals)
    {
        const string Trigger = "[OrchestrationTrigger] ";
        var found = OrchestrationCheck.Run(
            Sources(old, ("functions/A.cs", Trigger + before)), after is null ? Sources(@new) : Sources(@new, ("functions/A.cs", Trigger + after), ("functions/New.cs", "c();")), []);

        Assert.Equal(refusals, found.OfType<Finding.Refused>().Count());
    }

    [Theory]
    [InlineData("1", "public Leave Ask(Hold standing) => Told(standing);", 0, 1)]
    [InlineData("1", "public Leave Ask(Hold standing) => Told(1); public Leave Say() => new();", 0, 1)]
    [InlineData("1", "public Leave Ask(Hold standing) => Asked(standing); /* As ever. */", 0, 0)]
    [InlineData("1", "public Leave AskFor(Hold standing) => Asked(standing);", 1, 0)]
    [InlineData("1", "public Leave Ask(Hold standing, int trial) => Asked(standing);", 1, 0)]
    [InlineData("1", "public Task<Leave> Ask(Hold standing) => Asked(standing);", 1, 0)]
    [InlineData("2", "public Leave AskFor(Hold standing) => Asked(standing);", 0, 1)]
    [InlineData("1", null, 1, 0)]
    public void Entities_OperationGone_IsRefused(string version, string? after, int refusals, int warnings)
    {
        const string Entity = "class E(TimeProvider time) { public static Task DispatchAsync([EntityTrigger] D dispatcher) => dispatcher.DispatchAsync<E>(); ";
        var found = OrchestrationCheck.Run(
            Sources("1", ("functions/E.cs", Entity + "public Leave Ask(Hold standing) => Asked(standing); }")),
            after is null ? Sources(version) : Sources(version, ("functions/E.cs", Entity + after + " }")),
            []).ToList();

        Assert.Equal(refusals, found.OfType<Finding.Refused>().Count());
        Assert.Equal(warnings, found.OfType<Finding.NeedsAttention>().Count(finding => finding.What.Contains("functions/E.cs changed", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"extensions":{"durableTask":{"defaultVersion":"one"}}}""")]
    [InlineData("no json")]
    public void Orchestrations_HostWithoutVersion_IsRubbish(string host) =>
        Assert.Throws<FormatException>(() => OrchestrationCheck.Run(Sources("1"), new OrchestrationSources(new Dictionary<string, string>(StringComparer.Ordinal), host), []).ToList());

    [Theory]
    [InlineData(new[] { 1, 2 }, new[] { 2 }, 1)]
    [InlineData(new[] { 1, 2 }, new[] { 1, 2 }, 0)]
    [InlineData(new[] { 2 }, new[] { 2, 3 }, 0)]
    public void StoredData_VersionThatIsReadNoMore_HasSomebodyLookForItsRows(int[] before, int[] after, int warnings)
    {
        var found = StoredDataCheck.Run(Manifest(before), Manifest(after)).ToList();

        Assert.Empty(found.OfType<Finding.Refused>());
        Assert.Equal(warnings, found.OfType<Finding.NeedsAttention>().Count(finding => finding.What.Contains("'court' are not read in version 1 any more", StringComparison.Ordinal)));

        static StoredDataManifest Manifest(int[] reads) => new([new StoredKindEntry("court", 2, reads, Rewritten: false, Apart: false, [])]);
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("MIT OR GPL-3.0-only", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("(GPL-3.0-only OR MIT) AND Apache-2.0", true)]
    [InlineData("GPL-3.0-only OR (MIT AND GPL-2.0-only)", false)]
    [InlineData("Apache-2.0 WITH LLVM-exception", false)]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", true)]
    [InlineData("MIT MIT", false)]
    [InlineData("(MIT", false)]
    [InlineData("", false)]
    public void Licences_Expression_IsMetOrNot(string expression, bool isAllowed) =>
        Assert.Equal(isAllowed, LicenceList.Read(["# remark", "MIT", "Apache-2.0 # with a notice", "GPL-2.0-only WITH Classpath-exception-2.0", ""]).Allows(expression));

    [Fact]
    public void Licences_PackageWithAReason_IsAllowed()
    {
        var list = LicenceList.Read(["package Old.Library its terms are those of MIT"]);

        Assert.Empty(LicenceCheck.Run([new BuiltInPackage("old.library", "1.0.0", "")], list));
        Assert.Throws<FormatException>(() => LicenceList.Read(["package Old.Library"]));
    }

    [Fact]
    public void Packages_TwoTexts_AreCompared()
    {
        var pins = PackagePins.Between("<P><PackageVersion Include='A' Version='1'/><PackageVersion Include='B' Version='1'/></P>", "<P><PackageVersion Include='A' Version='2'/><PackageVersion Include='C' Version='1'/></P>");

        Assert.Equal(("C 1", "A 1 to 2", "B"), (Assert.Single(pins.Added), Assert.Single(pins.Changed), Assert.Single(pins.Removed)));
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static OrchestrationSources Sources(string version, params (string Path, string Text)[] files) => new(
        files.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal), $$$$"""{"extensions":{"durableTask":{"defaultVersion":"{{{{version}}}}"}}}""");
}

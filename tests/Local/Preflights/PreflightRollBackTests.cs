using Tipstaff.StoredData;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Preflights;

/// <summary>What <c>tipstaff preflight</c> compares with: what runs, and what a roll back would deploy.</summary>
public sealed class PreflightRollBackTests
{
    private const string Orchestration = "clone/functions/Checks/RecoverCourt.cs";

    public static TheoryData<string, string, string, string?> Changes => new()
    {
        { $"clone/{StoredDataManifest.Path}", "\"kind\": \"court\",\n      \"writes\": 1,\n      \"reads\": [\n        1\n      ]", "\"kind\": \"court\", \"writes\": 2, \"reads\": [1, 2]", "Stored rows of the kind 'court': the new code writes version 2, and the deployed code reads 1" },
        { Orchestration, "trial = leave.Trial;", "trial = leave.Trial + 1;", "functions/Checks/RecoverCourt.cs changed, and the version of orchestrations did not" },
        { Orchestration, "trial = leave.Trial;", "// As before.\n            trial = leave.Trial;", null },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Preflight_LastGoodReleaseWouldMisread_RefusesForTheRollBack(string path, string old, string @new, string? said)
    {
        using var made = await SomeDeployment.CreateAsync(made => made.Replace(path, old, @new));
        var (running, lastGood) = ($"20261121.3+{made.Commit}", $"20261120.1+{made.Deployed}");

        var unasked = await made.RunAsync(running);
        var (status, _, errors) = await made.RunAsync(running, lastGood);

        Assert.True(unasked.Status == 0, unasked.Errors);
        Assert.Equal(said is null ? 0 : 1, status);
        Assert.Equal(said is not null, errors.Contains($"A roll back to {made.Deployed[..10]}, the last good release, would misread what this one leaves; with that as the deployed code: {said}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "is no version to roll back to")]
    [InlineData("main", "is no version to roll back to")]
    [InlineData("20261120.1+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "The last good release's commit aaaaaaaaaa is not in this clone: fetch its history")]
    public async Task Preflight_UnknownLastGoodRelease_StopsWithOneSentence(string lastGood, string said)
    {
        using var made = await SomeDeployment.CreateAsync();

        var (status, output, errors) = await made.RunAsync(lastGood: lastGood);

        Assert.Equal((1, ""), (status, output));
        Assert.Contains(said, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clone")]
    [InlineData("clone/shared/StoredData")]
    public async Task Preflight_FolderWithinTheClone_LooksAtTheWholeOfIt(string folder)
    {
        using var made = await SomeDeployment.CreateAsync(made => made.Replace(Orchestration, "trial = leave.Trial;", "trial = leave.Trial + 1;"));

        var (status, _, errors) = await TipstaffProcess.RunAsync("preflight", "--repository", made.PathOf(folder), "--deployed", made.Deployed);

        Assert.Equal(1, status);
        Assert.Contains("functions/Checks/RecoverCourt.cs changed, and the version of orchestrations did not", errors, StringComparison.Ordinal);
    }
}

using Tipstaff.StoredData;

namespace Tipstaff.Tests.Shared.StoredData;

public sealed class CompareStoredDataTests
{
    private static readonly string[] Plain = ["json:Alert/id String", "json:Cadence/Daily member"];

    [Theory]
    [InlineData(1, "1", 1, "1", false)]
    [InlineData(1, "1", 1, "1,2", false)]
    [InlineData(1, "1,2", 2, "1,2", false)]
    [InlineData(2, "1,2", 2, "2", false)]
    [InlineData(2, "1,2", 1, "1,2", false)]
    [InlineData(1, "1", 2, "1,2", true)]
    [InlineData(1, "1,2", 2, "2", true)]
    [InlineData(2, "2", 1, "1", true)]
    [InlineData(0, "1", 1, "1", false)]
    [InlineData(1, "1", 0, "1", false)]
    public void Run_Versions_NeitherWritesWhatTheOtherDoesNotRead(int writes, string reads, int nextWrites, string nextReads, bool isRefused)
    {
        var refusals = CompareStoredData.Run(Manifest(Kind(writes, reads)), Manifest(Kind(nextWrites, nextReads)));

        Assert.Equal(isRefused, refusals.Count > 0);
    }

    [Fact]
    public void Run_NewVersionWrittenTooEarly_SaysWhatToDeployFirst()
    {
        var refusal = Assert.Single(CompareStoredData.Run(Manifest(Kind(1, "1")), Manifest(Kind(2, "1,2"))));

        Assert.Equal(
            "Stored rows of the kind 'message': the new code writes version 2, and the deployed code reads 1; "
            + "deploy a commit first that reads version 2 and goes on writing version 1.",
            refusal.ToString());
    }

    [Theory]
    [InlineData("json:Alert/trace TraceId?", false, "1", false)]
    [InlineData("json:Alert/trace TraceId", false, "1", true)]
    [InlineData("json:TraceId/value String", false, "1", false)]
    [InlineData("json:Cadence/Yearly member", false, "1", true)]
    [InlineData("json:Alert/trace TraceId?", true, "1", true)]
    [InlineData("json:Alert/trace TraceId?", true, "1,2", false)]
    [InlineData("json:Alert/trace TraceId", true, "1,2", true)]
    public void Run_LineAddedUnderTheSameVersion_IsAllowedWhereNobodyLosesIt(string line, bool isRewritten, string nextReads, bool isRefused)
    {
        var (before, after) = (Kind(1, "1", isRewritten), Kind(1, nextReads, isRewritten) with { Shape = [.. Plain, line] });

        Assert.Equal(isRefused, CompareStoredData.Run(Manifest(before), Manifest(after)).Count > 0);
    }

    [Theory]
    [InlineData("json:Alert/id Int64")]
    [InlineData("json:Alert/key String")]
    public void Run_RetypedOrRenamedUnderTheSameVersion_IsRefused(string line)
    {
        var after = Kind(1, "1,2") with { Shape = [line, Plain[1]] };

        var refusal = Assert.Single(CompareStoredData.Run(Manifest(Kind(1, "1")), Manifest(after)));

        Assert.Contains($"+ {line}, - {Plain[0]}", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FieldTakenAwayWithANewVersion_IsAllowed() =>
        Assert.Empty(CompareStoredData.Run(Manifest(Kind(1, "1,2")), Manifest(Kind(2, "1,2") with { Shape = [Plain[0]] })));

    [Theory]
    [InlineData("json:Alert/trace TraceId", false, true)]
    [InlineData("json:Cadence/Yearly member", false, true)]
    [InlineData("json:Alert/id Int64?", false, true)]
    [InlineData("json:Alert/trace TraceId?", true, true)]
    [InlineData("json:Alert/trace TraceId?", false, false)]
    [InlineData("json:TraceId/value String", false, false)]
    public void Run_LineAddedWithTheFirstWritingOfAVersion_IsRefusedWhereTheDeployedCodeMisreadsIt(string line, bool isRewritten, bool isRefused)
    {
        var (before, after) = (Kind(1, "1,2", isRewritten), Kind(2, "1,2", isRewritten) with { Shape = [.. Plain, line] });

        var refusals = CompareStoredData.Run(Manifest(before), Manifest(after));

        Assert.Equal(isRefused ? 1 : 0, refusals.Count);
        Assert.All(refusals, refusal => Assert.Contains($"begins to write version 2 with what the deployed code, which reads that version, does not know (+ {line})", refusal.Reason, StringComparison.Ordinal));
        Assert.Empty(CompareStoredData.Run(Manifest(before with { Shape = after.Shape }), Manifest(after)));
    }

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    public void Run_KindThatTheDeployedCodeDoesNotKnow_IsRefusedWhereItWouldMeetIt(int writes, bool isApart, bool isRefused) =>
        Assert.Equal(isRefused, CompareStoredData.Run(Manifest(), Manifest(Kind(writes, "1") with { Apart = isApart })).Count > 0);

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void Run_KindThatTheNewCodeDoesNotKnow_IsRefusedWhileItIsWritten(int writes, bool isRefused) =>
        Assert.Equal(isRefused, CompareStoredData.Run(Manifest(Kind(writes, "1")), Manifest()).Count > 0);

    [Theory]
    [InlineData(1, "1", false)]
    [InlineData(1, "1,2", false)]
    [InlineData(2, "1,2", true)]
    public void Run_DeployedCommitWithoutAManifest_WroteAndReadsVersion1(int writes, string reads, bool isRefused) =>
        Assert.Equal(isRefused, CompareStoredData.Run(deployed: null, Manifest(Kind(writes, reads), Kind(1, "1") with { Kind = "checkpoint", Apart = true })).Count > 0);

    private static StoredDataManifest Manifest(params StoredKindEntry[] kinds) => new(kinds);

    private static StoredKindEntry Kind(int writes, string reads, bool isRewritten = false) =>
        new("message", writes, [.. reads.Split(',').Select(int.Parse)], isRewritten, Apart: false, Plain);
}

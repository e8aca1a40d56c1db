using Tipstaff.StoredData;

namespace Tipstaff.Tests.Shared.StoredData;

public sealed class BackfillEstimateTests
{
    [Theory]
    [InlineData(1_000_000, 0, 200, 2, 0)]
    [InlineData(1_000_000, 180_000, 200, 2, 1_800)]
    [InlineData(500, 500, 250, 0.5, 1)]
    public void Time_CountsAndRate_IsOldRowsByRate(long rows, long old, int sample, double seconds, double expected) =>
        Assert.Equal(expected, Estimate(rows, old, sample, seconds).Time.TotalSeconds, precision: 6);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 1_000.1)]
    public void Time_FewOldRowsAmongMany_IsThatOfLookingAtAll(long old, double expected) =>
        Assert.Equal(expected, Estimate(1_000_000, old, 200, 2, TimeSpan.FromSeconds(0.1)).Time.TotalSeconds, precision: 6);

    [Fact]
    public void Time_NothingMeasured_IsNotSaidToBeShort() =>
        Assert.NotNull(BackfillEstimate.RefusalInsideDeploy([Estimate(10, 10, 0, 0)]));

    [Theory]
    [InlineData(180_000, false)]
    [InlineData(180_001, true)]
    public void RefusalInsideDeploy_MoreThanThirtyMinutesInAll_RefusesAndSaysWhatToDo(long old, bool isRefused)
    {
        var refusal = BackfillEstimate.RefusalInsideDeploy([Estimate(old, old - 100, 200, 2), Estimate(100, 100, 200, 2)]);

        Assert.Equal(
            isRefused
                ? "The backfill would take about 30 minutes, and a deploy waits for 30 at most: deploy code that still reads the old version, and run the backfill beside it."
                : null,
            refusal);
    }

    [Theory]
    [InlineData("1,2", 5, false)]
    [InlineData("2", 0, false)]
    [InlineData("2", 5, true)]
    [InlineData("2,3", 5, true)]
    public void RefusalToContract_RowsOfAVersionNoLongerRead_Refuses(string reads, long old, bool isRefused)
    {
        var kind = new StoredKind("message", 2, [.. reads.Split(',').Select(int.Parse)]);

        var refusal = BackfillEstimate.RefusalToContract([(kind, new RowCounts(10, old, 1))]);

        Assert.Equal(
            isRefused ? "5 rows of the kind 'message' are of a version that this Tipstaff reads no more: run tipstaff migrate of the version before to its end, then start this one again." : null,
            refusal);
    }

    private static BackfillEstimate Estimate(long rows, long old, int sample, double seconds, TimeSpan piece = default) =>
        new(StoredKinds.Message, new RowCounts(rows, old, rows / 100), new BackfillSample(sample, TimeSpan.FromSeconds(seconds), piece));
}

using Azure.Data.Tables;

namespace Tipstaff.Tests.Harness.Tables;

/// <summary>Conditions in C# as filters.</summary>
public sealed class FilterExpressionTests
{
    private readonly string _court = "nysd";

    [Fact]
    public void CreateQueryFilter_OfCapturedValues_QuotesThem()
    {
        var from = "o'brien";
        var when = new { At = new DateTimeOffset(2026, 11, 16, 7, 0, 0, TimeSpan.FromHours(-5)) };

        var filter = TableClient.CreateQueryFilter<TableEntity>(row =>
            row.PartitionKey == _court && string.Compare(row.RowKey, from) >= 0 && row.RowKey.CompareTo("p") < 0 && row.Timestamp > when.At);

        Assert.Equal(
            "(((PartitionKey eq 'nysd') and (RowKey ge 'o''brien')) and (RowKey lt 'p')) and (Timestamp gt datetime'2026-11-16T12:00:00Z')",
            filter);
    }

    [Fact]
    public void CreateQueryFilter_OfNamedValues_NamesThem()
    {
        var large = 5L;

        var filter = TableClient.CreateQueryFilter<TableEntity>(row =>
            row.GetInt64("Count") == large || !(row.GetBoolean("Done") == true) || (string)row["State"] != "open");

        Assert.Equal("((Count eq 5L) or (not (Done eq true))) or (State ne 'open')", filter);
    }

    [Fact]
    public void CreateQueryFilter_OfAnInterpolation_QuotesItsValues()
    {
        var id = new Guid("0b8c3c0e-8a4f-4dcb-a1a2-6a5a4f3d2b1c");

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"o'brien"} and Count ge {3} and Large lt {4L} and Id eq {id} and Done eq {true}");

        Assert.Equal(
            "PartitionKey eq 'o''brien' and Count ge 3 and Large lt 4L and Id eq guid'0b8c3c0e-8a4f-4dcb-a1a2-6a5a4f3d2b1c' and Done eq true",
            filter);
    }

    [Fact]
    public void CreateQueryFilter_OfEverything_IsNone() => Assert.Null(TableClient.CreateQueryFilter<TableEntity>(_ => true));

    [Fact]
    public void CreateQueryFilter_WithAComparisonOfStrings_ThrowsAsTheSdkDoes() =>
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<TableEntity>(
            row => string.Compare(row.RowKey, "a", StringComparison.Ordinal) >= 0));

    [Fact]
    public void CreateQueryFilter_OfAMethodOfTheRow_Throws() =>
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<TableEntity>(row => row.RowKey.StartsWith('a')));
}

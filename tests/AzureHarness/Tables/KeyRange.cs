using static Tipstaff.AzureHarness.TableFilter;

namespace Tipstaff.AzureHarness;

/// <summary>The keys that a filter can fit at all, so that no other rows are looked at. Bounds are included; null is none.</summary>
internal readonly record struct KeyRange(string? FirstPartition, string? LastPartition, string? FirstRow, string? LastRow)
{
    /// <summary>Whether it lies in one partition.</summary>
    public bool IsOnePartition => FirstPartition is not null && FirstPartition == LastPartition;

    public static KeyRange Of(TableFilter filter) => filter switch
    {
        And(var left, var right) => Of(left).Within(Of(right)),
        Comparison("PartitionKey", var word, string key) => new(First(word, key), Last(word, key), null, null),
        Comparison("RowKey", var word, string key) => new(null, null, First(word, key), Last(word, key)),
        _ => default,
    };

    private static string? First(string word, string key) => word is "eq" or "ge" or "gt" ? key : null;

    private static string? Last(string word, string key) => word is "eq" or "le" or "lt" ? key : null;

    private KeyRange Within(KeyRange other) => new(
        Higher(FirstPartition, other.FirstPartition),
        Lower(LastPartition, other.LastPartition),
        Higher(FirstRow, other.FirstRow),
        Lower(LastRow, other.LastRow));

    private static string? Higher(string? one, string? other) =>
        one is null || (other is not null && string.CompareOrdinal(other, one) > 0) ? other : one;

    private static string? Lower(string? one, string? other) =>
        one is null || (other is not null && string.CompareOrdinal(other, one) < 0) ? other : one;
}

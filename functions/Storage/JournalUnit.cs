using System.Diagnostics;
using Azure.Data.Tables;
using Tipstaff.Courts;

namespace Tipstaff.Functions.Storage;

/// <summary>A unit of writes as a journal holds it: rows of typed values.</summary>
internal sealed record JournalUnit(IReadOnlyList<JournalWrite> W)
{
    public static JournalUnit Of(RowUnit unit) => new([.. unit.Writes.Select(write => new JournalWrite(
        write.Kind,
        write.Row.RowKey,
        [.. write.Row.Where(value => value.Key is not ("PartitionKey" or "RowKey")).Select(value => JournalValue.Of(value.Key, value.Value))]))]);

    public RowUnit ToUnit(CourtId court) => new([.. W.Select(write => new RowWrite(write.K, ToRow(court, write)))]);

    private static TableEntity ToRow(CourtId court, JournalWrite write)
    {
        var row = new TableEntity(court.Value, write.R);
        foreach (var value in write.V)
        {
            row[value.N] = value.Value;
        }

        return row;
    }
}

/// <summary>One write.</summary>
/// <param name="K">What is done.</param>
/// <param name="R">The row key.</param>
/// <param name="V">The row's values.</param>
internal sealed record JournalWrite(RowWriteKind K, string R, IReadOnlyList<JournalValue> V);

/// <summary>One value: a text, a number of 64 or 32 bits, a truth value, or bytes.</summary>
internal sealed record JournalValue(string N, string? S = null, long? L = null, int? I = null, bool? B = null, byte[]? D = null)
{
    public static JournalValue Of(string name, object value) => value switch
    {
        string text => new(name, S: text),
        long number => new(name, L: number),
        int number => new(name, I: number),
        bool truth => new(name, B: truth),
        byte[] bytes => new(name, D: bytes),
        _ => throw new UnreachableException(),
    };

    [System.Text.Json.Serialization.JsonIgnore]
    public object Value => S ?? (object?)L ?? (object?)I ?? (object?)B ?? D!;
}

using System.Collections.Immutable;
using Azure.Data.Tables;
using Tipstaff.Dockets;

namespace Tipstaff.Functions.Storage;

/// <summary>
/// The identities and labels of a court's newest entries in one row, so that a feed of a thousand items is looked up in one call.
/// </summary>
/// <param name="Labels">The labels by identity.</param>
/// <param name="Order">The identities, the oldest first.</param>
/// <param name="IsAll">Whether no entry of the court is missing: then what is not here is new.</param>
internal sealed record KnownEntries(ImmutableDictionary<string, IReadOnlyList<string>> Labels, ImmutableList<string> Order, bool IsAll)
{
    /// <summary>How many are kept: those of some days of the busiest court.</summary>
    public const int Max = 5_000;

    private const string Name = "Known";

    // So much fits the row beside the state, even where labels are so odd that nothing compresses them.
    private const int MaxLength = 330_000;

    /// <summary>Of a court without entries.</summary>
    public static KnownEntries None { get; } = new(ImmutableDictionary.Create<string, IReadOnlyList<string>>(StringComparer.Ordinal), [], IsAll: true);

    public static KnownEntries? Read(TableEntity row)
    {
        if (PackedText.Read(row, Name) is not { } json)
        {
            return null;
        }

        var stored = StoredJson.Read<List<Stored>>(json, $"{row.PartitionKey} {row.RowKey}");
        return new(
            None.Labels.AddRange(stored.Select(one => KeyValuePair.Create(one.I, one.L))),
            [.. stored.Select(one => one.I)],
            row.GetBoolean("KnownIsAll") ?? false);
    }

    public void Write(TableEntity row)
    {
        PackedText.Write(row, Name, StoredJson.Write(Order.Select(identity => new Stored(identity, Labels[identity]))));
        row["KnownIsAll"] = IsAll;
    }

    public IReadOnlyList<string>? LabelsOf(EntryIdentity identity) => Labels.GetValueOrDefault(identity.Value);

    /// <summary>With entries that were recorded, the oldest cut off.</summary>
    public KnownEntries With(IEnumerable<DocketEntry> added)
    {
        var (labels, order) = (Labels.ToBuilder(), Order.ToBuilder());
        foreach (var entry in added)
        {
            order.Add(entry.Identity.Value);
            labels[entry.Identity.Value] = entry.Labels;
        }

        return Cut(labels, order);
    }

    /// <summary>With the labels of entries that came later.</summary>
    public KnownEntries WithLabels(IEnumerable<DocketEntry> revised)
    {
        var labels = Labels.ToBuilder();
        foreach (var entry in revised.Where(entry => Labels.ContainsKey(entry.Identity.Value)))
        {
            labels[entry.Identity.Value] = entry.Labels;
        }

        return Cut(labels, Order.ToBuilder());
    }

    // The oldest go, so that the rest fits the row.
    private KnownEntries Cut(ImmutableDictionary<string, IReadOnlyList<string>>.Builder labels, ImmutableList<string>.Builder order)
    {
        var (kept, length) = (0, 0);
        while (kept < Math.Min(order.Count, Max))
        {
            var identity = order[order.Count - 1 - kept];
            length += identity.Length + 20 + labels[identity].Sum(label => label.Length + 3);
            if (length > MaxLength)
            {
                break;
            }

            kept++;
        }

        var cut = order.Take(order.Count - kept).ToList();
        labels.RemoveRange(cut);
        order.RemoveRange(0, cut.Count);
        return new(labels.ToImmutable(), order.ToImmutable(), IsAll && cut.Count == 0);
    }

    private sealed record Stored(string I, IReadOnlyList<string> L);
}

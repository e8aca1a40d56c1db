namespace Tipstaff.StoredData;

/// <summary>What differs between two shapes of a kind. A renamed or retyped field is one that went and one that came.</summary>
/// <param name="Added">Lines that came.</param>
/// <param name="Removed">Lines that went.</param>
/// <param name="IsAdditive">
/// Whether whoever knows the older shape reads rows of the newer one: nothing went, and what came may be missing, or belongs to a record or an
/// enumeration that is new as a whole.
/// </param>
public sealed record ShapeChange(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, bool IsAdditive)
{
    /// <summary>Whether nothing differs.</summary>
    public bool IsNone => Added.Count + Removed.Count == 0;

    /// <summary>What differs, in order of the text.</summary>
    public static ShapeChange Between(IReadOnlyList<string> older, IReadOnlyList<string> newer)
    {
        var (added, removed) = (newer.Except(older, StringComparer.Ordinal).ToList(), older.Except(newer, StringComparer.Ordinal).ToList());
        var known = older.Select(line => ShapeLine.Parse(line).Owner).ToHashSet(StringComparer.Ordinal);
        return new(added, removed, removed.Count == 0 && added.Select(ShapeLine.Parse).All(line => line.IsOptional || !known.Contains(line.Owner)));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", [.. Added.Select(line => $"+ {line}"), .. Removed.Select(line => $"- {line}")]);
}

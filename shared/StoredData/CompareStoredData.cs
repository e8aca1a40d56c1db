using System.Globalization;

namespace Tipstaff.StoredData;

/// <summary>Decides whether new code can be deployed beside deployed code on the same rows, and be taken back again.</summary>
public static class CompareStoredData
{
    /// <summary>Compares, kind by kind; neither may write what the other does not read.</summary>
    /// <param name="deployed">
    /// What is deployed; null where its commit has no manifest: such code writes and reads version 1, and no kind that lies apart.
    /// </param>
    /// <param name="next">What is to be deployed.</param>
    /// <returns>What speaks against it; nothing when nothing does.</returns>
    public static IReadOnlyList<StoredDataRefusal> Run(StoredDataManifest? deployed, StoredDataManifest next)
    {
        var before = (deployed?.Kinds ?? [.. next.Kinds.Where(kind => !kind.Apart).Select(kind => kind with { Writes = 1, Reads = [1] })])
            .ToDictionary(kind => kind.Kind, StringComparer.Ordinal);
        var gone = before.Values.ExceptBy(next.Kinds.Select(kind => kind.Kind), kind => kind.Kind, StringComparer.Ordinal);
        return
        [
            .. next.Kinds.SelectMany(kind => before.TryGetValue(kind.Kind, out var known) ? Compare(known, kind) : CompareNew(kind)),
            .. gone.SelectMany(CompareGone),
        ];
    }

    private static IEnumerable<StoredDataRefusal> CompareNew(StoredKindEntry next)
    {
        if (next is { Writes: > 0, Apart: false })
        {
            yield return new(
                next.Kind,
                "the new code writes rows of a kind that the deployed code does not know and would meet",
                "deploy a commit first that reads the kind and writes none of it (Writes 0), or put its rows where only its own code looks (IsApart)");
        }
    }

    private static IEnumerable<StoredDataRefusal> CompareGone(StoredKindEntry deployed)
    {
        if (deployed.Writes > 0)
        {
            yield return new(
                deployed.Kind,
                "the deployed code writes rows of a kind that the new code does not know",
                "keep the kind in shared/StoredData/StoredKinds.cs, deploy a commit first that writes none of it (Writes 0), and remove it with the next one");
        }
    }

    private static IEnumerable<StoredDataRefusal> Compare(StoredKindEntry deployed, StoredKindEntry next)
    {
        if (next.Writes > 0 && !deployed.Reads.Contains(next.Writes))
        {
            yield return new(
                next.Kind,
                $"the new code writes version {Text(next.Writes)}, and the deployed code reads {Texts(deployed.Reads)}",
                $"deploy a commit first that reads version {Text(next.Writes)} and goes on writing version {Text(deployed.Writes)}");
        }

        if (deployed.Writes > 0 && !next.Reads.Contains(deployed.Writes))
        {
            yield return new(
                next.Kind,
                $"the deployed code writes version {Text(deployed.Writes)}, and the new code reads {Texts(next.Reads)}",
                $"go on reading version {Text(deployed.Writes)}, deploy a commit that writes a newer one, migrate the rows, and drop the old version with the next one");
        }

        if (next.Writes > 0 && next.Writes != deployed.Writes && deployed.Reads.Contains(next.Writes) && Unknown(deployed, next) is { Count: > 0 } unknown)
        {
            yield return new(
                next.Kind,
                $"the new code begins to write version {Text(next.Writes)} with what the deployed code, which reads that version, does not know ({string.Join(", ", unknown.Select(line => $"+ {line}"))})",
                $"deploy a commit first that knows it and {(deployed.Writes > 0 ? $"goes on writing version {Text(deployed.Writes)}" : "writes none of the kind")}, or give it the version after");
        }

        var change = ShapeChange.Between(deployed.Shape, next.Shape);
        if (deployed.Writes == next.Writes && !change.IsNone && !IsAllowed(deployed, next, change))
        {
            yield return new(
                next.Kind,
                $"its shape changed without a new version ({change})",
                next.Rewritten || change.IsAdditive
                    ? "have the new code read the next version already and leave the new field empty until it writes that version: code that does not know a field loses it when it rewrites the row"
                    : "give the changed shape a version of its own, which the new code reads and does not write yet");
        }
    }

    // What is not rewritten keeps a field that older code does not know. What is, may have it once it is told to be of the next version.
    private static bool IsAllowed(StoredKindEntry deployed, StoredKindEntry next, ShapeChange change) =>
        change.IsAdditive && ((!next.Rewritten && !deployed.Rewritten) || next.Reads.Max() > deployed.Reads.Max());

    // What came beside a version that the deployed code says it reads. A line that takes the place of another is none that may be missing.
    private static IReadOnlyList<string> Unknown(StoredKindEntry deployed, StoredKindEntry next)
    {
        var change = ShapeChange.Between(deployed.Shape, [.. deployed.Shape.Union(next.Shape, StringComparer.Ordinal)]);
        var known = deployed.Shape.Select(ShapeLine.Parse).Select(line => (line.Owner, line.Field)).ToHashSet();
        var isRetyped = change.Added.Select(ShapeLine.Parse).Any(line => known.Contains((line.Owner, line.Field)));
        return change.IsAdditive && !isRetyped && !next.Rewritten && !deployed.Rewritten ? [] : change.Added;
    }

    private static string Texts(IEnumerable<int> versions) => string.Join(" and ", versions.Select(Text));

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Why a deploy would have two programs misread each other's rows.</summary>
/// <param name="Kind">Rows of which kind.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record StoredDataRefusal(string Kind, string Reason, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"Stored rows of the kind '{Kind}': {Reason}; {Remedy}.";
}

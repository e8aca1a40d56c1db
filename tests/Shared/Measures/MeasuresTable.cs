using System.Text.RegularExpressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Measures;

/// <summary>The table of <c>docs/measures.md</c>.</summary>
internal static partial class MeasuresTable
{
    public static IReadOnlyList<Row> Rows { get; } =
    [
        .. RowPattern.Matches(File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "measures.md")))
            .Select(row => new Row(
                row.Groups["name"].Value,
                row.Groups["unit"].Value,
                row.Groups["kind"].Value,
                [.. Tag.Matches(row.Groups["tags"].Value).Select(tag => tag.Groups[1].Value)])),
    ];

    // | `tipstaff.checks` | 1 | counter | `court`, `outcome` | …
    [GeneratedRegex(@"^\| `(?<name>tipstaff[a-z._]+)` \| (?<unit>\w+) \| (?<kind>\w+) \| (?<tags>[^|]*) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex RowPattern { get; }

    [GeneratedRegex("`([a-z]+)`")]
    private static partial Regex Tag { get; }

    /// <summary>What a run measured is what the table says, both ways, but for what is named.</summary>
    public static void AssertIsWhatWasTaken(MeasuresTaken taken, params string[] except)
    {
        var expected = Rows.Where(row => !except.Contains(row.Name, StringComparer.Ordinal)).Select(row => $"{row.Name} {string.Join(' ', row.Tags)}");
        var measured = taken.All.Where(measure => !except.Contains(measure.Name, StringComparer.Ordinal))
            .Select(measure => $"{measure.Name} {string.Join(' ', measure.Tags.Keys)}").Distinct();
        Assert.Equal(expected.Order(StringComparer.Ordinal), measured.Order(StringComparer.Ordinal));
    }

    /// <summary>A measure.</summary>
    internal sealed record Row(string Name, string Unit, string Kind, IReadOnlyList<string> Tags);
}

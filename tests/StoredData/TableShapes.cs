using System.Text.RegularExpressions;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Storage;
using Tipstaff.StoredData;
using Tipstaff.Tests.Functions.Storage;

namespace Tipstaff.Tests.StoredData;

/// <summary>The properties of all rows that a scenario ever writes, those too that are gone a moment later.</summary>
internal sealed partial class TableShapes(TableTestStore store)
{
    private readonly HashSet<(string Table, string Prefix, StoredKind Kind, string Name, string Type)> _seen = [];

    /// <summary>What was seen.</summary>
    public IEnumerable<(StoredKind Kind, string Line)> Lines => _seen.Select(one => (one.Kind, $"table:{one.Table}:{one.Prefix}/{one.Name} {one.Type}?"));

    // {name}0, {name}1 are parts of a long text.
    [GeneratedRegex(@"^[A-Za-z]+\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part { get; }

    /// <summary>Looks at all rows after each call from now on.</summary>
    public void Watch() => store.Cloud.Faults = new TableFaults
    {
        After = _ =>
        {
            Look();
            return Task.CompletedTask;
        },
    };

    private void Look()
    {
        var tables = store.Cloud.Tables;
        foreach (var table in tables.Names())
        {
            foreach (var row in tables.Query(table, new TableFilter.Everything(), int.MaxValue, from: null).Items)
            {
                var kind = TableKinds.Of(row.PartitionKey, row.RowKey);
                _seen.UnionWith(row.Values.Where(value => !Part.IsMatch(value.Key))
                    .Select(value => (table, PrefixOf(row), kind, value.Key, value.Value.GetType().Name)));
            }
        }
    }

    private static string PrefixOf(TableRow row) =>
        row.PartitionKey is "courts" or "alerts" or "queues" or "every" ? row.PartitionKey
        : row.PartitionKey.StartsWith("id-", StringComparison.Ordinal) ? "id"
        : row.RowKey is "head" or "address" or "webhooks" or "~count" ? row.RowKey
        : row.RowKey.Split('|') is ["quota" or { Length: 1 } or ['~', _], ..] parts ? parts[0]
        : "docket";
}

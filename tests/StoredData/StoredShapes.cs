using System.Reflection;
using Tipstaff.Functions.Mail;
using Tipstaff.Functions.Storage;
using Tipstaff.Gaps;
using Tipstaff.Local.Storage;
using Tipstaff.StoredData;
using Tipstaff.Tests.Functions.Storage;

namespace Tipstaff.Tests.StoredData;

/// <summary>The manifest that the code itself makes: its records, its columns, the rows that it writes.</summary>
internal static class StoredShapes
{
    // What stands as JSON in tables alone; all else is in both stores.
    private static readonly Dictionary<Type, StoredKind> OfTables = new()
    {
        [typeof(RecentLine)] = StoredKinds.Court,
        [typeof(KnownEntries).GetNestedType("Stored", BindingFlags.NonPublic)!] = StoredKinds.Court,
        [typeof(ToldNotes)] = StoredKinds.Notes,
        [typeof(JournalUnit)] = StoredKinds.Journal,
        [typeof(TakenTokens)] = StoredKinds.Quota,
    };

    public static async Task<StoredDataManifest> ManifestAsync(CancellationToken cancellationToken)
    {
        using var store = new TableTestStore();
        var tables = new TableShapes(store);
        tables.Watch();
        await new TableScenario(store, cancellationToken).RunAsync();
        var json = SqliteKinds.OfType.Concat(OfTables).Concat(RunningShapes.All).SelectMany(one => JsonShapes.Of(one.Key).Select(line => (Kind: one.Value, Line: line)));
        var lines = json.Concat(await SqliteShapes.AllAsync(cancellationToken)).Concat(tables.Lines).ToLookup(one => one.Kind, one => one.Line);
        return new StoredDataManifest([.. StoredKinds.All.Select(kind => StoredKindEntry.Of(kind, lines[kind]))]);
    }
}

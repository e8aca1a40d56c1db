using System.Text.Json.Nodes;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>A real feed, and what the corpus says of it: nothing here comes from the code under test.</summary>
/// <param name="Court">The court's id.</param>
/// <param name="Name">The file's name, without its extension.</param>
internal sealed record CorpusFeed(string Court, string Name)
{
    public static readonly IReadOnlyList<CorpusFeed> All =
    [
        new("nysd", "sdny_1"), new("nysb", "nysb_1"), new("wvsd", "wvsd"),
        new("ca2", "ca2_1"), new("ca6", "ca6"), new("ca10", "ca10"), new("cafc", "cafc"),
    ];

    public byte[] Body => File.ReadAllBytes(PathOf("xml"));

    /// <summary>The entries that a reader of all its dockets is told, by docket.</summary>
    public IReadOnlyDictionary<string, List<ToldEntry>> Dockets()
    {
        return Entries().GroupBy(one => one.Docket).ToDictionary(
            docket => docket.Key,
            // A document that the clerk entered in the cases of several defendants is told once.
            docket => docket.GroupBy(one => one.Told.Document ?? $"none, {one.FiledAt}, {one.Told.Labels}, {one.Case}")
                .SelectMany(document => document.Where(one => one.Case == document.First().Case))
                .Select(one => one.Told).OrderBy(told => told.ToString(), StringComparer.Ordinal).ToList(),
            StringComparer.Ordinal);
    }

    /// <summary>The dockets with a document that the clerk entered in several cases.</summary>
    public IReadOnlySet<string> SpreadDockets() =>
        Entries().Where(one => one.Told.Document is not null).GroupBy(one => (one.Docket, one.Told.Document))
            .Where(document => document.Select(one => one.Case).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(document => document.Key.Docket).ToHashSet(StringComparer.Ordinal);

    private IEnumerable<(string Docket, string Case, string FiledAt, ToldEntry Told)> Entries() =>
        JsonNode.Parse(File.ReadAllText(PathOf("json")))!.AsArray().Select(Read).OrderBy(one => one.FiledAt, StringComparer.Ordinal);

    private static (string Docket, string Case, string FiledAt, ToldEntry Told) Read(JsonNode? item)
    {
        var entry = item!["docket_entries"]!.AsArray().Single()!;
        var (number, document) = (TextOrNull(entry["document_number"]), TextOrNull(entry["pacer_doc_id"]));
        return (
            item["docket_number"]!.GetValue<string>(),
            Text(item["pacer_case_id"]),
            Text(entry["date_filed"]),
            // Where a court of appeals gives no number, the corpus has the document's id there (its rule R13).
            new ToldEntry(number == document ? null : number, ToldEntry.LabelsOf(Text(entry["short_description"])), document));
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static string? TextOrNull(JsonNode? node) => Text(node) is { Length: > 0 } text ? text : null;

    private string PathOf(string extension) => Path.Combine(Support.Repository.Corpus!, "rss", $"{Name}.{extension}");
}

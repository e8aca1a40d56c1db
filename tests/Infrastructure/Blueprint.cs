using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tipstaff.Tests.Infrastructure;

/// <summary>All that the rules look at: the Bicep files, what deployments of them would make, their queries, and the documents beside them.</summary>
internal sealed partial record Blueprint(string Root, BicepFacts Facts, IReadOnlyDictionary<string, CompiledQuery> Queries)
{
    private const string Templates = "infra-bicep";
    private const string Runbook = "docs/runbook.md";
    private static readonly string[] Documents = ["docs/measures.md", Runbook];

    // What a person or the pipeline gives.
    private static readonly Dictionary<string, string> Given = new(StringComparer.Ordinal)
    {
        ["TIPSTAFF_OPERATOR"] = "operators@example.com",
        ["TIPSTAFF_CONTACT"] = "desk@example.com",
        ["TIPSTAFF_MAIL_DOMAIN"] = "alerts.example.com",
        ["TIPSTAFF_BUDGET_FROM"] = "2026-12-01",
        ["TIPSTAFF_CANARY_ADDRESS"] = "canary@example.com",
    };

    // Every branch of the templates is taken by one of them.
    private static readonly Dictionary<string, object> Plans = new(StringComparer.Ordinal)
    {
        ["dev"] = new { Parameters = "dev.bicepparam", Environment = Given },
        ["prod"] = new { Parameters = "prod.bicepparam", Environment = Given },
        ["relay"] = new { Parameters = "prod.bicepparam", Environment = Given.Append(new("TIPSTAFF_SMTP_HOST", "relay.example.com")).Append(new("TIPSTAFF_MAIL_PROVIDERS", "smtp")).ToDictionary() },
        ["away"] = new { Parameters = "prod.bicepparam", Environment = Given.Append(new("TIPSTAFF_REPORTS_DELIVERIES", "yes")).ToDictionary() },
        ["everything"] = new
        {
            Parameters = "prod.bicepparam",
            Environment = Given.Append(new("TIPSTAFF_MAIL_DOMAIN_VERIFIED", "yes")).Append(new("TIPSTAFF_SMTP_HOST", "mail.example.com"))
                .Append(new("TIPSTAFF_SMTP_USER", "tipstaff")).Append(new("TIPSTAFF_MAIL_PROVIDERS", "acs,smtp"))
                .Append(new("TIPSTAFF_PUBLIC_URL", "https://alerts.example.com"))
                .Append(new("TIPSTAFF_DELIVERY_REPORTS_URL", "https://tipstaff.example.com/api/delivery-reports?code=key")).ToDictionary(),
            Set = new
            {
                durableBackend = "azureStorage",
                signingPrograms = new[] { "newsroom" },
                linkKeys = new[] { new { name = "spring", signsFrom = "2026-03-01T00:00:00Z" } },
                moreTags = new[] { new { name = "costCentre", value = "42" } },
            },
        },
    };

    // `AppMetrics | where Name == 'tipstaff.outbox.age'`, over several lines too
    [GeneratedRegex("`(?<query>App[A-Z][a-z]+ \\|[^`]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InTheText { get; }

    /// <summary>This repository's own.</summary>
    public static Task<Blueprint> OfTheRepositoryAsync(NodeScripts scripts) => ReadAsync(scripts, Support.Repository.Root);

    /// <summary>A copy in another folder with one text of a file replaced by another.</summary>
    public static async Task<Blueprint> BrokenAsync(NodeScripts scripts, string folder, string file, string old, string @new)
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Support.Repository.Root, Templates), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Support.Repository.Root, path)).Concat(Documents))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.Copy(Path.Combine(Support.Repository.Root, path), Path.Combine(folder, path));
        }

        var text = await File.ReadAllTextAsync(Path.Combine(folder, file));
        Assert.True(text.Contains(old, StringComparison.Ordinal), $"{file} has no '{old}' to break.");
        await File.WriteAllTextAsync(Path.Combine(folder, file), text.Replace(old, @new, StringComparison.Ordinal));
        return await ReadAsync(scripts, folder);
    }

    /// <summary>One of the documents, or any other file, as text.</summary>
    public string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The workbook's queries by their title.</summary>
    public static IEnumerable<KeyValuePair<string, string>> WorkbookQueries(string json)
    {
        using var workbook = JsonDocument.Parse(json);
        return
        [
            .. from item in workbook.RootElement.GetProperty("items").EnumerateArray()
               let content = item.GetProperty("content")
               where content.TryGetProperty("query", out _)
               select KeyValuePair.Create($"workbook: {item.GetProperty("name").GetString()}", content.GetProperty("query").GetString()!),
        ];
    }

    /// <summary>The queries that the runbook has a person run, by their number.</summary>
    public static IEnumerable<KeyValuePair<string, string>> RunbookQueries(string text) =>
        InTheText.Matches(text).Select((match, number) => KeyValuePair.Create($"{Runbook}, query {number + 1}", match.Groups["query"].Value));

    private static async Task<Blueprint> ReadAsync(NodeScripts scripts, string root)
    {
        var folder = Path.Combine(root, Templates);
        var facts = await scripts.AskAsync<BicepFacts>("read-bicep.mjs", new { folder, Plans });
        var texts = Directory.EnumerateFiles(Path.Combine(folder, "queries")).Select(path => KeyValuePair.Create(Path.GetFileName(path), File.ReadAllText(path)))
            .Concat(RunbookQueries(await File.ReadAllTextAsync(Path.Combine(root, Runbook))))
            .Concat(WorkbookQueries(await File.ReadAllTextAsync(Path.Combine(folder, "workbook.json")))).ToDictionary();
        var compiled = await scripts.AskAsync<Dictionary<string, CompiledQuery>>("read-kql.mjs", texts);
        return new Blueprint(root, facts, compiled.ToDictionary(query => query.Key, query => query.Value with { Text = texts[query.Key] }));
    }
}

/// <summary>A query, what is wrong with it, and the columns that it gives.</summary>
internal sealed record CompiledQuery(string[] Errors, string[] Columns)
{
    /// <summary>The query itself.</summary>
    public string Text { get; init; } = "";
}

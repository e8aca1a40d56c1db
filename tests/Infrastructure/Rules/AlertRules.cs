using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.Tests.Infrastructure.Rules;

/// <summary>Rules, workbook and runbook speak of measures that there are.</summary>
internal static partial class AlertRules
{
    private const string Rule = "Microsoft.Insights/scheduledQueryRules";
    private const string TimerQuery = "timer-missing.kql";
    private const string WatchQuery = "vital-signs.kql";

    // | `tipstaff.checks` | 1 | counter | `court`, `outcome` | …
    [GeneratedRegex(@"^\| `(?<name>tipstaff\.[a-z._]+)` \| (?<unit>\S+) \| (?<kind>\w+) \| (?<tags>[^|]*)\|", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row { get; }

    [GeneratedRegex(@"tipstaff\.[a-z._]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name { get; }

    // Properties.court, Properties['to']
    [GeneratedRegex(@"Properties(?:\.(?<tag>\w+)|\['(?<tag>\w+)'\])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag { get; }

    // ### delay-p95
    [GeneratedRegex(@"^### (?<rule>[a-z0-9-]+)\n(?<text>(?:(?!^#).*\n?)*)", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading { get; }

    /// <summary>Each query compiles, and asks for measures and tags of docs/measures.md.</summary>
    public static IEnumerable<string> Queries(Blueprint blueprint)
    {
        var measures = Row.Matches(blueprint.Text("docs/measures.md"))
            .ToDictionary(row => row.Groups["name"].Value, row => row.Groups["tags"].Value.Split(',').Select(tag => tag.Trim(' ', '`')).ToList(), StringComparer.Ordinal);
        foreach (var (name, query) in blueprint.Queries)
        {
            foreach (var error in query.Errors)
            {
                yield return $"{name}: {error}";
            }

            var asked = Name.Matches(query.Text).Select(match => match.Value).ToList();
            foreach (var unknown in asked.Where(measure => !measures.ContainsKey(measure)))
            {
                yield return $"{name}: docs/measures.md has no {unknown}";
            }

            foreach (var tag in Tag.Matches(query.Text).Select(match => match.Groups["tag"].Value).Where(tag => !asked.Any(measure => measures.GetValueOrDefault(measure, []).Contains(tag))))
            {
                yield return $"{name}: none of its measures has the tag {tag}";
            }
        }
    }

    /// <summary>Each rule asks a query of its own for a column that it gives, tells the operators, and has its heading in the runbook.</summary>
    public static IEnumerable<string> Rules(Blueprint blueprint)
    {
        var headings = Heading.Matches(blueprint.Text("docs/runbook.md")).ToDictionary(match => match.Groups["rule"].Value, match => match.Groups["text"].Value, StringComparer.Ordinal);
        var rules = blueprint.Facts.Plans["prod"].Resources.Where(resource => resource.Type == Rule).ToList();
        var group = blueprint.Facts.Plans["prod"].Resources.Single(resource => resource.Type == "Microsoft.Insights/actionGroups");
        foreach (var rule in rules)
        {
            var criterion = rule.At("properties.criteria.allOf")!.Value[0];
            var query = blueprint.Queries.Values.FirstOrDefault(query => query.Text == criterion.GetProperty("query").GetString());
            if (query is null || !query.Columns.Contains(criterion.GetProperty("metricMeasureColumn").GetString()))
            {
                yield return $"{rule.Name}: its query gives no column {criterion.GetProperty("metricMeasureColumn")}";
            }

            if (rule.At("properties.actions.actionGroups")?.EnumerateArray().Any(told => told.GetString() == group.Id) is not true || rule.TextAt("properties.enabled") != "True")
            {
                yield return $"{rule.Name}: it tells nobody";
            }

            if (!headings.TryGetValue(rule.Name, out var text) || new[] { "**Means.**", "**Confirm.**", "**Do.**", "**Subscribers notice**" }.Any(part => !text.Contains(part, StringComparison.Ordinal)))
            {
                yield return $"{rule.Name}: docs/runbook.md does not say what it means, how to confirm it, what to do and what subscribers notice";
            }
        }

        foreach (var stale in headings.Keys.Where(heading => heading.Contains('-', StringComparison.Ordinal)).Except(rules.Select(rule => rule.Name)))
        {
            yield return $"docs/runbook.md has {stale}, which is no rule";
        }

        var asked = rules.Select(rule => rule.At("properties.criteria.allOf")!.Value[0].GetProperty("query").GetString()).ToList();
        foreach (var unused in blueprint.Queries.Where(query => query.Key.EndsWith(".kql", StringComparison.Ordinal) && query.Key != WatchQuery && !asked.Contains(query.Value.Text)))
        {
            yield return $"{unused.Key} is asked by no rule";
        }
    }

    /// <summary>The rule on timers knows each timer of the code, and singles none out.</summary>
    public static IEnumerable<string> Timers(Blueprint blueprint)
    {
        var known = Regex.Matches(blueprint.Queries[TimerQuery].Text, "'(?<timer>[a-z_]+)', [0-9]+[mh]", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Groups["timer"].Value).ToList();
        var inCode = ResourceRules.TriggersOf<TimerTriggerAttribute>().Select(timer => JsonNamingPolicy.SnakeCaseLower.ConvertName(timer.Function)).ToList();
        return inCode.Except(known).Select(timer => $"{TimerQuery} does not look at {timer}").Concat(known.Except(inCode).Select(timer => $"{TimerQuery} looks at {timer}, which is no timer"))
            .Concat(inCode.Where(timer => blueprint.Queries[TimerQuery].Text.Split($"'{timer}'").Length > 2).Select(timer => $"{TimerQuery} has a rule for {timer} alone"));
    }

    /// <summary>What is watched after a deployment fetches each vital sign of the code, in the columns that are read.</summary>
    public static IEnumerable<string> VitalSigns(Blueprint blueprint)
    {
        var query = blueprint.Queries[WatchQuery];
        var fetched = Regex.Matches(query.Text, "Vital = '(?<vital>[a-z0-9_]+)'", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Groups["vital"].Value).ToList();
        var known = Tipstaff.Deploys.VitalSigns.All.Select(sign => sign.Name).ToList();
        return known.Except(fetched).Select(vital => $"{WatchQuery} does not fetch {vital}")
            .Concat(fetched.Except(known).Select(vital => $"{WatchQuery} fetches {vital}, which is no vital sign"))
            .Concat(query.Columns.SequenceEqual(["Vital", "At", "Value", "Kind"]) ? [] : [$"{WatchQuery} gives {string.Join(", ", query.Columns)}"]);
    }

    /// <summary>Where it is asked how late we are, or what was given up after a deployment, the receivers of webhooks do not count.</summary>
    public static IEnumerable<string> Receivers(Blueprint blueprint) =>
        from query in blueprint.Queries
        from line in query.Value.Text.Split('\n')
        where line.Contains("'tipstaff.delay.own'", StringComparison.Ordinal) || (query.Key == WatchQuery && line.Contains("'tipstaff.dead_letters'", StringComparison.Ordinal))
        where !line.Contains("tostring(Properties.channel) != 'webhook'", StringComparison.Ordinal)
        select $"{query.Key} counts what is a webhook's receiver's: {line.Trim()}";

    /// <summary>The workbook is JSON that the portal takes, shows each of its five subjects, and asks by the time that is chosen.</summary>
    public static IEnumerable<string> Workbook(Blueprint blueprint)
    {
        foreach (var planned in blueprint.Facts.PlannedOf("Microsoft.Insights/workbooks"))
        {
            using var json = JsonDocument.Parse(planned.TextAt("properties.serializedData"));
            var items = json.RootElement.GetProperty("items").EnumerateArray().ToList();
            foreach (var subject in new[] { "courts", "delays", "ends", "breakers", "cost" }.Where(subject => items.All(item => item.GetProperty("name").GetString() != subject)))
            {
                yield return $"the workbook says nothing of {subject}";
            }

            foreach (var item in items.Where(item => item.GetProperty("type").GetInt32() == 3
                && (item.GetProperty("content").GetProperty("timeContextFromParameter").GetString() != "Range" || item.GetProperty("content").GetProperty("title").GetString() is not { Length: > 0 })))
            {
                yield return $"the workbook's {item.GetProperty("name")} has no title, or a time of its own";
            }

            if (json.RootElement.GetProperty("version").GetString() != "Notebook/1.0" || json.RootElement.GetProperty("fallbackResourceIds")[0].GetString() != planned.TextAt("properties.sourceId"))
            {
                yield return "the workbook asks no workspace";
            }
        }
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tipstaff.Preflights;

/// <summary>The sources of one commit, as far as orchestrations go.</summary>
/// <param name="Triggered">The files that hold an orchestration or an entity, by path, with their texts.</param>
/// <param name="HostJson">The text of host.json.</param>
public sealed record OrchestrationSources(IReadOnlyDictionary<string, string> Triggered, string HostJson);

/// <summary>A source beside the orchestrations that changed between two commits.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Text">Its text in the new commit.</param>
public sealed record ChangedSource(string Path, string Text);

/// <summary>Refuses a change of what runs across deployments, unless it has a version of its own.</summary>
/// <remarks>
/// What runs is replayed by the source of its orchestration, so that this is what must not change under one version: host.json says up to
/// which version a program takes runs on, and the orchestration's own text with which one it starts them. An entity is started with no
/// version and replayed by nobody: those under way call its operations by name, and these must stay. What else changes there, and what the
/// sources name elsewhere (states, inputs, answers), is rebuilt from its JSON, and may get further fields: somebody looks at that.
/// </remarks>
public static partial class OrchestrationCheck
{
    private const string Orchestration = "OrchestrationTrigger";

    /// <summary>The attributes by which an orchestration or an entity is found.</summary>
    public static IReadOnlyList<string> Attributes { get; } = [Orchestration, "EntityTrigger"];

    // sealed record CourtHold(…), record struct X, static class Y
    [GeneratedRegex(@"\b(?:class|record|struct|enum|interface)\s+(?:struct\s+|class\s+)?(?<name>[A-Z]\w*)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration { get; }

    // const string Version="2"
    [GeneratedRegex(@"\bVersion=""(?<number>[0-9]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnVersion { get; }

    // public TrialLeave Ask(CourtHold standing){…
    [GeneratedRegex(@"\bpublic (?:async |virtual )?(?<operation>(?!static |override |sealed |record |class )[\w<>?.,]+ \w+\([^()]*\))", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operation { get; }

    [GeneratedRegex(@"\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word { get; }

    /// <summary>Compares the sources of two commits.</summary>
    /// <param name="before">Those of the deployed commit.</param>
    /// <param name="after">Those of the commit that is to be deployed.</param>
    /// <param name="others">What else changed.</param>
    /// <exception cref="FormatException">A host.json names no version; the message says which.</exception>
    public static IEnumerable<Finding> Run(OrchestrationSources before, OrchestrationSources after, IEnumerable<ChangedSource> others)
    {
        var (old, @new) = (VersionOf(before.HostJson, "deployed"), VersionOf(after.HostJson, "new"));
        if (@new < old)
        {
            yield return new Finding.Refused(
                $"The version of orchestrations falls from {old} to {@new}", $"set defaultVersion in host.json to {old} or higher: no instance would take up what runs under {old}");
        }
        else if (@new > old)
        {
            yield return new Finding.NeedsAttention($"The version of orchestrations rises from {old} to {@new}: what runs under {old} must still find its steps.");
        }

        foreach (var (path, was) in before.Triggered.Select(one => (one.Key, SourceText.Bare(one.Value))).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var next = after.Triggered.TryGetValue(path, out var text) ? SourceText.Bare(text) : null;
            if (was != next && Changed(path, was, next, old, @new) is { } finding)
            {
                yield return finding;
            }
        }

        var named = before.Triggered.Values.Concat(after.Triggered.Values).SelectMany(text => Word.Matches(SourceText.Bare(text)).Select(word => word.Value)).ToHashSet(StringComparer.Ordinal);
        foreach (var other in others.Where(other => !after.Triggered.ContainsKey(other.Path)).OrderBy(other => other.Path, StringComparer.Ordinal))
        {
            var types = Declaration.Matches(SourceText.Bare(other.Text)).Select(match => match.Groups["name"].Value).Where(named.Contains).Distinct(StringComparer.Ordinal).ToList();
            if (types.Count > 0)
            {
                yield return new Finding.NeedsAttention($"{other.Path} changed, and orchestrations or entities name {string.Join(", ", types)}: what runs must still be rebuilt from its JSON.");
            }
        }
    }

    private static Finding? Changed(string path, string was, string? next, int old, int @new)
    {
        var remedy = $"raise defaultVersion in host.json to {old + 1}, start with that version, and keep the steps of {old} for what runs under it";
        if (next is null)
        {
            return @new > old ? null : new Finding.Refused($"{path} holds no orchestration or entity any more, and the version of orchestrations did not rise", remedy);
        }

        if (was.Contains(Orchestration, StringComparison.Ordinal))
        {
            return @new <= old ? new Finding.Refused($"{path} changed, and the version of orchestrations did not", remedy)
                : OwnVersion.Matches(next).Any(match => match.Groups["number"].Value == $"{@new}") ? null
                : new Finding.Refused(
                    $"{path} changed, and does not start with the new version {@new}", $"set its Version to \"{@new}\", and keep the steps of its version before for what runs under it");
        }

        var missing = OperationsOf(was).Except(OperationsOf(next), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return missing.Count > 0 && @new <= old
            ? new Finding.Refused($"{path} has '{string.Join("', '", missing)}' no more, which orchestrations under way may call", $"put that back and add what is new beside it; or {remedy}")
            : new Finding.NeedsAttention($"{path} changed: its state must still be rebuilt from its JSON, and its operations take and answer what orchestrations under way send and await.");
    }

    private static IEnumerable<string> OperationsOf(string entity) => Operation.Matches(entity).Select(match => match.Groups["operation"].Value);

    private static int VersionOf(string hostJson, string which)
    {
        try
        {
            using var host = JsonDocument.Parse(hostJson);
            var version = host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("defaultVersion").GetString();
            return int.TryParse(version, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException($"'{version}', the {which} defaultVersion of host.json, is no whole number.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"The {which} host.json names no version of orchestrations at extensions.durableTask.defaultVersion.", error);
        }
    }
}

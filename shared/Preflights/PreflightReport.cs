namespace Tipstaff.Preflights;

/// <summary>What a deployment contains, and what speaks against it.</summary>
public sealed record PreflightReport
{
    /// <summary>What is to be deployed, and what runs now: the heading.</summary>
    public required string Heading { get; init; }

    /// <summary>The commits since what is deployed, the latest first.</summary>
    public required IReadOnlyList<DeployedCommit> Commits { get; init; }

    /// <summary>What becomes of settings; null where nobody asked.</summary>
    public SettingChanges? Settings { get; init; }

    /// <summary>What becomes of the infrastructure; null where nobody asked.</summary>
    public IReadOnlyList<ResourceChange>? Infrastructure { get; init; }

    /// <summary>What becomes of packages; null before the first deployment.</summary>
    public PackagePins? Packages { get; init; }

    /// <summary>All that the checks found.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What was not looked at, and how to have it looked at.</summary>
    public IReadOnlyList<string> NotLookedAt { get; init; } = [];

    /// <summary>Why the deployment is not to go on; none where it may.</summary>
    public IReadOnlyList<Finding.Refused> Refusals => [.. Findings.OfType<Finding.Refused>().Distinct()];

    /// <summary>What a person reads, line by line. It bears names of settings, and no value.</summary>
    public IEnumerable<string> Lines() => All().Select(Plain);

    private static IEnumerable<string> Part(string title, IEnumerable<string> lines)
    {
        var all = lines.Select(line => $"  {line}").DefaultIfEmpty("  none");
        return ["", title, .. all];
    }

    private static IEnumerable<string> Signed(string sign, IEnumerable<string> names) => names.Select(name => $"{sign} {name}");

    private static string Sign(string kind) => kind switch { "Create" => "+", "Delete" => "-", "Unsupported" => "?", _ => "~" };

    private IEnumerable<string> All()
    {
        var issues = IssueCheck.Issues(Commits);
        return
        [
            Heading,
            .. Part($"Commits ({Commits.Count})", Commits.Select(commit => $"{LineageCheck.Short(commit.Id)} {commit.Subject}")),
            .. Part("Issues", issues.Count == 0 ? [] : [string.Join(", ", issues.Select(issue => $"#{issue}"))]),
            .. Settings is null ? [] : Part("Settings", [.. Signed("+", Settings.Added), .. Signed("~", Settings.Changed), .. Signed("-", Settings.Removed)]),
            .. Infrastructure is null ? [] : Part("Infrastructure", Infrastructure.Select(change => $"{Sign(change.Kind)} {change.Name}{(change.Parts.Count == 0 ? "" : $" ({string.Join(", ", change.Parts)})")}")),
            .. Packages is null ? [] : Part("Packages", [.. Signed("+", Packages.Added), .. Signed("~", Packages.Changed), .. Signed("-", Packages.Removed)]),
            .. Part("Needs someone's attention", [.. Attention().Distinct(StringComparer.Ordinal)]),
            .. Part("Not looked at", NotLookedAt),
            "",
            Refusals.Count > 0 ? $"Refused, for {Refusals.Count} {(Refusals.Count == 1 ? "reason" : "reasons")}."
            : NotLookedAt.Count > 0 ? "Nothing speaks against it in what was looked at."
            : "Nothing speaks against it: go on.",
        ];
    }

    /// <summary>A line as it may go to a terminal or a pipeline's log, whatever a commit's message or a setting's name has in it: neither obeys it.</summary>
    public static string Plain(string line) =>
        string.Concat(line.Select(one => char.IsControl(one) ? '?' : one)).Replace("##", "# #", StringComparison.Ordinal);

    private IEnumerable<string> Attention() =>
        Findings.OfType<Finding.NeedsAttention>().Select(finding => finding.What)
            .Concat((Infrastructure ?? []).Where(change => change.Kind is "Delete").Select(change => $"{change.Name} would be deleted, with what is in it."))
            .Concat((Infrastructure ?? []).Where(change => change.Kind is "Unsupported").Select(change => $"Azure cannot tell what becomes of {change.Name}."))
            .Concat((Packages?.Added ?? []).Select(package => $"{package} is a package that was not there before."));
}

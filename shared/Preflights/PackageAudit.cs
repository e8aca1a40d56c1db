using System.Text.Json;

namespace Tipstaff.Preflights;

/// <summary>What <c>dotnet list package --vulnerable --include-transitive --format json</c> says.</summary>
/// <param name="Problems">What kept it from knowing.</param>
/// <param name="Weaknesses">The packages that are known to be vulnerable.</param>
public sealed record PackageAudit(IReadOnlyList<string> Problems, IReadOnlyList<PackageWeakness> Weaknesses)
{
    /// <summary>Reads it.</summary>
    /// <param name="report">The report, UTF-8.</param>
    /// <exception cref="FormatException">It is no such report; the message says what is wrong with it.</exception>
    public static PackageAudit Read(ReadOnlyMemory<byte> report)
    {
        try
        {
            using var document = JsonDocument.Parse(report);
            var root = document.RootElement;
            if (!root.GetProperty("parameters").GetString()!.Contains("--vulnerable", StringComparison.Ordinal))
            {
                throw new FormatException("it lists packages, and does not say which are vulnerable.");
            }

            var problems = root.TryGetProperty("problems", out var told) ? told.EnumerateArray().Select(problem => problem.GetProperty("text").GetString() ?? "").ToList() : [];
            if (!root.TryGetProperty("sources", out var sources) || sources.GetArrayLength() == 0)
            {
                problems.Add("No source was asked.");
            }

            return new PackageAudit(
                problems,
                [
                    .. from project in root.GetProperty("projects").EnumerateArray()
                       from framework in Each(project, "frameworks")
                       from package in Each(framework, "topLevelPackages").Concat(Each(framework, "transitivePackages"))
                       from weakness in Each(package, "vulnerabilities")
                       select new PackageWeakness(Text(package, "id"), Text(package, "resolvedVersion"), Text(weakness, "severity"), Text(weakness, "advisoryurl")),
                ]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or NullReferenceException)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static IEnumerable<JsonElement> Each(JsonElement element, string name) => element.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}

/// <summary>A package with a known vulnerability.</summary>
/// <param name="Package">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Severity">How bad, as the source says it.</param>
/// <param name="Advisory">Where to read of it.</param>
public sealed record PackageWeakness(string Package, string Version, string Severity, string Advisory);

/// <summary>Refuses packages with known vulnerabilities, and an audit that could not know of them.</summary>
public static class VulnerabilityCheck
{
    /// <summary>Looks at an audit.</summary>
    public static IEnumerable<Finding> Run(PackageAudit audit) =>
        audit.Problems.Distinct(StringComparer.Ordinal)
            .Select(problem => new Finding.Refused($"Whether a package is vulnerable is not known ({problem.TrimEnd('.')})", "build again once the source of vulnerabilities answers"))
            .Concat(audit.Weaknesses.Distinct().Select(weakness => new Finding.Refused(
                $"{weakness.Package} {weakness.Version} has a known vulnerability ({weakness.Severity.ToLowerInvariant()}, {weakness.Advisory})",
                "take the version that mends it, in Directory.Packages.props")));
}

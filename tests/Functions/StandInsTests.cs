using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Queues;

namespace Tipstaff.Tests.Functions;

/// <summary>docs/azure.md lists each type of the SDKs that the head uses, with the file that stands in for it.</summary>
public sealed class StandInsTests
{
    [Fact]
    public void Document_ListsEachTypeOfTheSdksThatTheHeadUses()
    {
        var document = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "azure.md"));

        var missing = UsedTypes().Select(type => $"| `{type}` | `{FileOf(type)}` |").Where(row => !document.Contains(row, StringComparison.Ordinal)).ToList();

        if (missing.Count > 0)
        {
            Assert.Fail($"docs/azure.md lacks these rows:\n{string.Join('\n', missing)}");
        }
    }

    [Fact]
    public void Document_ListsNoTypeThatTheHeadDoesNotUse()
    {
        var document = File.ReadAllLines(Path.Combine(Support.Repository.Root, "docs", "azure.md"));

        var listed = document
            .Select(line => Regex.Match(line, @"^\| `([\w.]+)` \| `[\w/.]+\.cs` \|$", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Where(row => row.Success)
            .Select(row => row.Groups[1].Value);

        Assert.Equal([], listed.Except(UsedTypes(), StringComparer.Ordinal));
    }

    [Fact]
    public void Head_UsesNothingOfTheHarnessItself() =>
        Assert.DoesNotContain(UsedTypes(), type => type.StartsWith("Tipstaff.", StringComparison.Ordinal));

    private static List<string> UsedTypes()
    {
        using var file = File.OpenRead(typeof(QueueNames).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var harness = typeof(AzureCloud).Assembly.GetName().Name;
        return
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference
                    && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == harness)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name).Split('`')[0]}")
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string FileOf(string type)
    {
        var folder = Path.Combine(Support.Repository.Root, "tests", "AzureHarness");
        var name = Regex.Escape(type[(type.LastIndexOf('.') + 1)..]);
        var declared = new Regex($@"^\s*public .*\b(class|record|struct|enum|interface|delegate)\b.*\b{name}\b(?!\.)", RegexOptions.Multiline, TimeSpan.FromSeconds(5));
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => declared.Matches(File.ReadAllText(file)).Any(match => Regex.IsMatch(
                match.Value, $@"\b(class|record|record struct|struct|enum|interface|delegate [\w<>?]+) {name}\b", RegexOptions.None, TimeSpan.FromSeconds(1))))
            .Order(StringComparer.Ordinal);
        return files.FirstOrDefault() is { } found ? Path.GetRelativePath(folder, found).Replace('\\', '/') : "nowhere";
    }
}

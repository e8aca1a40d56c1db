using System.Text.RegularExpressions;
using Tipstaff.Dockets;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Repository;

public sealed partial class LayeringTests
{
    [GeneratedRegex("Azure|DurableTask|Sqlite|SQLite|tipstaff$|Spectre|CommandLine", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign { get; }

    [GeneratedRegex(@"<ProjectReference Include=""\.\./(?<folder>\w+)/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectReference { get; }

    [GeneratedRegex("AzureHarness|Tipstaff\\.Local|Harness", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherSide { get; }

    [Fact]
    public void Shared_References_NoCloudNoDatabaseNoHead() =>
        Assert.DoesNotContain(typeof(DocketEntry).Assembly.GetReferencedAssemblies(), assembly => Foreign.IsMatch(assembly.Name!));

    [Theory]
    [InlineData("shared")]
    [InlineData("local", "shared")]
    [InlineData("functions", "shared")]
    public void Project_References_OnlyWhatItsFolderMay(string folder, params string[] allowed)
    {
        var path = Path.Combine(Support.Repository.Root, folder);
        var projects = Directory.Exists(path) ? Directory.GetFiles(path, "*.csproj") : [];

        var referenced = projects.SelectMany(project => ProjectReference.Matches(File.ReadAllText(project))).Select(match => match.Groups["folder"].Value);

        Assert.Empty(referenced.Except(allowed));
    }

    [Fact]
    public void Functions_KnowNeitherTheHarnessNorTheOtherHead()
    {
        var knowing = SourceFiles()
            .Where(file => file.StartsWith(Path.Combine(Support.Repository.Root, "functions"), StringComparison.Ordinal))
            .Where(file => OtherSide.IsMatch(File.ReadAllText(file)));

        Assert.Empty(knowing);
    }

    [Fact]
    public void Files_AreShortEnoughToRead()
    {
        var tooLong = SourceFiles().Select(file => (file, lines: File.ReadAllLines(file).Length)).Where(one => one.lines > 250);

        Assert.Empty(tooLong.Select(one => $"{Path.GetRelativePath(Support.Repository.Root, one.file)}: {one.lines} lines"));
    }

    [Fact]
    public void Namespaces_FollowTheFolders()
    {
        var wrong = SourceFiles()
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}tests{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => (file, expected: ExpectedNamespace(file), actual: Namespace(file)))
            .Where(one => one.actual is not null && one.actual != one.expected);

        Assert.Empty(wrong.Select(one => $"{Path.GetRelativePath(Support.Repository.Root, one.file)}: {one.actual}, not {one.expected}"));
    }

    private static IEnumerable<string> SourceFiles() =>
        new[] { "shared", "local", "functions", "tests" }
            .Select(folder => Path.Combine(Support.Repository.Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string ExpectedNamespace(string file)
    {
        var parts = Path.GetRelativePath(Support.Repository.Root, Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar);
        var head = parts[0] switch { "shared" => "Tipstaff", "local" => "Tipstaff.Local", _ => "Tipstaff.Functions" };
        return string.Join('.', parts.Skip(1).Prepend(head));
    }

    private static string? Namespace(string file) =>
        File.ReadLines(file).Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))?[10..].TrimEnd(';');
}

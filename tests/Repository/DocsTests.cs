using System.Text.RegularExpressions;
using Tipstaff.Functions.Queues;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Repository;

public sealed partial class DocsTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Support.Repository.Root, "README.md"));
    private static readonly string Architecture = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "architecture.md"));

    private static readonly string Azure = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "azure.md"));

    private static readonly string Measures = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "measures.md"));

    private static readonly string Runbook = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "runbook.md"));

    // `shared/Feeds/FeedReader.cs`, `shared/Smtp/`, `shared/Mail/AlertMail*.{cs,razor}`
    [GeneratedRegex(@"`(?<path>(?:shared|local|functions|tests|docs|infra-bicep|pipelines)/[\w./*-]*)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathInText { get; }

    // | `import FILE.csv` | takes over …
    [GeneratedRegex(@"^\| `(?<command>[a-z]+)[ `]", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandInTable { get; }

    // `Mail__From`
    [GeneratedRegex(@"`(?<section>[A-Z]\w+)__(?<name>\w+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting { get; }

    // `InMemoryOutbox`, in the table of ports
    [GeneratedRegex(@"`(?<type>[A-Z]\w+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeInText { get; }

    [Fact]
    public void Docs_EachPathNamed_IsThere()
    {
        var paths = PathInText.Matches(Readme + Architecture + Azure + Measures + Runbook).Select(match => match.Groups["path"].Value).Distinct().ToList();

        Assert.NotEmpty(paths);
        Assert.DoesNotContain(paths, path => !Exists(path));
    }

    [Fact]
    public void Architecture_EachTypeOfThePortsNamed_IsThere()
    {
        var types = Architecture.Split('\n').Where(line => line.StartsWith("| `I", StringComparison.Ordinal))
            .SelectMany(line => TypeInText.Matches(line)).Select(match => match.Groups["type"].Value).ToList();

        Assert.True(types.Count > 10);
        Assert.Empty(types.Except(AllTypes().Select(type => type.Name)));
    }

    [Fact]
    public void Azure_EachSettingOfAnOptionNamed_IsThere()
    {
        var options = AllTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
            .ToDictionary(type => (string)type.GetField("Section")!.GetRawConstantValue()!, type => type.GetProperties().Select(property => property.Name));

        var settings = Setting.Matches(Azure).Select(match => (Section: match.Groups["section"].Value, Name: match.Groups["name"].Value))
            .Where(setting => options.ContainsKey(setting.Section)).ToList();

        Assert.True(settings.Count > 8);
        Assert.All(settings, setting => Assert.Contains(setting.Name, options[setting.Section]));
    }

    [Fact]
    public async Task Readme_EachCommandNamed_HasHelp()
    {
        var (_, help, _) = await TipstaffProcess.RunAsync("--help");

        var commands = CommandInTable.Matches(Readme).Select(match => match.Groups["command"].Value).ToList();

        Assert.Contains("demo", commands);
        Assert.All(commands, command => Assert.Matches($@"(?m)^\s+{command}\b", help));
    }

    [Fact]
    public void Readme_EachSettingNamed_IsAnOption()
    {
        var options = AllTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
            .ToDictionary(type => (string)type.GetField("Section")!.GetRawConstantValue()!, type => type.GetProperties().Select(property => property.Name));

        var settings = Setting.Matches(Readme).Select(match => (Section: match.Groups["section"].Value, Name: match.Groups["name"].Value)).ToList();

        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.Contains(setting.Name, options[setting.Section]));
    }

    [Fact]
    public void Readme_IsTwoScreens() => Assert.InRange(Readme.Split('\n').Length, 30, 80);

    private static IEnumerable<Type> AllTypes() =>
        new[] { typeof(Tipstaff.Courts.Court).Assembly, typeof(Tipstaff.Local.Commands.CommandFailure).Assembly, typeof(QueueNames).Assembly, typeof(DocsTests).Assembly }
            .SelectMany(assembly => assembly.GetTypes());

    private static bool Exists(string path)
    {
        var full = Path.Combine(Support.Repository.Root, path.TrimEnd('*', '.'));
        var name = Path.GetFileName(full);
        return Directory.Exists(full) || File.Exists(full)
            || (path.Contains('*', StringComparison.Ordinal) && Directory.EnumerateFiles(Path.GetDirectoryName(full)!, name + "*").Any());
    }
}

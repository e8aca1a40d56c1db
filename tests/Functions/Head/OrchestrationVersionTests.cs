using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Functions.Checks;
using Tipstaff.Preflights;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The versions with which orchestrations start, and the one up to which host.json has a program take them.</summary>
public sealed class OrchestrationVersionTests
{
    private static readonly Type[] Orchestrations =
    [
        .. typeof(RecoverCourt).Assembly.GetTypes().Where(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
            .Any(method => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(OrchestrationTriggerAttribute))))),
    ];

    [Fact]
    public void Versions_OfAllOrchestrations_AreAtMostThatOfTheHostAndOneIsIt()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Support.Repository.Root, "host.json")));
        var upTo = int.Parse(host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("defaultVersion").GetString()!, null);

        var versions = Orchestrations.Select(type => int.Parse((string)type.GetField("Version")!.GetRawConstantValue()!, null)).ToList();

        Assert.True(versions.Count >= 2, "There are fewer orchestrations than there were.");
        Assert.Equal(upTo, versions.Max());
    }

    [Fact]
    public void Orchestrations_EachInItsFile_StartWithTheVersionThatStandsThere() => Assert.All(Orchestrations, type =>
    {
        var path = Directory.EnumerateFiles(Path.Combine(Support.Repository.Root, "functions"), $"{type.Name}.cs", SearchOption.AllDirectories).Single();

        var text = SourceText.Bare(File.ReadAllText(path));

        Assert.Contains("new StartOrchestrationOptions(", text, StringComparison.Ordinal);
        Assert.Contains("{Version=Version}", text, StringComparison.Ordinal);
    });
}

using System.Text.RegularExpressions;

namespace Tipstaff.Tests.Repository;

/// <summary>Who reads logs knows each event by its number.</summary>
public sealed partial class EventIdTests
{
    // [LoggerMessage(7901, LogLevel.Debug, "…
    [GeneratedRegex(@"\[LoggerMessage\((?:EventId = )?(?<id>\d+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number { get; }

    [Theory]
    [InlineData("local")]
    [InlineData("functions")]
    public void EventIds_OfAHeadWithTheCore_AreEachOfOneEvent(string head)
    {
        var ids = new[] { "shared", head }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Support.Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Number.Matches(File.ReadAllText(file)).Select(match => (File: Path.GetRelativePath(Support.Repository.Root, file), Id: match.Groups["id"].Value)))
            .ToLookup(one => one.Id, one => one.File);

        Assert.True(ids.Count > 30);
        Assert.Empty(ids.Where(files => files.Count() > 1).Select(files => $"{files.Key}: {string.Join(", ", files)}"));
    }
}

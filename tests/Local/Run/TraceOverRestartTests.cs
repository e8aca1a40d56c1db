using System.Text.Json;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>The real program: one trace from the check of one process to the mail of the next, in log and mail alike.</summary>
public sealed class TraceOverRestartTests
{
    private const string Feed = "court";

    private static readonly KeyValuePair<string, string>[] Settings = [new("Logging__Json", "true"), new("Logging__LogLevel__Tipstaff", "Debug")];

    [Fact]
    public async Task Run_KilledBetweenMatchAndMail_TheNextOneGoesOnWithTheTrace()
    {
        using var installation = new Installation();
        await using var feeds = await LoopbackFeedServer.StartAsync();
        await using var smtp = new LoopbackSmtpServer { Refuse = _ => "451 4.7.1 later" };
        var start = TimeProvider.System.GetUtcNow();
        List<string> filed = [SomeFeed.Item(1, start.AddHours(-1))];
        feeds.Put(Feed, SomeFeed.Of(start, [.. filed]));
        await installation.ImportAsync([$"ada@example.com,nysd,1:26-cv-01234,,,{start:O}"]);
        string[] args = ["--feed", feeds.FeedOf("nysd", Feed), "--smtp", $"127.0.0.1:{smtp.Port}"];

        var first = await LiveAsync(installation, args, async log =>
        {
            await feeds.PassAsync(1, Feed);
            filed.Add(SomeFeed.Item(2, TimeProvider.System.GetUtcNow().AddSeconds(2)));
            feeds.Put(Feed, SomeFeed.Of(TimeProvider.System.GetUtcNow(), [.. filed]));
            await Until.TrueAsync(() => log().Contains("\"event\":4002,", StringComparison.Ordinal), log);
        });
        smtp.Refuse = _ => null;
        var second = await LiveAsync(installation, args, log => Until.TrueAsync(() => log().Contains("\"event\":4001,", StringComparison.Ordinal), log));

        var trace = Assert.Single(smtp.Mails).Header("X-Tipstaff-Trace");
        Assert.Matches("^[0-9a-f]{32}$", trace);
        Assert.Equal(trace, Assert.Single(Traces(first.Where(line => line.GetProperty("message").GetString()!.Contains(" 1 alerts", StringComparison.Ordinal)), 1001)));
        Assert.All(Traces(first, 4002), line => Assert.Equal(trace, line));
        Assert.Equal(trace, Assert.Single(Traces(second, 4001)));
        Assert.Equal(2, new[] { first, second }.Select(life => Assert.Single(life.Select(line => line.GetProperty("process").GetString()).Distinct())).Distinct().Count());
    }

    private static async Task<List<JsonElement>> LiveAsync(Installation installation, string[] args, Func<Func<string>, Task> until)
    {
        var (process, _) = await installation.StartAsync(args, Settings);
        await using (process)
        {
            await until(() => process.Output);
            process.Kill();
            await process.WaitForExitAsync();
            // The last line may be half of one.
            var lines = process.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('{') && line.EndsWith('}'));
            return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        }
    }

    private static IEnumerable<string?> Traces(IEnumerable<JsonElement> lines, int id) =>
        lines.Where(line => line.GetProperty("event").GetInt32() == id).Select(line => line.GetProperty("trace").GetString());
}

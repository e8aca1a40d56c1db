using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Measures;

namespace Tipstaff.Peers;

/// <summary>A poll of 100 unchanged feeds, recorded durably, beside bare requests for the same bodies.</summary>
internal static class PollPeer
{
    private const int Rounds = 7;

    public static async Task RunAsync(string feedPath)
    {
        var body = await File.ReadAllBytesAsync(feedPath);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/{court}.xml", () => Results.Bytes(body, "text/xml"));
        await app.StartAsync();

        var folder = Directory.CreateTempSubdirectory("tipstaff-peers");
        using var database = SqliteDatabase.Open(Path.Combine(folder.FullName, "tipstaff.db"));
        using var source = new HttpFeedSource(Options.Create(new CheckOptions()), TimeProvider.System);
        using var signal = new DeliverySignal();
        var dockets = new SqliteDockets(database, TimeProvider.System);
        using var pipeline = new CheckPipeline(source, Options.Create(new CheckOptions()), Options.Create(new BreakerOptions()), TimeProvider.System);
        var check = new CheckCourt(
            pipeline,
            dockets,
            new SqliteSubscriptions(database),
            signal,
            new CourtBreakers(CourtDirectory.Default, Options.Create(new BreakerOptions())),
            Options.Create(new CheckOptions()),
            TipstaffMeter.Unheard,
            TimeProvider.System,
            NullLogger<CheckCourt>.Instance);
        var feeds = CourtDirectory.Default.All.Take(100).Select(court => (court.Id, Feed: new Uri($"{app.Urls.First()}/{court.Id}.xml"))).ToList();
        var first = await SecondsAsync(() => AllAsync(feeds, one => check.RunAsync(one.Id, one.Feed, default)));

        using var client = new HttpClient();
        var polls = new List<double>();
        var bare = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            polls.Add(await SecondsAsync(() => AllAsync(feeds, one => check.RunAsync(one.Id, one.Feed, default))));
            bare.Add(await SecondsAsync(() => AllAsync(feeds, one => client.GetByteArrayAsync(one.Feed))));
        }

        var unchanged = (await dockets.ListCourtsAsync(default)).Count(state => state.Result is CheckResult.Unchanged);
        var (us, them) = (ReaderPeer.Median(polls), ReaderPeer.Median(bare));
        Console.WriteLine(
            $"poll: 100 feeds of {body.Length:N0} bytes, {unchanged} unchanged: {us * 1000:F0} ms; bare GETs {them * 1000:F0} ms, ratio {us / them:F2}; first check of all {first * 1000:F0} ms");
        await app.StopAsync();
        folder.Delete(recursive: true);
    }

    private static Task AllAsync<T>(IEnumerable<T> feeds, Func<T, Task> act) =>
        Parallel.ForEachAsync(feeds, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (feed, _) => await act(feed));

    private static async Task<double> SecondsAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courthouse;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Local.Web;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff demo</c>: the service against the made-up courthouse, in one process. No network, no account.</summary>
internal static class DemoCommand
{
    private const int DocketsPerCourt = 8;

    // So long before the start they confirmed: the first checks find news for them, and the first mails are there at once.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(2);

    private static readonly string[] Readers = ["ada@example.com", "grace@example.com", "newsroom@example.org", "docketing@example.net"];

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The folder in which everything is kept (default: a new one that is deleted at the end)" };
        var urls = RunCommand.UrlsOption();
        var seed = new Option<int>("--seed") { Description = "The same seed files the same", DefaultValueFactory = _ => 1 };
        var command = new Command("demo", "Runs the service against a made-up courthouse: entries every few seconds, mails at /outbox") { data, urls, seed };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(data), parsed.GetRequiredValue(urls), parsed.GetValue(seed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? data, string urls, int seed, CancellationToken cancellationToken)
    {
        var path = data ?? Directory.CreateTempSubdirectory("tipstaff-demo-").FullName;
        try
        {
            using var folder = DataFolder.Hold(path);
            var courthouse = new MadeUpCourthouse(CourthouseOptions.ForDemo(seed), TimeProvider.System.GetUtcNow());
            await using var host = await CourthouseHost.StartAsync(courthouse, TimeProvider.System, "http://127.0.0.1:0", cancellationToken);
            var settings = new RunSettings
            {
                DataFolder = path,
                Urls = urls,
                Notice = "A demonstration: the courts are real, everything filed in them here is made up.",
                CheckEvery = TimeSpan.FromSeconds(2),
                Courts = [.. courthouse.Courts.Select(court => court.Id)],
                Feeds = courthouse.Courts.ToDictionary(court => court.Id, court => new Uri($"{host.Urls.First()}/{court.Id}.xml")),
            };
            await using var app = LocalApp.Build(settings, folder, builder => HurryRecovery(builder.Services));
            await app.Services.GetRequiredService<ImportSubscriptions>().RunAsync([.. Followers(courthouse, TimeProvider.System.GetUtcNow() - Before)], cancellationToken);
            Console.WriteLine($"A made-up courthouse of {courthouse.Courts.Count} courts files an entry every few seconds; {Readers.Length} invented people follow some of its cases.");
            Console.WriteLine($"See what happens at {settings.FirstUrl} and the mails at {new Uri(settings.FirstUrl, "/outbox")}. Ctrl-C ends it.");
            await LocalApp.RunAsync(app, settings, cancellationToken);
            return 0;
        }
        finally
        {
            if (data is null)
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }

    // The court in trouble is there again after 20 seconds: who watches shall see it fail, be held, and recover within its minute.
    private static void HurryRecovery(IServiceCollection services)
    {
        services.Configure<CheckOptions>(checks =>
        {
            checks.Retries = 1;
            checks.FirstRetry = TimeSpan.FromSeconds(0.5);
            checks.LongestRetryAfter = TimeSpan.FromSeconds(1);
        });
        services.Configure<BreakerOptions>(breakers =>
        {
            breakers.FailuresInARow = 2;
            breakers.OpenFor = TimeSpan.FromSeconds(5);
            breakers.LongestOpen = TimeSpan.FromSeconds(10);
        });
    }

    private static IEnumerable<ImportLine> Followers(MadeUpCourthouse courthouse, DateTimeOffset confirmedAt) =>
        courthouse.Courts
            .SelectMany(court => courthouse.BusiestDockets(court.Id, DocketsPerCourt).Select(docket => (court, docket)))
            .Select((one, index) => new ImportLine(
                new FollowRequest { Address = EmailAddress.Parse(Readers[index % Readers.Length]), Court = one.court, Docket = one.docket.Number }, confirmedAt));
}

using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tipstaff.Courthouse;
using Tipstaff.Local.Web;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff courthouse</c>: the made-up courthouse alone.</summary>
internal static class CourthouseCommand
{
    private const string DefaultUrl = "http://127.0.0.1:5211";

    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Where the feeds are served", DefaultValueFactory = _ => DefaultUrl, CustomParser = Values.Urls };
        var courts = new Option<int>("--courts") { Description = "How many courts file", DefaultValueFactory = _ => 12 };
        var rate = new Option<double>("--entries-per-minute") { Description = "Filings a minute, all courts together", DefaultValueFactory = _ => 12 };
        var seed = new Option<int>("--seed") { Description = "The same seed files the same", DefaultValueFactory = _ => 1 };
        var rebuild = new Option<TimeSpan>("--rebuild-every")
        {
            Description = "How often a court rebuilds its feed",
            DefaultValueFactory = _ => TimeSpan.FromMinutes(20),
            CustomParser = Values.Interval,
        };
        var start = new Option<DateTimeOffset?>("--start")
        {
            Description = "Since when it is open, such as 2026-03-02T14:00:00Z: the same seed and start file the same again (default: now)",
            CustomParser = Values.Moment,
        };
        var history = new Option<TimeSpan?>("--history")
        {
            Description = "For how long it filed before that (default: a day)",
            CustomParser = result => Values.Interval(result),
        };
        var down = Fraction("--down", "The fraction of answers that are none: 503, or a broken connection");
        var slow = Fraction("--slow", "The fraction of answers that come late");
        var slowUpTo = new Option<TimeSpan>("--slow-up-to")
        {
            Description = "The longest that a late answer takes",
            DefaultValueFactory = _ => TimeSpan.FromSeconds(20),
            CustomParser = Values.Interval,
        };
        var garble = Fraction("--garble", "The fraction of answers with status 200 and no whole feed");
        var command = new Command("courthouse", "Serves the feeds of a made-up courthouse, with trouble by knobs")
        {
            urls, courts, rate, seed, rebuild, start, history, down, slow, slowUpTo, garble,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(urls),
            new CourthouseOptions
            {
                Courts = parsed.GetValue(courts),
                EntriesPerMinute = parsed.GetValue(rate),
                Seed = parsed.GetValue(seed),
                RebuildEvery = parsed.GetValue(rebuild),
                History = parsed.GetValue(history),
                Down = parsed.GetValue(down),
                Slow = parsed.GetValue(slow),
                SlowUpTo = parsed.GetValue(slowUpTo),
                Garble = parsed.GetValue(garble),
            },
            parsed.GetValue(start) ?? TimeProvider.System.GetUtcNow(),
            cancellationToken));
        return command;
    }

    private static Option<double> Fraction(string name, string description) =>
        new(name) { Description = $"{description}, from 0 to 1", CustomParser = Values.Fraction };

    private static async Task<int> RunAsync(string url, CourthouseOptions options, DateTimeOffset start, CancellationToken cancellationToken)
    {
        try
        {
            var courthouse = new MadeUpCourthouse(options, start);
            await using var app = await CourthouseHost.StartAsync(courthouse, TimeProvider.System, url, cancellationToken);
            Console.Write(CourthouseEndpoints.List(courthouse, app.Urls.First()));
            Console.WriteLine("Ctrl-C ends it.");
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (OptionsValidationException error)
        {
            throw new CommandFailure($"This courthouse cannot be: {string.Join(" ", error.Failures)}", CommandFailure.WrongUsage);
        }
        catch (IOException)
        {
            throw new CommandFailure($"Cannot listen on {url}: the port is in use. End the program that holds it, or name another address with --urls.");
        }
    }
}

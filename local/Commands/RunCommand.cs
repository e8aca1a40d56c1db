using System.CommandLine;
using Tipstaff.Courts;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Smtp;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff run</c>: the whole service on one machine.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var data = DataOption();
        var urls = UrlsOption();
        var publicUrl = new Option<Uri?>("--public-url")
        {
            Description = "Where readers of the mails reach this machine, for the links in them (default: --urls)",
            CustomParser = Values.HttpUri,
        };
        var every = new Option<TimeSpan?>("--check-every")
        {
            Description = "The shortest time between two checks of a court, such as 60s or 5m (default: the setting Checks__Every, or 60s)",
            CustomParser = result => Values.Interval(result),
        };
        var steady = new Option<bool>("--steady") { Description = "Check at exactly that interval, without the learnt rhythm" };
        var feeds = new Option<IReadOnlyList<KeyValuePair<CourtId, Uri>>>("--feed")
        {
            Description = "COURT=URL: this feed in place of the court's own; may be repeated; implies --steady for it",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = Values.Feeds,
        };
        var courts = new Option<IReadOnlyList<CourtId>>("--court")
        {
            Description = "A court to watch; may be repeated (default: every court with a subscription)",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = Values.KnownCourts,
        };
        var smtp = new Option<SmtpOptions?>("--smtp")
        {
            Description = "HOST:PORT of a mail server (default: the outbox folder, shown at /outbox)",
            CustomParser = Values.Smtp,
        };
        var logJson = new Option<bool>("--log-json") { Description = "Log JSON, an object a line, with time, severity, process, version and trace (default: the setting Logging__Json)" };
        var command = new Command("run", "Runs the whole service on this machine: checks, alerts, sending, API and pages")
        {
            data, urls, publicUrl, every, steady, feeds, courts, smtp, logJson,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new RunSettings
            {
                DataFolder = parsed.GetRequiredValue(data),
                Urls = parsed.GetRequiredValue(urls),
                PublicUrl = parsed.GetValue(publicUrl),
                CheckEvery = parsed.GetValue(every),
                Steady = parsed.GetValue(steady),
                Feeds = (parsed.GetValue(feeds) ?? []).DistinctBy(feed => feed.Key).ToDictionary(),
                Courts = parsed.GetValue(courts) ?? [],
                Smtp = parsed.GetValue(smtp),
                LogJson = parsed.GetValue(logJson),
            },
            cancellationToken));
        return command;
    }

    internal static Option<string> DataOption() => new("--data")
    {
        Description = "The folder in which everything is kept",
        DefaultValueFactory = _ => "./data",
    };

    internal static Option<string> UrlsOption() => new("--urls")
    {
        Description = "Where the API and the pages listen",
        DefaultValueFactory = _ => RunSettings.DefaultUrls,
        CustomParser = Values.Urls,
    };

    private static async Task<int> RunAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Courts.FirstOrDefault(one => CourtDirectory.Default[one].Feed is null && !settings.Feeds.ContainsKey(one)) is { } court)
        {
            throw new CommandFailure($"{court} publishes no feed: leave --court {court} out, or name a feed with --feed {court}=URL.", CommandFailure.WrongUsage);
        }

        using var folder = DataFolder.Hold(settings.DataFolder);
        await using var app = LocalApp.Build(settings, folder);
        Console.WriteLine($"Tipstaff keeps its data in {folder.Root} and answers at {settings.Urls}. Ctrl-C ends it.");
        await LocalApp.RunAsync(app, settings, cancellationToken);
        return 0;
    }
}

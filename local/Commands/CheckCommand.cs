using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Spectre.Console;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Local.Run;
using Tipstaff.Settings;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff check COURT</c>: one check now, printed as a table, nothing stored.</summary>
internal static class CheckCommand
{
    // Columns of a table that goes to no terminal.
    private const int WidthOfAFile = 200;

    public static Command Create()
    {
        var court = new Argument<CourtId?>("COURT") { Description = "A court's id, such as nysd", CustomParser = Values.KnownCourt };
        var feed = new Option<Uri?>("--feed") { Description = "This feed in place of the court's own", CustomParser = Values.HttpUri };
        var command = new Command("check", "Asks a court once and prints what its feed shows; stores nothing") { court, feed };
        command.SetAction((parsed, cancellationToken) =>
            CheckAsync(CourtDirectory.Default[parsed.GetRequiredValue(court)!], parsed.GetValue(feed), cancellationToken));
        return command;
    }

    private static async Task<int> CheckAsync(Court court, Uri? feed, CancellationToken cancellationToken)
    {
        var address = feed ?? court.Feed
            ?? throw new CommandFailure($"{court.Name} ({court.Id}) publishes no feed: name one with --feed, or follow a court that has one.");
        var options = Options.Create(ReadSettings());
        using var source = new HttpFeedSource(options, TimeProvider.System);
        using var pipeline = new CheckPipeline(source, options, Options.Create(new BreakerOptions()), TimeProvider.System);
        var fetch = await pipeline.FetchAsync(court.Id, address, eTag: null, lastModified: null, cancellationToken);
        if (fetch is not FeedFetch.Fetched fetched)
        {
            var reason = (fetch as FeedFetch.Unavailable)?.Reason ?? "an unexpected answer";
            throw new CommandFailure($"{court.Id} did not give its feed at {address}: {reason}. Try again later, or look at that address in a browser.");
        }

        var reading = FeedReader.Read(fetched.Body, court.Id);
        if (reading.Condition is FeedCondition.Empty or FeedCondition.NoFeed)
        {
            throw new CommandFailure($"{court.Id} answered at {address} with something that is no feed. Look at that address in a browser.");
        }

        Print(court, reading, fetched.IsWhole);
        return 0;
    }

    private static CheckOptions ReadSettings()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var types = new SettingTypes(CheckOptions.Section, new CheckOptions());
        StartChecks.Throw([.. types.Faults(configuration)]);
        var options = configuration.GetSection(CheckOptions.Section).Get<CheckOptions>() ?? new CheckOptions();
        options.NameOperator(configuration);
        var faults = new CheckOptionsValidator().Validate(null, options).Failures ?? [];
        StartChecks.Throw([.. faults.Select(fault => types.WithValue(fault, configuration))]);
        return options;
    }

    private static void Print(Court court, FeedReading reading, bool isWhole)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthOfAFile;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("Entered", "Docket", "Caption", "No.", "Event");
        var count = 0;
        foreach (var entry in reading.Entries)
        {
            count++;
            table.AddRow(
                new Text(Time(entry, court)),
                new Text(entry.Docket.Value),
                new Text(entry.Caption),
                new Text(entry.Number ?? ""),
                new Text(string.Join("; ", entry.Labels)));
        }

        AnsiConsole.Write(table);
        var built = reading.Channel.BuiltAt is { } builtAt ? $"built {TimeZoneInfo.ConvertTime(builtAt, court.TimeZone):yyyy-MM-dd HH:mm}" : "of unknown age";
        var cut = isWhole && reading.Condition is FeedCondition.Whole ? "" : ", cut short";
        AnsiConsole.WriteLine(
            $"{court.Id}: {count} entries, {reading.UnreadableCount} items not readable{cut}; {built}; covers: {reading.Channel.Coverage ?? "not said"}");
    }

    private static string Time(DocketEntry entry, Court court) =>
        entry.EnteredAt is { } moment
            ? TimeZoneInfo.ConvertTime(moment, court.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : "";
}

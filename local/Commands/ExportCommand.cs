using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Tipstaff.Exports;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Retention;
using Tipstaff.Settings;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff export</c>: all of one subscriber's data as JSON, or every subscription as CSV.</summary>
internal static class ExportCommand
{
    private const int RowsAtOnce = 1_000;

    public static Command Create()
    {
        var email = new Option<string>("--email") { Description = "The address whose data are written as JSON", HelpName = "ADDRESS" };
        var csv = new Option<bool>("--csv") { Description = "Write every confirmed, living subscription as CSV, as tipstaff import reads it" };
        var data = RunCommand.DataOption();
        var command = new Command("export", "Writes one subscriber's data as JSON, or every subscription as CSV") { email, csv, data };
        command.SetAction((parsed, cancellationToken) =>
            ExportAsync(parsed.GetValue(email), parsed.GetValue(csv), parsed.GetRequiredValue(data), cancellationToken));
        return command;
    }

    private static async Task<int> ExportAsync(string? email, bool isCsv, string dataFolder, CancellationToken cancellationToken)
    {
        if (isCsv == (email is not null))
        {
            await Console.Error.WriteLineAsync("tipstaff: export needs either --email ADDRESS or --csv. See tipstaff export --help.");
            return CommandFailure.WrongUsage;
        }

        EmailAddress? address = null;
        if (email is not null && !EmailAddress.TryParse(email, out address))
        {
            await Console.Error.WriteLineAsync("tipstaff: --email is no e-mail address: give it as reader@example.com.");
            return CommandFailure.WrongUsage;
        }

        using var folder = DataFolder.Open(dataFolder);
        using var database = SqliteDatabase.Open(folder.DatabasePath);
        await using var output = Console.OpenStandardOutput();
        return address is null
            ? await WriteCsvAsync(new SqliteSubscriptions(database), output, cancellationToken)
            : await WriteJsonAsync(database, new SubscriberIds(new InstallationSecret(folder.Secret.ToArray())).Of(address), output, cancellationToken);
    }

    private static async Task<int> WriteJsonAsync(SqliteDatabase database, SubscriberId subscriber, Stream output, CancellationToken cancellationToken)
    {
        var export = new ExportSubscriber(
            new SqliteSubscriptions(database),
            new SqliteSuppressions(database),
            new SqliteWebhookEndpoints(database),
            new SqliteAlertHistory(database),
            Options.Create(RetentionSet()),
            TimeProvider.System);
        var gathered = await export.RunAsync(subscriber, cancellationToken);
        if (gathered is { Subscriptions: [], Messages: [], Record: null })
        {
            await Console.Error.WriteLineAsync("tipstaff: Nothing is stored of that address here: look at its spelling, and name the folder with --data.");
            return CommandFailure.WorkFailed;
        }

        await output.WriteAsync(SubscriberExportJson.Of(gathered).ToBytes(), cancellationToken);
        output.WriteByte((byte)'\n');
        return 0;
    }

    // What the service takes away may lie here until its next daily run; it is not shown any more.
    private static RetentionOptions RetentionSet()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var types = new SettingTypes(RetentionOptions.Section, new RetentionOptions());
        StartChecks.Throw([.. types.Faults(configuration)]);
        var options = configuration.GetSection(RetentionOptions.Section).Get<RetentionOptions>() ?? new RetentionOptions();
        StartChecks.Throw([.. (new RetentionOptionsValidator().Validate(name: null, options).Failures ?? []).Select(fault => types.WithValue(fault, configuration))]);
        return options;
    }

    private static async Task<int> WriteCsvAsync(SqliteSubscriptions subscriptions, Stream output, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(output);
        await writer.WriteLineAsync(SubscriptionCsv.Header);
        var (written, paused, cut) = (0L, 0L, 0L);
        SubscriptionId? after = null;
        for (var rows = await subscriptions.ListConfirmedAsync(after, RowsAtOnce, cancellationToken); rows.Count > 0;
            rows = await subscriptions.ListConfirmedAsync(after, RowsAtOnce, cancellationToken))
        {
            foreach (var one in rows)
            {
                paused += SubscriptionCsv.Holds(one) ? 0 : 1;
                if (SubscriptionCsv.Holds(one))
                {
                    await writer.WriteLineAsync(SubscriptionCsv.LineOf(one).AsMemory(), cancellationToken);
                    written++;
                    cut += SubscriptionCsv.LeavesOut(one) ? 1 : 0;
                }
            }

            after = rows[^1].Id;
        }

        await Console.Error.WriteLineAsync($"{written:N0} subscriptions written; {paused:N0} that are paused or go to webhooks left out; of {cut:N0} the event words or digest times, which CSV has no column for.");
        return 0;
    }
}

using System.CommandLine;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff replay [ALERT…]</c>: dead letters back into the queue.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var alerts = new Argument<IReadOnlyList<IdempotencyKey>>("ALERT")
        {
            Description = "The ids of the alerts, as the log and the mails to operators name them (default: every dead letter)",
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = Values.MessageKeys,
        };
        var data = RunCommand.DataOption();
        var command = new Command("replay", "Puts alerts that were given up back into the queue") { alerts, data };
        command.SetAction((parsed, cancellationToken) =>
            ReplayAsync(parsed.GetValue(alerts) ?? [], parsed.GetRequiredValue(data), cancellationToken));
        return command;
    }

    private static async Task<int> ReplayAsync(IReadOnlyList<IdempotencyKey> keys, string dataFolder, CancellationToken cancellationToken)
    {
        using var folder = DataFolder.Open(dataFolder);
        using var database = SqliteDatabase.Open(folder.DatabasePath);
        // Nobody hears this signal; the sweep of a service that is running finds what waits.
        using var signal = new DeliverySignal();
        var (messages, others) = await new ReplayDeadLetters(new SqliteOutbox(database), signal, TimeProvider.System).RunAsync(keys, cancellationToken);
        foreach (var message in messages)
        {
            Console.WriteLine($"{message.Key}: {message.Reason}");
        }

        foreach (var other in others)
        {
            await Console.Error.WriteLineAsync($"tipstaff: {other} is no dead letter: look up its id in the log, or name none to replay all.");
        }

        Console.WriteLine($"{messages.Count:N0} dead letters wait to be sent again{(messages.Count > 0 ? "; tipstaff run sends them" : "")}.");
        return others.Count == 0 ? 0 : CommandFailure.WorkFailed;
    }
}

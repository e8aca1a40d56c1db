using System.CommandLine;
using Tipstaff.Local.Storage;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff import FILE.csv</c>: confirmed subscriptions from another system.</summary>
internal static class ImportCommand
{
    private const int LinesPerStep = 500;

    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = $"CSV with the columns {string.Join(',', ImportLine.Columns)}; a first line with these names is optional",
        };
        var data = RunCommand.DataOption();
        var command = new Command("import", "Takes over confirmed subscriptions from another system") { file, data };
        command.SetAction((parsed, cancellationToken) =>
            ImportAsync(parsed.GetRequiredValue(file), parsed.GetRequiredValue(data), cancellationToken));
        return command;
    }

    private static async Task<int> ImportAsync(string path, string dataFolder, CancellationToken cancellationToken)
    {
        await using var file = Open(path);
        using var folder = DataFolder.Open(dataFolder);
        using var database = SqliteDatabase.Open(folder.DatabasePath);
        var import = new ImportSubscriptions(new SqliteSubscriptions(database), new SubscriberIds(new InstallationSecret(folder.Secret.ToArray())), TimeProvider.System);
        var progress = new ImportProgress();
        var good = new List<ImportLine>(LinesPerStep);
        try
        {
            await foreach (var (number, line, trouble) in ImportLines.ReadAsync(file, TimeProvider.System, cancellationToken))
            {
                if (line is null)
                {
                    progress.Refuse(number, trouble!);
                    continue;
                }

                good.Add(line);
                if (good.Count == LinesPerStep)
                {
                    progress.Add(await import.RunAsync(good, cancellationToken));
                    good.Clear();
                }
            }
        }
        catch (IOException error)
        {
            throw CannotRead(path, error);
        }

        progress.Add(await import.RunAsync(good, cancellationToken));
        progress.End();
        return progress.Refused == 0 ? 0 : CommandFailure.WorkFailed;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CannotRead(path, error);
        }
    }

    private static CommandFailure CannotRead(string path, Exception error) =>
        new($"Cannot read '{path}': {error.Message.TrimEnd('.')}. Name a CSV file that exists and that you may read.");
}

using System.CommandLine;
using Microsoft.VisualBasic.FileIO;
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
        using var lines = Open(path);
        using var folder = DataFolder.Open(dataFolder);
        using var database = SqliteDatabase.Open(folder.DatabasePath);
        var import = new ImportSubscriptions(new SqliteSubscriptions(database), new SubscriberIds(new InstallationSecret(folder.Secret.ToArray())), TimeProvider.System);
        var progress = new ImportProgress();
        var good = new List<ImportLine>(LinesPerStep);
        foreach (var (number, fields) in Lines(lines, progress))
        {
            if (number == 1 && fields[0].Trim().Equals(ImportLine.Columns[0], StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (ImportLine.Read(fields, TimeProvider.System.GetUtcNow(), out var trouble) is { } line)
            {
                good.Add(line);
            }
            else
            {
                progress.Refuse(number, trouble!);
            }

            if (good.Count == LinesPerStep)
            {
                progress.Add(await import.RunAsync(good, cancellationToken));
                good.Clear();
            }
        }

        progress.Add(await import.RunAsync(good, cancellationToken));
        progress.End();
        return progress.Refused == 0 ? 0 : CommandFailure.WorkFailed;
    }

    private static TextFieldParser Open(string path)
    {
        try
        {
            return new TextFieldParser(new StreamReader(path)) { Delimiters = [","], TrimWhiteSpace = false };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CommandFailure($"Cannot read '{path}': {error.Message.TrimEnd('.')}. Name a CSV file that exists and that you may read.");
        }
    }

    private static IEnumerable<(long Number, string[] Fields)> Lines(TextFieldParser parser, ImportProgress progress)
    {
        while (!parser.EndOfData)
        {
            var number = parser.LineNumber;
            string[]? fields = null;
            try
            {
                fields = parser.ReadFields();
            }
            catch (MalformedLineException)
            {
                progress.Refuse(number, "Its quotes do not close: double a quote within quotes, and end each field with one.");
            }

            if (fields is not null)
            {
                yield return (number, fields);
            }
        }
    }
}

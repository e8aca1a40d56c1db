using System.CommandLine;
using Tipstaff.Local.Storage;

namespace Tipstaff.Local.Commands;

/// <summary>The command line <c>tipstaff</c>: exit status 0 fine, 1 the work failed, 2 wrong usage.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var message = parsed.UnmatchedTokens is [var unknown, ..] ? $"'{unknown}' is not known here" : parsed.Errors[0].Message.TrimEnd('.');
            await Console.Error.WriteLineAsync($"tipstaff: {message}. See tipstaff {HelpFor(parsed)}--help.");
            return CommandFailure.WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CommandFailure failure)
        {
            await Console.Error.WriteLineAsync($"tipstaff: {failure.Message}");
            return failure.ExitStatus;
        }
        catch (StorageException failure)
        {
            await Console.Error.WriteLineAsync($"tipstaff: {failure.Message}");
            return CommandFailure.WorkFailed;
        }
    }

    private static RootCommand Root() => new("Tells people what happens in their court cases, first and without fail.")
    {
        RunCommand.Create(),
        DemoCommand.Create(),
        CheckCommand.Create(),
        ParseCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        ReplayCommand.Create(),
        NoticeCommand.Create(),
        RotateLinksCommand.Create(),
        MigrateCommand.Create(),
        CourthouseCommand.Create(),
        PreflightCommand.Create(),
        VerifyCommand.Create(),
        WatchCommand.Create(),
    };

    private static string HelpFor(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
}

using System.CommandLine;
using System.Diagnostics;
using Tipstaff.Deploys;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff watch FILE --deployed-at TIME</c>: what the vital signs say of a deployment. The pipeline acts on the exit status.</summary>
internal static class WatchCommand
{
    /// <summary>The exit status of a deployment that is to be watched on.</summary>
    public const int WatchOn = 3;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The measures, as the query service of Log Analytics answers them" };
        var deployedAt = new Option<DateTimeOffset?>("--deployed-at")
        {
            Description = "When the new program took over",
            Required = true,
            CustomParser = Values.Moment,
            HelpName = "TIME",
        };
        var now = new Option<DateTimeOffset?>("--now")
        {
            Description = "The moment of the verdict (default: the present one)",
            CustomParser = Values.Moment,
            HelpName = "TIME",
        };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "Until when it is watched (default: for 15 minutes)",
            CustomParser = Values.Moment,
            HelpName = "TIME",
        };
        var noCanary = new Option<bool>("--no-canary") { Description = "No canary runs, so that nothing is awaited of it" };
        var command = new Command("watch", "Says whether a deployment is to be kept (exit 0), taken back (1) or watched on (3)") { file, deployedAt, now, until, noCanary };
        command.SetAction((parsed, cancellationToken) => WatchAsync(
            parsed.GetRequiredValue(file),
            parsed.GetRequiredValue(deployedAt)!.Value,
            parsed.GetValue(now) ?? TimeProvider.System.GetUtcNow(),
            Options(parsed.GetRequiredValue(deployedAt)!.Value, parsed.GetValue(until), !parsed.GetValue(noCanary)),
            cancellationToken));
        return command;
    }

    private static async Task<int> WatchAsync(FileInfo file, DateTimeOffset deployedAt, DateTimeOffset now, WatchOptions options, CancellationToken cancellationToken)
    {
        var verdict = JudgeDeploy.Run(await ReadAsync(file, cancellationToken), deployedAt, now, options);
        switch (verdict)
        {
            case DeployVerdict.Good:
                Console.WriteLine("Nothing went out of bounds: the deployment stays.");
                return 0;
            case DeployVerdict.Watching watching:
                Console.WriteLine($"Nothing is out of bounds; watch on until {watching.Until:HH:mm:ss} UTC.");
                return WatchOn;
            case DeployVerdict.RollBack rollBack:
                foreach (var trouble in rollBack.Troubles)
                {
                    Console.WriteLine($"{trouble.Fault}: {trouble.Reason}");
                }

                await Console.Error.WriteLineAsync("tipstaff: vital signs are out of bounds: take the deployment back.");
                return CommandFailure.WorkFailed;
            default:
                throw new UnreachableException();
        }
    }

    private static WatchOptions Options(DateTimeOffset deployedAt, DateTimeOffset? until, bool hasCanary) =>
        until is null ? WatchOptions.Default with { HasCanary = hasCanary }
        : until - deployedAt >= WatchOptions.Default.Settling * 2 ? WatchOptions.Default with { HasCanary = hasCanary, WatchFor = until.Value - deployedAt }
        : throw new CommandFailure(
            $"--until: a deployment is watched for {WatchOptions.Default.Settling.TotalMinutes * 2:0} minutes at least, as instances settle for half of that: name a later time.",
            CommandFailure.WrongUsage);

    private static async Task<IReadOnlyList<MetricPoint>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return MetricPointReader.Read(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"'{file}' does not tell the vital signs: {error.Message} Run the query again; without measures nothing may be deployed or kept.");
        }
    }
}

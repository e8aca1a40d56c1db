using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Tipstaff.Local.Storage;
using Tipstaff.StoredData;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff migrate</c>: brings stored rows to the version that this program writes, beside a service that may be running.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var estimate = new Option<bool>("--estimate") { Description = "Say how long it takes, by counts and a rate measured on a copy of the database, and change nothing" };
        var inside = new Option<bool>("--inside-deploy") { Description = $"Refuse when it takes longer than {BackfillEstimate.MostInsideDeploy.TotalMinutes:N0} minutes" };
        var data = RunCommand.DataOption();
        var command = new Command("migrate", "Brings stored rows to this version, in pieces; ended at any moment, it goes on from there") { estimate, inside, data };
        command.SetAction((parsed, cancellationToken) =>
            MigrateAsync(parsed.GetValue(estimate), parsed.GetValue(inside), parsed.GetRequiredValue(data), cancellationToken));
        return command;
    }

    private static async Task<int> MigrateAsync(bool isEstimate, bool isInsideDeploy, string dataFolder, CancellationToken cancellationToken)
    {
        if (isEstimate || isInsideDeploy)
        {
            var estimates = await EstimateAsync(dataFolder, cancellationToken);
            foreach (var line in estimates.Select(Text))
            {
                Console.WriteLine(line);
            }

            if (isInsideDeploy && BackfillEstimate.RefusalInsideDeploy(estimates) is { } refusal)
            {
                throw new CommandFailure(refusal);
            }
        }

        if (isEstimate)
        {
            return 0;
        }

        using var folder = DataFolder.Open(dataFolder);
        using var database = SqliteDatabase.Open(folder.DatabasePath);
        var migrate = new MigrateRows(new SqliteBackfills(database, TimeProvider.System), TimeProvider.System);

        // The piece under way is written to its end, and the next run goes on behind it.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        return await RunAsync(migrate, ended.Token);

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.Cancel();
        }
    }

    // Opened itself, the database would get this version's schema, which the release before does not open.
    private static async Task<IReadOnlyList<BackfillEstimate>> EstimateAsync(string dataFolder, CancellationToken cancellationToken)
    {
        using var copy = SqliteCopy.Of(DataFolder.DatabaseIn(dataFolder), TimeProvider.System);
        using var database = SqliteDatabase.Open(copy.Path);
        return await new MigrateRows(new SqliteBackfills(database, TimeProvider.System), TimeProvider.System).EstimateAsync(cancellationToken);
    }

    private static async Task<int> RunAsync(MigrateRows migrate, CancellationToken cancellationToken)
    {
        var progress = new MigrateProgress();
        var done = await migrate.RunAsync(progress.Tell, atMost: null, cancellationToken);
        progress.End();
        foreach (var kind in done)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.Kind}: {kind.Rewritten:N0} rows rewritten, {kind.Left:N0} of {kind.Rows:N0} left of an older version"));
        }

        var left = done.Sum(kind => kind.Left);
        return left == 0 ? 0
            : cancellationToken.IsCancellationRequested ? throw new CommandFailure("The migration was stopped; run tipstaff migrate again, and it goes on from there.")
            : throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"{left:N0} rows could not be rewritten, as they are damaged or are being changed all the time: run tipstaff migrate again, and look at the dead letters."));
    }

    private static string Text(BackfillEstimate one) => string.Create(
        CultureInfo.InvariantCulture,
        $"{one.Kind.Name}: {one.Counts.Rows:N0} rows, {one.Counts.Old:N0} of an older version; {one.RowsPerSecond:N0} rows/s measured on {one.Sample.Rows:N0}; {Text(one.Time)}");

    private static string Text(TimeSpan time) =>
        time == TimeSpan.Zero ? "nothing to do"
        : time < TimeSpan.FromMinutes(1) ? string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(time.TotalSeconds):N0} s")
        : string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(time.TotalMinutes):N0} min");
}

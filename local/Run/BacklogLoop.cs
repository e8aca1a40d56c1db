using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tipstaff.Local.Storage;
using Tipstaff.Measures;

namespace Tipstaff.Local.Run;

/// <summary>Looks every ten seconds how much is due and not delivered, for the measures.</summary>
internal sealed class BacklogLoop(SqliteOutbox outbox, TipstaffMeter meter, TimeProvider time, ILogger<BacklogLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Tick, time);
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nobody measures any more.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            (await outbox.FindBacklogAsync(now, cancellationToken)).MeasureBy(meter, now);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LoopFailed(nameof(BacklogLoop), error);
        }
    }
}

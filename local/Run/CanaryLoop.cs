using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tipstaff.Canaries;
using Tipstaff.Measures;

namespace Tipstaff.Local.Run;

/// <summary>Each minute: looks whether the canary's entries arrive.</summary>
internal sealed class CanaryLoop(WatchCanary watch, TipstaffMeter meter, TimeProvider time, ILogger<CanaryLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(WatchCanary.Every, time);
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on by what is stored.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await watch.RunAsync(cancellationToken);
            meter.Ticked(ServiceTimer.WatchCanary);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LoopFailed(nameof(CanaryLoop), error);
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tipstaff.Erasures;
using Tipstaff.Measures;
using Tipstaff.Retention;

namespace Tipstaff.Local.Run;

/// <summary>Finishes erasures each hour, and once a day takes away what has been kept for as long as it may be.</summary>
internal sealed class RetentionLoop(
    EraseSubscriber erase, TakeAwayOld takeAway, TipstaffMeter meter, TimeProvider time, ILogger<RetentionLoop> logger) : BackgroundService
{
    private const int HoursBetween = 24;

    private static readonly TimeSpan Tick = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Tick, time);
            for (var hour = 0; ; hour = (hour + 1) % HoursBetween)
            {
                await TryAsync(() => erase.FinishAsync(stoppingToken), ServiceTimer.FinishErasures);
                if (hour == 0)
                {
                    await TryAsync(() => takeAway.RunAsync(stoppingToken), ServiceTimer.DailyRetention);
                }

                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left goes after the next start.
        }
    }

    private async Task TryAsync(Func<Task> work, ServiceTimer timer)
    {
        try
        {
            await work();
            meter.Ticked(timer);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LoopFailed(nameof(RetentionLoop), error);
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tipstaff.Measures;
using Tipstaff.Operators;

namespace Tipstaff.Local.Run;

/// <summary>Tells operators what came about, every few seconds.</summary>
internal sealed class OperatorLoop(TellOperators tell, TipstaffMeter meter, TimeProvider time, ILogger<OperatorLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Tick, time);
            do
            {
                await TellAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not told yet is told after the next start.
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tell.RunAsync(cancellationToken);
            meter.Ticked(ServiceTimer.TellOperators);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LoopFailed(nameof(OperatorLoop), error);
        }
    }
}

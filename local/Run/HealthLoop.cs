using Microsoft.Extensions.Hosting;
using Tipstaff.Health;

namespace Tipstaff.Local.Run;

/// <summary>Looks each minute at what the service stands on, so that <c>/health</c> tells nothing old to whoever asks seldom.</summary>
internal sealed class HealthLoop(HealthChecks health, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(HealthChecks.Every, time);
            do
            {
                await health.RefreshAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nobody asks any more.
        }
    }
}

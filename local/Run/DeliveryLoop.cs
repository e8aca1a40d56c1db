using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tipstaff.Outbox;

namespace Tipstaff.Local.Run;

/// <summary>Delivers what is due, as soon as it is written down; a sweep each second finds what no signal told of.</summary>
internal sealed class DeliveryLoop(DeliverMessages deliver, DeliverySignal signal, TimeProvider time, ILogger<DeliveryLoop> logger)
    : BackgroundService
{
    // While one batch waits for its last answers, the other is being sent.
    private const int Batches = 2;

    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Batches).Select(_ => DeliverAsync(stoppingToken)));

    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await deliver.RunDueAsync(cancellationToken) == 0)
                {
                    await signal.WaitAsync(Sweep, time, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.LoopFailed(nameof(DeliveryLoop), error);
                await signal.WaitAsync(Sweep, time, CancellationToken.None);
            }
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tipstaff.Local.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Local.Run;

/// <summary>Delivers what is due, as soon as it is written down; a sweep each second finds what no signal told of.</summary>
internal sealed class DeliveryLoop(
    DeliverMessages deliver, SqliteOutbox outbox, DeliverySignal signal, TimeProvider time, ILogger<DeliveryLoop> logger) : BackgroundService
{
    // While one batch is being written and another waits for its last answers, the next ones are being sent.
    private const int Batches = 4;

    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);

    // What is being handed over when the service is asked to end is finished and recorded, within this time.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // This process holds the data folder, so that whoever claimed these is dead.
        if (await outbox.ReleaseClaimsAsync(stoppingToken) is > 0 and var released)
        {
            logger.ClaimsReleased(released);
        }

        await Task.WhenAll(Enumerable.Range(0, Batches).Select(_ => DeliverAsync(stoppingToken)));
    }

    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var end = new CancellationTokenSource();
        await using var stopping = cancellationToken.Register(() => end.CancelAfter(Grace));
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await deliver.RunDueAsync(end.Token) == 0)
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

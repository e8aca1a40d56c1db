using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tipstaff.Local.Storage;
using Tipstaff.Measures;
using Tipstaff.Outbox;

namespace Tipstaff.Local.Run;

/// <summary>Delivers what is due, as soon as it is written down; a sweep each second finds what no signal told of.</summary>
internal sealed class DeliveryLoop(
    DeliverMessages deliver, SqliteOutbox outbox, DeliverySignal signal, TipstaffMeter meter, TimeProvider time, ILogger<DeliveryLoop> logger) : BackgroundService
{
    // While one batch is being written and another waits for its last answers, the next ones are being sent.
    private const int Batches = 4;

    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // This process holds the data folder, so that whoever claimed these is dead.
        if (await outbox.ReleaseClaimsAsync(stoppingToken) is > 0 and var released)
        {
            logger.ClaimsReleased(released);
        }

        // Webhooks end with their lease at the latest, however slow their receivers: they keep no mail from being claimed.
        List<Task> running = [], webhooks = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            if (running.Count == Batches)
            {
                await Task.WhenAny(running);
            }

            running.RemoveAll(batch => batch.IsCompleted);
            webhooks.RemoveAll(batch => batch.IsCompleted);
            foreach (var part in (await NextAsync(stoppingToken))?.Parts ?? [])
            {
                (part.Webhooks.Count > 0 ? webhooks : running).Add(DeliverAsync(part, stoppingToken));
            }
        }

        await Task.WhenAll([.. running, .. webhooks]);
    }

    /// <summary>Claims what is due; waits for a signal, and claims nothing, when nothing is.</summary>
    private async Task<ClaimedBatch?> NextAsync(CancellationToken stoppingToken)
    {
        try
        {
            var batch = await deliver.ClaimDueAsync(stoppingToken);
            meter.Ticked(ServiceTimer.SweepOutbox);
            if (batch is null)
            {
                await WaitAsync(stoppingToken);
            }

            return batch;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            logger.LoopFailed(nameof(DeliveryLoop), error);
            await signal.WaitAsync(Sweep, time, CancellationToken.None);
            return null;
        }
    }

    // A breaker that becomes half-open meanwhile is asked at that moment.
    private Task WaitAsync(CancellationToken stoppingToken)
    {
        var held = deliver.HeldUntil - time.GetUtcNow();
        return held < Sweep
            ? signal.WaitAsync(held > TimeSpan.Zero ? held.Value : TimeSpan.Zero, time, stoppingToken)
            : signal.WaitAsync(Sweep, time, stoppingToken);
    }

    private async Task DeliverAsync(ClaimedBatch batch, CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await deliver.RunAsync(batch, stoppingToken);
        }
        catch (Exception error)
        {
            logger.LoopFailed(nameof(DeliveryLoop), error);
        }
    }
}

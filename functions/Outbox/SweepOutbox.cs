using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Tipstaff.Functions.Queues;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Outbox;

/// <summary>Finds what a crash left without a message on the queue, and notices that did not reach the operators' partition.</summary>
public sealed class SweepOutbox(LeftBehind leftBehind, DeliverMessages deliver, IDeliveryQueue queue, TimeProvider time, ILogger<SweepOutbox> logger)
{
    /// <summary>How long a message may be on its way before it counts as left: the queue's own time, and a retry's.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private const int BatchSize = 500;

    [Function(nameof(SweepOutbox))]
    public async Task RunAsync([TimerTrigger("30 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var left = await leftBehind.FinishAsync(time.GetUtcNow() - Patience, BatchSize, cancellationToken);
        if (await deliver.LookUntilWhenHeldAsync(cancellationToken) is not null)
        {
            // All of them wait in the queue already, for a provider that takes mail.
            return;
        }

        await queue.EnqueueAsync(left, cancellationToken);
        if (left.Count > 0)
        {
            logger.Swept(left.Count, timer.IsPastDue);
        }
    }
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Tipstaff.Idempotency;
using Tipstaff.Measures;

namespace Tipstaff.Functions.Outbox;

/// <summary>Finds what a crash left without a message on the queue, and notices that did not reach the operators' partition; forgets what need not be remembered of requests.</summary>
public sealed class SweepOutbox(LeftBehind leftBehind, ForgetRequests forget, TipstaffMeter meter, TimeProvider time, ILogger<SweepOutbox> logger)
{
    /// <summary>How long a message may be on its way before it counts as left: the queue's own time, and a retry's.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Function(nameof(SweepOutbox))]
    public async Task RunAsync([TimerTrigger("30 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var queued = await leftBehind.QueueAsync(time.GetUtcNow() - Patience, cancellationToken);
        if (queued > 0)
        {
            logger.Swept(queued, timer.IsPastDue);
        }

        await forget.RunAsync(cancellationToken);
        meter.Ticked(ServiceTimer.SweepOutbox);
    }
}

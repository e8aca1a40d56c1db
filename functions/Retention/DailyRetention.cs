using Microsoft.Azure.Functions.Worker;
using Tipstaff.Measures;
using Tipstaff.Retention;

namespace Tipstaff.Functions.Retention;

/// <summary>Takes away, each night of the courts, what has been kept for as long as it may be.</summary>
public sealed class DailyRetention(TakeAwayOld takeAway, TipstaffMeter meter)
{
    [Function(nameof(DailyRetention))]
    public async Task RunAsync([TimerTrigger("0 40 8 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await takeAway.RunAsync(cancellationToken);
        meter.Ticked(ServiceTimer.DailyRetention);
    }
}

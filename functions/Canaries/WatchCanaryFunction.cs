using Microsoft.Azure.Functions.Worker;
using Tipstaff.Canaries;
using Tipstaff.Measures;

namespace Tipstaff.Functions.Canaries;

/// <summary>Each minute: looks whether the canary's entries arrive.</summary>
public sealed class WatchCanaryFunction(WatchCanary watch, TipstaffMeter meter)
{
    [Function("WatchCanary")]
    public async Task RunAsync([TimerTrigger("45 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await watch.RunAsync(cancellationToken);
        meter.Ticked(ServiceTimer.WatchCanary);
    }
}

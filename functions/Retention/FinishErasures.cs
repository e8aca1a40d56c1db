using Microsoft.Azure.Functions.Worker;
using Tipstaff.Erasures;
using Tipstaff.Measures;

namespace Tipstaff.Functions.Retention;

/// <summary>Goes on with erasures that a crash left, and takes what turned up late of those of the last day.</summary>
public sealed class FinishErasures(EraseSubscriber erase, TipstaffMeter meter)
{
    [Function(nameof(FinishErasures))]
    public async Task RunAsync([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await erase.FinishAsync(cancellationToken);
        meter.Ticked(ServiceTimer.FinishErasures);
    }
}

using Microsoft.Azure.Functions.Worker;
using Tipstaff.Measures;
using Tipstaff.Operators;

namespace Tipstaff.Functions.Operators;

/// <summary>Each minute: mails operators what came about.</summary>
public sealed class TellOperatorsFunction(TellOperators tell, TipstaffMeter meter)
{
    [Function("TellOperators")]
    public async Task RunAsync([TimerTrigger("15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await tell.RunAsync(cancellationToken);
        meter.Ticked(ServiceTimer.TellOperators);
    }
}

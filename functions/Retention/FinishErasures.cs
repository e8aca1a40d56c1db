using Microsoft.Azure.Functions.Worker;
using Tipstaff.Erasures;

namespace Tipstaff.Functions.Retention;

/// <summary>Goes on with erasures that a crash left, and takes what turned up late of those of the last day.</summary>
public sealed class FinishErasures(EraseSubscriber erase)
{
    [Function(nameof(FinishErasures))]
    public Task RunAsync([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => erase.FinishAsync(cancellationToken);
}

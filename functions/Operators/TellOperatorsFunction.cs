using Microsoft.Azure.Functions.Worker;
using Tipstaff.Operators;

namespace Tipstaff.Functions.Operators;

/// <summary>Each minute: mails operators what came about.</summary>
public sealed class TellOperatorsFunction(TellOperators tell)
{
    [Function("TellOperators")]
    public Task RunAsync([TimerTrigger("15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => tell.RunAsync(cancellationToken);
}

using Azure;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>What the cloud's faults throw at the app, and what the app makes of it where it lives with it; all else is a bug.</summary>
internal static class CloudTrouble
{
    public static bool Is(Exception error, bool isEnding) => error switch
    {
        RequestFailedException failed => failed.Status is 500 or 503 or 429,
        ServiceBusException failed => failed.IsTransient || failed.Reason is ServiceBusFailureReason.MessageLockLost,
        OperationCanceledException => isEnding,
        AggregateException several => several.InnerExceptions.All(inner => Is(inner, isEnding)),
        InvalidOperationException lost when lost.Message.Contains("races in a row", StringComparison.Ordinal) => true,
        _ => error.GetType().Name is "RpcException" || (error.InnerException is { } inner && Is(inner, isEnding)),
    };
}

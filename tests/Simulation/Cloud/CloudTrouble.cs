using Azure;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>What the cloud's faults throw at the app, and what the app makes of it where it lives with it; all else is a bug.</summary>
internal static class CloudTrouble
{
    /// <summary>Whether it is trouble.</summary>
    /// <param name="error">What was thrown, as functions, use cases or the host's listeners hand it on.</param>
    /// <param name="isEnding">Whether the instance was asked to end: then what it had in hand may be cancelled.</param>
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

using Azure;

namespace Tipstaff.Functions;

/// <summary>The forms in which an SDK tells that a service failed, brought into one.</summary>
/// <remarks>
/// An answer that is no success is a <see cref="RequestFailedException"/>. Where no answer comes, <c>Azure.Core</c> throws what its last
/// try met (a <see cref="TaskCanceledException"/> when that was its own limit on time) or, after several tries, an
/// <see cref="AggregateException"/> of what they met.
/// </remarks>
internal static class CloudFailure
{
    /// <summary>The failure that a fault tells of; of several tries the one that leaves most open whether the service did its work.</summary>
    /// <param name="fault">What an SDK threw.</param>
    /// <param name="caller">What the caller stops waiting by: that is no failure of the service.</param>
    /// <returns>Status 0 where no answer came; null when the fault is another.</returns>
    public static RequestFailedException? Of(Exception fault, CancellationToken caller) => fault switch
    {
        RequestFailedException failure => failure,
        OperationCanceledException when !caller.IsCancellationRequested => new RequestFailedException(0, "The service did not answer in time.", fault),
        AggregateException { InnerExceptions: [_, ..] tries } => OfTries([.. tries.Select(each => Of(each, caller))]),
        _ => null,
    };

    /// <summary>Whether the service certainly did nothing, as no connection to it came about.</summary>
    public static bool IsUnreached(RequestFailedException failure) => failure.Status == 0
        && failure.InnerException is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        };

    private static RequestFailedException? OfTries(List<RequestFailedException?> tries) =>
        tries.Contains(null) ? null : tries.Find(failure => !IsUnreached(failure!)) ?? tries[^1];
}

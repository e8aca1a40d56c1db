using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Tipstaff.Checks;

/// <summary>Tells over HTTP what may pass from what stays.</summary>
public static class HttpTrouble
{
    /// <summary>Whether asking again in a few seconds may help.</summary>
    public static bool MayPass(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests;

    /// <inheritdoc cref="MayPass(HttpStatusCode)"/>
    public static bool MayPass(HttpRequestException error) => error switch
    {
        // A resolver that cannot say now is not one that knows of no such name.
        { HttpRequestError: HttpRequestError.NameResolutionError } => error.InnerException is SocketException { SocketErrorCode: SocketError.TryAgain },
        { HttpRequestError: HttpRequestError.SecureConnectionError } => error.InnerException is not AuthenticationException,
        _ => true,
    };

    /// <summary>What happened, for operators.</summary>
    public static string Words(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name does not resolve",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no secure connection: its certificate or TLS is not accepted",
        HttpRequestError.Unknown => "the request failed",
        var kind => $"the answer broke off ({kind})",
    };

    /// <summary>Whether somebody is there, by the answer to a <c>HEAD</c>.</summary>
    /// <remarks>Servers that know no <c>HEAD</c> say so with 405 or 501.</remarks>
    public static bool IsUp(HttpStatusCode status) =>
        status is HttpStatusCode.NotImplemented || ((int)status < 500 && status is not HttpStatusCode.TooManyRequests);
}

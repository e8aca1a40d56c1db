using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace Tipstaff.Signatures;

/// <summary>Turns what a head was sent into what signatures are looked for in.</summary>
public static class ReceivedRequest
{
    /// <summary>The request as it came over the wire: path and query are not decoded, fields stay on their lines.</summary>
    /// <param name="request">The request. Scheme and host must be those that the client used: behind a proxy, restore them before. A host that is not ours must be
    /// refused before, or what was signed for another service that has our keys is taken here too.</param>
    /// <param name="body">Its whole body, read by the caller within a limit.</param>
    public static HttpMessage Of(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var isRead = RequestTarget.TryParse(request.Scheme, request.Host.Value, string.IsNullOrEmpty(raw) ? request.GetEncodedPathAndQuery() : raw, out var target);
        var fields = request.Headers.SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")));
        return HttpMessage.Request(request.Method, isRead ? target : null, fields, body);
    }
}

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
        return HttpMessage.Request(request.Method, isRead ? target : null, FieldsOf(request), body);
    }

    /// <summary>The request as it was sent to our public address, whichever host and scheme a proxy made of it.</summary>
    /// <param name="request">The request. Of its target only path and query count: a host in it, or in <c>Host</c>, is not asked for.</param>
    /// <param name="publicUrl">Under which address clients reach us; absolute. Its path, if any, is what a proxy takes away.</param>
    /// <param name="body">Its whole body, read by the caller within a limit.</param>
    public static HttpMessage Of(HttpRequest request, Uri publicUrl, ReadOnlyMemory<byte> body)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var ours = RequestTarget.Of(publicUrl);
        var isRead = RequestTarget.TryParse(
            ours.Scheme, ours.Authority, ours.Path.TrimEnd('/') + (raw is ['/', ..] ? raw : request.GetEncodedPathAndQuery()), out var target);
        return HttpMessage.Request(request.Method, isRead ? target : null, FieldsOf(request), body);
    }

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(HttpRequest request) =>
        request.Headers.SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")));
}

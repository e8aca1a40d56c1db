using System.Net;
using System.Net.Http.Headers;

namespace Tipstaff.Webhooks;

/// <summary>The body of a request that knows whether the request has begun to go out.</summary>
internal sealed class WebhookContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private volatile bool _isUnderWay;

    public WebhookContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Whether the receiver may have something of it: there is a connection, and it was written to.</summary>
    public bool IsUnderWay => _isUnderWay;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _isUnderWay = true;
        await stream.WriteAsync(_body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}

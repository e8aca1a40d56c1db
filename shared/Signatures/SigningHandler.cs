namespace Tipstaff.Signatures;

/// <summary>Signs each request that passes through it. Stands next to the wire, behind whatever repeats requests: each sending needs a nonce of its own.</summary>
/// <remarks>
/// The handler behind it must not follow redirects by itself (<c>AllowAutoRedirect = false</c>): a signature is for one address. Bodies
/// are held in memory, for they are digested before they are sent.
/// </remarks>
public sealed class SigningHandler(RequestSigner signer) : DelegatingHandler
{
    private static readonly string[] OwnFields = ["Content-Digest", "Signature-Input", "Signature"];

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var field in OwnFields)
        {
            request.Headers.Remove(field);
            request.Content?.Headers.Remove(field);
        }

        foreach (var (name, value) in signer.Sign(await MessageOfAsync(request, cancellationToken)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>Nothing is sent: what passes here unsigned would be refused.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Signed requests are sent asynchronously only: call SendAsync.");

    private static async Task<HttpMessage> MessageOfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri ?? throw new InvalidOperationException("A request without an address cannot be signed.");
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var fields = request.Content?.Headers.NonValidated.SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value))) ?? [];
        return HttpMessage.Request(request.Method.Method, RequestTarget.Of(address, request.Headers.Host), fields, body);
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Links;
using Tipstaff.Signatures;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>Tells whose subscriptions a request may see and change: by the manage token of our mails, or by a signature.</summary>
/// <remarks>
/// A signed client whose key has the scope <c>subscriptions</c> names the subscriber, by id and never by address, in the query, which the
/// signature covers. What is signed is the public address (<c>Links:PublicUrl</c>), whatever name the request came in under: a
/// request that was signed for another service is none of ours, and no proxy needs to be believed.
/// </remarks>
public sealed class Askers(LinkTokens tokens, VerifyRequest verify, IOptions<LinkOptions> links, TimeProvider time, ILogger<Askers> logger)
{
    /// <summary>The scope that a key needs.</summary>
    public const string Scope = "subscriptions";

    private const string Bearer = "Bearer ";
    private const string Subscriber = "subscriber";

    /// <summary>Finds out who asks; where there is a signature, the body is read for it and stands ready to be read again.</summary>
    public async Task<Asker> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0 && (request.Headers.ContainsKey("Signature") || request.Headers.ContainsKey("Signature-Input")))
        {
            return await SignedAsync(request, cancellationToken);
        }

        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && tokens.Read(header[Bearer.Length..].Trim(), LinkPurpose.Manage, time.GetUtcNow()) is LinkReading.Valid valid
            ? new(SubscriberId.Parse(valid.Subject), Results.Empty)
            : new(Owner: null, Unauthorized(request, new Problem(
                StatusCodes.Status401Unauthorized, "unauthorized", "It is not known who asks",
                "Send the token of the manage link of one of our mails as Authorization: Bearer TOKEN, the link of a newer mail where it has expired; or sign the request.")));
    }

    private async Task<Asker> SignedAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await JsonBody.BytesAsync(request, cancellationToken) is not { } body)
        {
            return new(Owner: null, new Problem(
                StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large", $"Send at most {JsonBody.MaxBytes} bytes."));
        }

        request.Body = new MemoryStream(body, writable: false);
        switch (await verify.RunAsync(ReceivedRequest.Of(request, links.Value.PublicUrl!, body), cancellationToken))
        {
            case Verification.Refused refused:
                logger.SignatureRefused(refused.Code);
                return new(Owner: null, Unauthorized(request, new Problem(
                    StatusCodes.Status401Unauthorized, "signature-refused", "The request's signature is not accepted", refused.Sentence, code: refused.Code)));
            case Verification.Verified signer when !signer.May(Scope):
                return new(Owner: null, new Problem(
                    StatusCodes.Status403Forbidden, "insufficient-scope", "The key may not do this", $"Ask the operator for a key with the scope {Scope}."));
        }

        return request.Query[Subscriber] is [var id] && SubscriberId.TryParse(id, provider: null, out var owner)
            ? new(owner, Results.Empty)
            : new(Owner: null, new Problem(
                StatusCodes.Status400BadRequest, "invalid-request", "The request cannot be read", "Correct the fields named in errors and send it again.",
                new Dictionary<string, string>(StringComparer.Ordinal) { [Subscriber] = "Name the subscriber in the query, once, by the id of 32 hex digits." }));
    }

    private static Problem Unauthorized(HttpRequest request, Problem problem)
    {
        request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return problem;
    }
}

/// <summary>Who asks.</summary>
/// <param name="Owner">Whose subscriptions may be seen and changed; null for nobody's.</param>
/// <param name="Refusal">What is answered then.</param>
public sealed record Asker(SubscriberId? Owner, IResult Refusal);

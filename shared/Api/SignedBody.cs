using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Links;
using Tipstaff.Signatures;

namespace Tipstaff.Api;

/// <summary>Reads the body of a request that must be signed, with a key of some scope.</summary>
/// <remarks>
/// What is signed is the public address (<c>Links:PublicUrl</c>), whatever name the request came in under: a request that was signed for
/// another service is none of ours, and no proxy needs to be believed.
/// </remarks>
public sealed class SignedBody(VerifyRequest verify, IOptions<LinkOptions> links, ILogger<SignedBody> logger)
{
    /// <summary>The body of a request that is signed as it must be; else what is answered.</summary>
    /// <param name="request">The request. Of one without a signature the body is not read.</param>
    /// <param name="scope">The scope that the key needs.</param>
    /// <param name="ofSome">Whether a key of some part of the scope will do, <c>notices:nysd</c>: the caller then asks the signer of which.</param>
    /// <param name="maxBytes">The largest body that is taken.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(byte[]? Body, Verification.Verified? Signer, IResult Refusal)> ReadAsync(
        HttpRequest request, string scope, bool ofSome, int maxBytes, CancellationToken cancellationToken)
    {
        byte[]? body = [];
        if (request.Headers.ContainsKey("Signature-Input") && (body = await JsonBody.BytesAsync(request, maxBytes, cancellationToken)) is null)
        {
            return (null, null, new Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large", $"Send at most {maxBytes} bytes."));
        }

        switch (await verify.RunAsync(ReceivedRequest.Of(request, links.Value.PublicUrl!, body), cancellationToken))
        {
            case Verification.Refused refused:
                logger.SignatureRefused(refused.Code);
                request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
                return (null, null, new Problem(
                    StatusCodes.Status401Unauthorized, "signature-refused", "The request's signature is not accepted", refused.Sentence, code: refused.Code));
            case Verification.Verified signer when ofSome ? signer.MayOfSome(scope) : signer.May(scope):
                return (body, signer, Results.Empty);
            default:
                return (null, null, LacksScope(scope));
        }
    }

    /// <summary>What is answered to whose key lacks a scope.</summary>
    public static Problem LacksScope(string scope) => new(
        StatusCodes.Status403Forbidden, "insufficient-scope", "The key may not do this", $"Ask the operator for a key with the scope {scope}.");
}

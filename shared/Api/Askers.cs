using Microsoft.AspNetCore.Http;
using Tipstaff.Links;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>Tells whose subscriptions a request may see and change: by the manage token of our mails, or by a signature.</summary>
/// <remarks>
/// A signed client whose key has the scope <c>subscriptions</c> names the subscriber, by id and never by address, in the query, which the
/// signature covers.
/// </remarks>
public sealed class Askers(LinkTokens tokens, SignedBody signed, TimeProvider time)
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
        var (body, _, refusal) = await signed.ReadAsync(request, Scope, ofSome: false, JsonBody.MaxBytes, cancellationToken);
        if (body is null)
        {
            return new(Owner: null, refusal);
        }

        request.Body = new MemoryStream(body, writable: false);
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

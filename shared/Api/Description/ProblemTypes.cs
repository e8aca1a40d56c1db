namespace Tipstaff.Api.Description;

/// <summary>The types of problems: what stands behind <c>urn:tipstaff:problem:</c>, and what it means.</summary>
internal static class ProblemTypes
{
    /// <summary>What each type begins with.</summary>
    public const string Prefix = "urn:tipstaff:problem:";

    /// <summary>Each with the status that it comes with, and its meaning.</summary>
    public static IReadOnlyDictionary<string, (int Status, string Meaning)> All { get; } = new SortedDictionary<string, (int, string)>(StringComparer.Ordinal)
    {
        ["bad-request"] = (400, "The request is no HTTP that can be read, or names what cannot be."),
        ["invalid-request"] = (400, "Fields, parameters or headers are wrong; errors names each."),
        ["unauthorized"] = (401, "It is not known who asks."),
        ["signature-refused"] = (401, "The signature is not accepted; code says why."),
        ["insufficient-scope"] = (403, "The key of the signature lacks a scope."),
        ["not-found"] = (404, "There is no such thing, or it is somebody else's."),
        ["method-not-allowed"] = (405, "The route has other methods; Allow names them."),
        ["timeout"] = (408, "The request came too slowly."),
        ["ended"] = (409, "The subscription has ended."),
        ["request-under-way"] = (409, "The same Idempotency-Key is being worked on; Retry-After says when to ask again."),
        ["no-secret"] = (409, "The webhook has no secret yet, which would sign the challenge."),
        ["no-webhook"] = (409, "The subscription goes by mail, is not confirmed, or has ended."),
        ["too-many-webhooks"] = (409, "The subscriber has as many webhook URLs as there may be."),
        ["changed-meanwhile"] = (412, "It has changed since the version of If-Match."),
        ["too-large"] = (413, "The body is too large."),
        ["unsupported-media-type"] = (415, "The body is not sent as what the route takes."),
        ["challenge-failed"] = (422, "The webhook's URL did not pass its challenge."),
        ["key-reused"] = (422, "The Idempotency-Key was sent with another body."),
        ["no-notice"] = (422, "The message is no notice of a filing."),
        ["unknown-court"] = (422, "The links of the notice do not tell one court."),
        ["too-many-cases"] = (422, "The notice has more cases than one may have."),
        ["unreadable-notice"] = (422, "Nothing in the notice could be read; its words are kept for operators."),
        ["too-many-requests"] = (429, "The client asks too often; Retry-After says when to ask again."),
        ["failed"] = (500, "Tipstaff failed; the request may be sent again."),
    };
}

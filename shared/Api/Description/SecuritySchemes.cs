using Microsoft.OpenApi;

namespace Tipstaff.Api.Description;

/// <summary>How requests say who asks.</summary>
internal static class SecuritySchemes
{
    private const string ManageToken = "manageToken";
    private const string Signature = "signature";
    private const string SignatureInput = "signatureInput";
    private const string HostKey = "hostKey";

    /// <summary>All of them, by name.</summary>
    public static IDictionary<string, IOpenApiSecurityScheme> All => new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
    {
        [ManageToken] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The token of the manage link of our mails.",
        },
        [Signature] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "Signature",
            Description = "An HTTP message signature (RFC 9421), hmac-sha256 or ecdsa-p256-sha256, with a key that the operator gave out, over @method, "
                + "@authority, @path and @query, and over Content-Digest (RFC 9530) where there is a body; created within 5 minutes, its nonce not used before.",
        },
        [SignatureInput] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "Signature-Input",
            Description = "What the signature covers, and its parameters: created, nonce, keyid.",
        },
        [HostKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "x-functions-key",
            Description = "The master key of the function app. On one machine who asks from that machine, as localhost, needs none.",
        },
    };

    /// <summary>What a request has to bring: one of them.</summary>
    public static List<OpenApiSecurityRequirement> Of(ApiAsker asker, OpenApiDocument document) => asker switch
    {
        ApiAsker.Subscriber => [Needs(document, ManageToken), Needs(document, Signature, SignatureInput)],
        ApiAsker.Signer => [Needs(document, Signature, SignatureInput)],
        ApiAsker.Operator => [Needs(document, HostKey), []],
        _ => [],
    };

    private static OpenApiSecurityRequirement Needs(OpenApiDocument document, params string[] schemes)
    {
        var requirement = new OpenApiSecurityRequirement();
        foreach (var scheme in schemes)
        {
            requirement.Add(new OpenApiSecuritySchemeReference(scheme, document), []);
        }

        return requirement;
    }
}

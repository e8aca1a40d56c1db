using System.Security.Cryptography;
using System.Text;
using Tipstaff.Signatures;

namespace Tipstaff.Tests.Support;

/// <summary>
/// A request as it goes over the wire, that a test signs and then changes: Ada's newsroom posts a notice to alerts.example.com on
/// <see cref="Some.Monday9Am"/>.
/// </summary>
internal sealed record SomeSigned
{
    public static readonly SignatureKey Hmac = new HmacKey("ada-2026", [.. Enumerable.Range(1, 64).Select(i => (byte)i)])
    {
        NotBefore = Some.Monday9Am.AddDays(-30),
        NotAfter = Some.Monday9Am.AddDays(30),
        Scopes = new HashSet<string>(StringComparer.Ordinal) { "notices:write" },
    };

    public static readonly SignatureKey Ecdsa = new EcdsaKey("grace-2026", NewCurveKey());

    public static readonly SignatureKey[] Keys = [Hmac, Ecdsa];

    public static readonly string[] Parts = ["@method", "@authority", "@path", "@query", "content-type", "content-digest"];

    public string Method { get; init; } = "POST";

    public string Scheme { get; init; } = "https";

    public string Host { get; init; } = "Alerts.example.com:443";

    public string Target { get; init; } = "/api/notices?court=nysd&as=%c3%a9";

    public byte[] Body { get; init; } = "Notice of Electronic Filing"u8.ToArray();

    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } =
    [
        new("Content-Type", "message/rfc822"),
        new("Content-Digest", $"sha-256=:{Convert.ToBase64String(SHA256.HashData("Notice of Electronic Filing"u8))}:"),
        new("X-Else", "not signed"),
    ];

    public HttpMessage Message =>
        HttpMessage.Request(Method, RequestTarget.TryParse(Scheme, Host, Target, out var target) ? target : null, Fields, Body);

    public string this[string field] => Fields.Single(line => line.Key == field).Value;

    public static ECParameters NewCurveKey()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return ecdsa.ExportParameters(includePrivateParameters: true);
    }

    /// <summary>Signs it as it is now. A parameter of null is left out.</summary>
    public SomeSigned Signed(
        SignatureKey? key = null,
        IEnumerable<string>? covered = null,
        DateTimeOffset? created = null,
        string? nonce = "nonce-1",
        DateTimeOffset? expires = null,
        string? alg = null,
        string? keyId = "",
        string? tag = null,
        bool dated = true,
        string label = "sig")
    {
        var signer = key ?? Hmac;
        List<Parameter> parameters = [];
        Add("created", dated ? new BareItem.Integer((created ?? Some.Monday9Am).ToUnixTimeSeconds()) : null);
        Add("expires", expires is { } end ? new BareItem.Integer(end.ToUnixTimeSeconds()) : null);
        Add("nonce", nonce is null ? null : new BareItem.Text(nonce));
        Add("alg", alg is null ? null : new BareItem.Text(alg));
        Add("keyid", keyId is null ? null : new BareItem.Text(keyId is "" ? signer.Id : keyId));
        Add("tag", tag is null ? null : new BareItem.Text(tag));
        var (input, signature) = MessageSigner.Sign(Message, label, covered ?? Parts, parameters, signer);
        return this with { Fields = [.. Fields, new("Signature-Input", input), new("Signature", signature)] };

        void Add(string name, BareItem? value)
        {
            if (value is not null)
            {
                parameters.Add(new(name, value));
            }
        }
    }

    /// <summary>The same with another value of a field.</summary>
    public SomeSigned With(string field, string value) =>
        this with { Fields = [.. Fields.Select(line => line.Key == field ? new(field, value) : line)] };

    /// <summary>The same without a field.</summary>
    public SomeSigned Without(string field) => this with { Fields = [.. Fields.Where(line => line.Key != field)] };

    /// <summary>A digest of the body as the field has it.</summary>
    public static string Digest(string body) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}:";
}

using System.Security.Cryptography;
using System.Text;
using Tipstaff.Signatures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>Ada's newsroom, whose key may see and change subscriptions, and others who may not.</summary>
internal static class SomeNewsroom
{
    public static readonly SignatureKey Newsroom = Key("newsroom", "notices:write", "subscriptions");
    public static readonly SignatureKey Courier = Key("courier", "notices:write");
    public static readonly SignatureKey Mailroom = Key("mailroom", "notices");
    public static readonly SignatureKey OneCourtsMailroom = Key("one-court", "notices:nysd", "notices:ca9");
    public static readonly SignatureKey Stranger = Key("stranger", "subscriptions");

    /// <summary>Those that the installation knows.</summary>
    public static readonly SignatureKey[] Keys = [Newsroom, Courier, Mailroom, OneCourtsMailroom];

    private static readonly string[] Covered = ["@method", "@authority", "@path", "@query"];

    public static byte[] SecretOf(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));

    /// <summary>A request to a head, not signed yet.</summary>
    public static SomeSigned Request(string host, string method, string target, string? json = null) => new()
    {
        Method = method,
        Host = host,
        Target = target,
        Body = json is null ? [] : Encoding.UTF8.GetBytes(json),
        Fields = json is null ? [] : [new("Content-Type", "application/json"), new("Content-Digest", SomeSigned.Digest(json))],
    };

    /// <summary>A message to a head, not signed yet.</summary>
    public static SomeSigned Notice(string host, byte[] message, string type = "message/rfc822") => new()
    {
        Method = "POST",
        Host = host,
        Target = "/api/notices",
        Body = message,
        Fields =
        [
            .. type.Length > 0 ? [new("Content-Type", type)] : Array.Empty<KeyValuePair<string, string>>(),
            new("Content-Digest", $"sha-256=:{Convert.ToBase64String(SHA256.HashData(message))}:"),
        ],
    };

    /// <summary>Signs it as the newsroom does, unless a test says otherwise.</summary>
    public static SomeSigned Sign(
        this SomeSigned request, SignatureKey? key = null, string nonce = "nonce-1", TimeSpan late = default, string? keyId = "", IEnumerable<string>? covered = null,
        string label = "sig") =>
        request.Signed(
            key ?? Newsroom, covered ?? [.. Covered, .. request.Body.Length > 0 ? ["content-digest"] : Array.Empty<string>()], Some.Monday9Am + late, nonce, keyId: keyId, label: label);

    /// <summary>The request as it is sent.</summary>
    public static HttpRequestMessage Sent(this SomeSigned request)
    {
        var sent = new HttpRequestMessage(HttpMethod.Parse(request.Method), request.Target)
        {
            Content = request.Body.Length > 0 ? new ByteArrayContent(request.Body) : null,
        };
        foreach (var (name, value) in request.Fields)
        {
            Assert.True(sent.Headers.TryAddWithoutValidation(name, value) || sent.Content!.Headers.TryAddWithoutValidation(name, value));
        }

        return sent;
    }

    private static SignatureKey Key(string id, params string[] scopes) =>
        new HmacKey(id, SecretOf(id)) { Scopes = new HashSet<string>(scopes, StringComparer.Ordinal) };
}

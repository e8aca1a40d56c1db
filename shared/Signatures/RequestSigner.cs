using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Tipstaff.Signatures;

/// <summary>Signs our own requests so that <see cref="VerifyRequest"/> on the other side takes them, once each.</summary>
/// <param name="keys">The keys; <c>Signatures:SignWith</c> names the one that signs.</param>
/// <param name="options">Which key signs, and with which tag.</param>
/// <param name="clock">The time of <c>created</c>.</param>
public sealed class RequestSigner(KeyRing keys, IOptions<SignatureOptions> options, TimeProvider clock)
{
    private const string Label = "tipstaff";
    private const string ContentType = "Content-Type";
    private const int NonceBytes = 16;

    /// <summary>The fields that make the request a signed one, to be added to it; a <c>Content-Digest</c> is among them where it has a body.</summary>
    /// <param name="request">The request without any of these fields.</param>
    /// <returns>Names and values. Two calls never give the same.</returns>
    /// <exception cref="InvalidOperationException">No key is named, or it is not in use: a fault of the settings, which the message names.</exception>
    public IReadOnlyDictionary<string, string> Sign(HttpMessage request)
    {
        var now = clock.GetUtcNow();
        var key = CurrentKey(now);
        List<string> covered = [ComponentName.Method, ComponentName.Authority, ComponentName.Path, ComponentName.Query];
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var contentType = request.Fields.Combined(ContentType);
        if (contentType is not null)
        {
            covered.Add("content-type");
            fields.Add(ContentType, contentType);
        }

        if (!request.Body.IsEmpty)
        {
            covered.Add(ComponentName.ContentDigest);
            fields.Add(ContentDigest.Field, ContentDigest.Of(request.Body));
        }

        List<Parameter> parameters =
        [
            new("created", new BareItem.Integer(now.ToUnixTimeSeconds())),
            new("nonce", new BareItem.Text(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes)))),
            new("keyid", new BareItem.Text(key.Id)),
            new("alg", new BareItem.Text(key.Algorithm.Name())),
        ];
        if (options.Value.Tag is { } tag)
        {
            parameters.Add(new("tag", new BareItem.Text(tag)));
        }

        var (input, signature) = MessageSigner.Sign(
            HttpMessage.Request(request.Method ?? "", request.Target, fields, request.Body), Label, covered, parameters, key);
        fields.Remove(ContentType);
        fields.Add("Signature-Input", input);
        fields.Add("Signature", signature);
        return fields;
    }

    private SignatureKey CurrentKey(DateTimeOffset now)
    {
        if (options.Value.SignWith is not { } id || keys.Find(id) is not { } key)
        {
            throw new InvalidOperationException("A request was to be signed, but Signatures:SignWith names no key: set it to the id of one that can sign.");
        }

        return key.IsCurrent(now)
            ? key
            : throw new InvalidOperationException($"A request was to be signed, but the key {id} of Signatures:SignWith is not in use now: name its successor.");
    }
}

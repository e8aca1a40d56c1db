using System.Globalization;
using System.Security.Cryptography;

namespace Tipstaff.Signatures;

/// <summary>Makes keys of what is configured, and says what is wrong with it without showing it.</summary>
internal sealed class KeyReader
{
    private readonly List<string> _faults = [];
    private readonly List<SignatureKey> _keys = [];

    /// <summary>Reads all keys.</summary>
    public KeyReader(SignatureOptions options)
    {
        foreach (var (id, key) in options.Keys)
        {
            Read(id, key, $"{SignatureOptions.Section}:Keys:{id}");
        }
    }

    /// <summary>The keys that could be read.</summary>
    public IReadOnlyList<SignatureKey> Keys => _keys;

    /// <summary>A sentence for each setting that is wrong; it names the setting.</summary>
    public IReadOnlyList<string> Faults => _faults;

    private void Read(string id, SignatureKeyOptions options, string setting)
    {
        var faultsBefore = _faults.Count;
        if (id.Length is 0 or > 64 || id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')))
        {
            _faults.Add($"{setting} has an id that is no keyid: use 1 to 64 letters, digits and ._-.");
        }

        var notBefore = Moment(options.NotBefore, $"{setting}:NotBefore");
        var notAfter = Moment(options.NotAfter, $"{setting}:NotAfter");
        if (notBefore >= notAfter)
        {
            _faults.Add($"{setting}:NotAfter is not after NotBefore, so the key is never in use: give a later moment.");
        }

        var scopes = options.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        if (!SignatureAlgorithms.TryParse(options.Algorithm, out var algorithm))
        {
            _faults.Add($"{setting}:Algorithm must be {SignatureAlgorithm.HmacSha256.Name()} or {SignatureAlgorithm.EcdsaP256Sha256.Name()}.");
            return;
        }

        var hmac = algorithm is SignatureAlgorithm.HmacSha256 ? Secret(options, setting) : null;
        var ecdsa = algorithm is SignatureAlgorithm.EcdsaP256Sha256 ? Curve(options, setting) : null;
        if (_faults.Count == faultsBefore)
        {
            _keys.Add(hmac is not null
                ? new HmacKey(id, hmac) { NotBefore = notBefore, NotAfter = notAfter, Scopes = scopes }
                : new EcdsaKey(id, ecdsa!.Value) { NotBefore = notBefore, NotAfter = notAfter, Scopes = scopes });
        }
    }

    private byte[]? Secret(SignatureKeyOptions options, string setting)
    {
        if (options.PublicKey is not null || options.PrivateKey is not null)
        {
            _faults.Add($"{setting} has a public or private key, but {SignatureAlgorithm.HmacSha256.Name()} has a Secret alone: leave out the other.");
        }

        var secret = Base64(options.Secret);
        if (secret is { Length: >= SignatureKey.LeastSecretBytes })
        {
            return secret;
        }

        _faults.Add($"{setting}:Secret must be base64 of at least {SignatureKey.LeastSecretBytes} random bytes, as from: openssl rand -base64 32.");
        return null;
    }

    private ECParameters? Curve(SignatureKeyOptions options, string setting)
    {
        if (options.Secret is not null || options.PublicKey is null == options.PrivateKey is null)
        {
            _faults.Add($"{setting} must have exactly one of PublicKey and PrivateKey, and no Secret, for {SignatureAlgorithm.EcdsaP256Sha256.Name()}.");
            return null;
        }

        var isPrivate = options.PrivateKey is not null;
        try
        {
            using var ecdsa = ECDsa.Create();
            Import(ecdsa, (options.PrivateKey ?? options.PublicKey)!.Replace("\\n", "\n", StringComparison.Ordinal), isPrivate);
            var key = ecdsa.ExportParameters(isPrivate);
            _ = new EcdsaKey("checked", key);
            return key;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or FormatException)
        {
            _faults.Add(isPrivate
                ? $"{setting}:PrivateKey must be a private key on P-256, as PEM or as base64 of PKCS #8."
                : $"{setting}:PublicKey must be a public key on P-256, as PEM or as base64 of SubjectPublicKeyInfo.");
            return null;
        }
    }

    private static void Import(ECDsa ecdsa, string text, bool isPrivate)
    {
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            // A private key where a public one belongs is a secret in the wrong place.
            if (isPrivate == text.Contains("PUBLIC KEY", StringComparison.Ordinal))
            {
                throw new CryptographicException("The PEM is of the other kind.");
            }

            ecdsa.ImportFromPem(text);
            return;
        }

        var bytes = Convert.FromBase64String(text);
        var read = 0;
        if (isPrivate)
        {
            ecdsa.ImportPkcs8PrivateKey(bytes, out read);
        }
        else
        {
            ecdsa.ImportSubjectPublicKeyInfo(bytes, out read);
        }

        if (read != bytes.Length)
        {
            throw new CryptographicException("Something follows the key.");
        }
    }

    private DateTimeOffset? Moment(string? text, string setting)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        _faults.Add($"'{text}' is no value for {setting}: write it like 2026-03-01T00:00:00Z.");
        return null;
    }

    private static byte[]? Base64(string? text)
    {
        try
        {
            return text is null ? null : Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

using Microsoft.Extensions.Options;

namespace Tipstaff.Signatures;

/// <summary>Whose signed requests are accepted, and how ours are signed.</summary>
public sealed class SignatureOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Signatures";

    /// <summary>How far <c>created</c> may lie from our clock, either way. Default 5 minutes, 10 seconds to 15 minutes.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many signatures a request may have. Default 4, 1 to 16; proxies add theirs.</summary>
    public int MaxSignatures { get; set; } = 4;

    /// <summary>The <c>tag</c> that signatures must have, and that ours get; null, the default, for any and none.</summary>
    public string? Tag { get; set; }

    /// <summary>The id of the key that signs our own requests; null, the default, where we send none. Its secret or private key must be set.</summary>
    public string? SignWith { get; set; }

    /// <summary>The keys by id: 1 to 64 letters, digits and <c>._-</c>; the configuration does not tell upper case from lower.</summary>
    public IDictionary<string, SignatureKeyOptions> Keys { get; } = new Dictionary<string, SignatureKeyOptions>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>One key as it is configured. Secrets come from the environment or a vault, never from files in the repository.</summary>
public sealed class SignatureKeyOptions
{
    /// <summary><c>hmac-sha256</c>, with <see cref="Secret"/>, or <c>ecdsa-p256-sha256</c>, with <see cref="PublicKey"/> or <see cref="PrivateKey"/>.</summary>
    public string? Algorithm { get; set; }

    /// <summary>The shared secret in base64, at least 32 bytes.</summary>
    public string? Secret { get; set; }

    /// <summary>A public key on P-256: PEM, or the base64 within it (SubjectPublicKeyInfo).</summary>
    public string? PublicKey { get; set; }

    /// <summary>A private key on P-256, for signing: PEM, or the base64 within it (PKCS #8). The public key follows from it.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>From when the key is in use, like <c>2026-03-01T00:00:00Z</c>; null for ever since.</summary>
    public string? NotBefore { get; set; }

    /// <summary>The first moment at which it is no longer in use, like <c>2027-03-01T00:00:00Z</c>; null for never.</summary>
    public string? NotAfter { get; set; }

    /// <summary>What its holder may do, parted by spaces: <c>subscriptions</c>, <c>notices</c>, <c>notices:nysd</c> of one court alone. Default nothing.</summary>
    public string Scopes { get; set; } = "";
}

/// <summary>Checks <see cref="SignatureOptions"/> at start, one sentence a fault. None shows a secret.</summary>
public sealed class SignatureOptionsValidator : IValidateOptions<SignatureOptions>
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SignatureOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        if (options.Window < ShortestWindow || options.Window > LongestWindow)
        {
            faults.AddError($"Signatures:Window is {options.Window}: give a time from {ShortestWindow} to {LongestWindow}.");
        }

        if (options.MaxSignatures is < 1 or > 16)
        {
            faults.AddError($"Signatures:MaxSignatures is {options.MaxSignatures}: give a number from 1 to 16.");
        }

        if (options.Tag is not null && (options.Tag.Length is 0 or > 64 || options.Tag.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            faults.AddError("Signatures:Tag must be 1 to 64 characters of printable ASCII; leave it out to ask for none.");
        }

        var reader = new KeyReader(options);
        foreach (var fault in reader.Faults)
        {
            faults.AddError(fault);
        }

        if (options.SignWith is { } signer && !reader.Keys.Any(key => key.Id == signer && key.CanSign))
        {
            faults.AddError($"Signatures:SignWith names '{signer}', which is no key that can sign: set Signatures:Keys:{signer} with a Secret or a PrivateKey.");
        }

        return faults.Build();
    }
}

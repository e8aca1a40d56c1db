using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tipstaff.Signatures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Signatures;

public sealed class SignatureOptionsTests
{
    private static readonly string Secret = Convert.ToBase64String(Some.Key);
    private static readonly ECDsa Curve = ECDsa.Create(SomeSigned.NewCurveKey());

    private readonly SignatureOptions _options = new();

    public static TheoryData<string> PublicKeys =>
    [
        Curve.ExportSubjectPublicKeyInfoPem(),
        Curve.ExportSubjectPublicKeyInfoPem().Replace("\n", "\\n", StringComparison.Ordinal),
        Convert.ToBase64String(Curve.ExportSubjectPublicKeyInfo()),
    ];

    public static TheoryData<string> PrivateKeys =>
    [
        Curve.ExportPkcs8PrivateKeyPem(),
        Curve.ExportECPrivateKeyPem(),
        Convert.ToBase64String(Curve.ExportPkcs8PrivateKey()),
    ];

    [Theory]
    [MemberData(nameof(PublicKeys))]
    public void Validate_PublicKeyInEachForm_IsRead(string text)
    {
        _options.Keys["grace"] = new() { Algorithm = "ecdsa-p256-sha256", PublicKey = text };

        Assert.Empty(Faults());
        Assert.False(Assert.Single(new KeyReader(_options).Keys).CanSign);
    }

    [Theory]
    [MemberData(nameof(PrivateKeys))]
    public void Validate_PrivateKeyInEachForm_CanSign(string text)
    {
        _options.Keys["own"] = new() { Algorithm = "ecdsa-p256-sha256", PrivateKey = text };
        _options.SignWith = "own";

        Assert.Empty(Faults());
        Assert.True(Assert.Single(new KeyReader(_options).Keys).CanSign);
    }

    [Fact]
    public void Keys_WithTimesAndScopes_HaveThem()
    {
        _options.Keys["ada"] = new()
        {
            Algorithm = "hmac-sha256",
            Secret = Secret,
            NotBefore = "2026-03-01T00:00:00Z",
            NotAfter = "2027-03-01T01:00:00+01:00",
            Scopes = " notices:write  operations ",
        };

        var key = Assert.Single(new KeyReader(_options).Keys);

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), key.NotBefore);
        Assert.Equal(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero), key.NotAfter);
        Assert.Equal(["notices:write", "operations"], key.Scopes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Signatures:Keys:ada:Algorithm", null, "c2VjcmV0")]
    [InlineData("Signatures:Keys:ada:Algorithm", "rsa-pss-sha512", "c2VjcmV0")]
    [InlineData("Signatures:Keys:ada:Secret", "hmac-sha256", null)]
    [InlineData("Signatures:Keys:ada:Secret", "hmac-sha256", "c2VjcmV0")]
    [InlineData("Signatures:Keys:ada:Secret", "hmac-sha256", "no base64!")]
    [InlineData("Signatures:Keys:ada must have exactly one", "ecdsa-p256-sha256", "c2VjcmV0")]
    [InlineData("Signatures:Keys:ada must have exactly one", "ecdsa-p256-sha256", null)]
    public void Validate_SecretThatDoesNotFit_NamesTheSettingOnly(string named, string? algorithm, string? secret)
    {
        _options.Keys["ada"] = new() { Algorithm = algorithm, Secret = secret };

        var fault = Assert.Single(Faults());

        Assert.StartsWith(named, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("no base64!", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_CurveKeyThatDoesNotFit_NamesTheSettingOnly()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string[] texts =
        [
            "", "no key", "c2VjcmV0", p384.ExportSubjectPublicKeyInfoPem(), Curve.ExportPkcs8PrivateKeyPem(), Curve.ExportECPrivateKeyPem(),
            Convert.ToBase64String(Curve.ExportPkcs8PrivateKey()), Convert.ToBase64String([.. Curve.ExportSubjectPublicKeyInfo(), 0]),
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        ];

        Assert.All(texts, text =>
        {
            _options.Keys["grace"] = new() { Algorithm = "ecdsa-p256-sha256", PublicKey = text };
            Assert.Equal("Signatures:Keys:grace:PublicKey must be a public key on P-256, as PEM or as base64 of SubjectPublicKeyInfo.", Assert.Single(Faults()));
        });
        _options.Keys["grace"] = new() { Algorithm = "ecdsa-p256-sha256", PrivateKey = Curve.ExportSubjectPublicKeyInfoPem() };
        Assert.StartsWith("Signatures:Keys:grace:PrivateKey", Assert.Single(Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Signatures:Keys:ada:NotBefore", "1 March", null)]
    [InlineData("Signatures:Keys:ada:NotAfter", null, "2026-13-01T00:00:00Z")]
    [InlineData("Signatures:Keys:ada:NotAfter", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z")]
    public void Validate_TimesOfAKeyThatDoNotFit_NameTheSetting(string named, string? notBefore, string? notAfter)
    {
        _options.Keys["ada"] = new() { Algorithm = "hmac-sha256", Secret = Secret, NotBefore = notBefore, NotAfter = notAfter };

        Assert.Contains(named, Assert.Single(Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OtherSettingsOutOfRange_NameThemselves()
    {
        _options.Window = TimeSpan.FromSeconds(9);
        _options.MaxSignatures = 0;
        _options.Tag = "tü";
        _options.SignWith = "nobody";
        _options.Keys["a b"] = new() { Algorithm = "hmac-sha256", Secret = Secret };

        Assert.Collection(
            Faults(),
            fault => Assert.StartsWith("Signatures:Window ", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("Signatures:MaxSignatures ", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("Signatures:Tag ", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("Signatures:Keys:a b ", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("Signatures:SignWith ", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_PublicKeyNamedAsSigner_IsRefused()
    {
        _options.Keys["grace"] = new() { Algorithm = "ecdsa-p256-sha256", PublicKey = Curve.ExportSubjectPublicKeyInfoPem() };
        _options.SignWith = "grace";

        Assert.StartsWith("Signatures:SignWith", Assert.Single(Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void New_SecretOfAKeyTooShort_Throws() => Assert.Throws<ArgumentException>(() => new HmacKey("ada", new byte[31]));

    [Fact]
    public void ToString_OfAKey_ShowsItsNameAlone()
    {
        _options.Keys["ada"] = new() { Algorithm = "hmac-sha256", Secret = Secret };

        Assert.Equal("ada (hmac-sha256)", Assert.Single(new KeyReader(_options).Keys).ToString());
    }

    [Fact]
    public void AddSignedRequests_SettingsFromTheEnvironment_AreBoundAndChecked()
    {
        using var good = Services(("Signatures:Keys:ada_2026:Algorithm", "hmac-sha256"), ("Signatures:Keys:ada_2026:Secret", Secret), ("Signatures:SignWith", "ada_2026"));
        using var bad = Services(("Signatures:Keys:ada_2026:Algorithm", "hmac-sha256"));

        good.GetRequiredService<IStartupValidator>().Validate();

        Assert.NotNull(good.GetRequiredService<KeyRing>().Find("ada_2026"));
        Assert.NotNull(good.GetRequiredService<VerifyRequest>());
        Assert.NotNull(good.GetRequiredService<SigningHandler>());
        Assert.Throws<OptionsValidationException>(() => bad.GetRequiredService<IStartupValidator>().Validate());
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Key, string? (one) => one.Value)).Build());
        services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        services.AddSingleton<INonces, InMemoryNonces>();
        services.AddSignedRequests();
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    private IReadOnlyList<string> Faults() => [.. new SignatureOptionsValidator().Validate(null, _options).Failures ?? []];
}

using System.Text;
using Microsoft.Extensions.Options;
using Tipstaff.Signatures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Signatures;

public sealed class VerifyRequestTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryNonces _nonces = new();
    private readonly SignatureOptions _options = new();

    [Theory]
    [InlineData("ada-2026")]
    [InlineData("grace-2026")]
    public async Task RunAsync_Signed_TellsWhoAndWhatTheKeyMay(string keyId)
    {
        var key = SomeSigned.Keys.Single(one => one.Id == keyId);

        var verified = Assert.IsType<Verification.Verified>(await VerifyAsync(new SomeSigned().Signed(key, tag: "notices")));

        Assert.Equal((keyId, "nonce-1", "notices", Some.Monday9Am), (verified.KeyId, verified.Nonce, verified.Tag, verified.Created));
        Assert.Equal(keyId == "ada-2026", verified.May("notices:write"));
        Assert.False(verified.May("operations"));
    }

    [Fact]
    public async Task RunAsync_TargetUriInPlaceOfItsParts_IsEnough() =>
        Assert.IsType<Verification.Verified>(await VerifyAsync(new SomeSigned().Signed(covered: ["content-digest", "@target-uri", "@method"])));

    [Fact]
    public async Task RunAsync_WithoutBody_NeedsNoDigest() =>
        Assert.IsType<Verification.Verified>(await VerifyAsync((new SomeSigned { Method = "GET", Body = [] }).Without("Content-Digest")
            .Signed(covered: ["@method", "@authority", "@path", "@query"])));

    [Fact]
    public async Task RunAsync_SignatureOfAProxyBeside_FindsOurs()
    {
        var theirs = new SomeSigned().Signed(label: "proxy", keyId: "proxy-1", nonce: null, covered: ["@method"]);
        var request = theirs.Signed(label: "ours");

        Assert.Equal(SignatureFault.MissingParameter, await FaultAsync(theirs));
        Assert.Equal(SignatureFault.BadSignature, await FaultAsync(request with { Target = "/other" }));
        Assert.IsType<Verification.Verified>(await VerifyAsync(request));
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public async Task RunAsync_CreatedAtTheEdgeOfTheWindow_IsTaken(int seconds) =>
        Assert.IsType<Verification.Verified>(await VerifyAsync(new SomeSigned().Signed(created: Some.Monday9Am.AddSeconds(seconds))));

    [Theory]
    [InlineData(-301, SignatureFault.TooOld)]
    [InlineData(301, SignatureFault.InTheFuture)]
    [InlineData(-315_360_000, SignatureFault.TooOld)]
    [InlineData(315_360_000, SignatureFault.InTheFuture)]
    public async Task RunAsync_CreatedBeyondTheWindow_IsRefused(int seconds, SignatureFault fault) =>
        Assert.Equal(fault, await FaultAsync(new SomeSigned().Signed(created: Some.Monday9Am.AddSeconds(seconds))));

    [Theory]
    [InlineData("-999999999999999", SignatureFault.TooOld)]
    [InlineData("999999999999999", SignatureFault.InTheFuture)]
    [InlineData("1000000000000000", SignatureFault.Malformed)]
    [InlineData("1772460000", SignatureFault.BadSignature)]
    public async Task RunAsync_Redated_IsRefused(string created, SignatureFault fault)
    {
        var signed = new SomeSigned().Signed(created: Some.Monday9Am.AddSeconds(-1));

        var redated = signed.With("Signature-Input", signed["Signature-Input"].Replace($"{Some.Monday9Am.ToUnixTimeSeconds() - 1}", created, StringComparison.Ordinal));

        Assert.Equal(fault, await FaultAsync(redated));
    }

    [Fact]
    public async Task RunAsync_Expired_IsRefusedFromItsEndOn()
    {
        Assert.Equal(SignatureFault.Expired, await FaultAsync(new SomeSigned().Signed(expires: Some.Monday9Am)));
        Assert.IsType<Verification.Verified>(await VerifyAsync(new SomeSigned().Signed(expires: Some.Monday9Am.AddSeconds(1))));
    }

    [Fact]
    public async Task RunAsync_Replayed_IsRefusedForAsLongAsItWouldBeInTime()
    {
        var request = new SomeSigned().Signed(created: Some.Monday9Am.AddMinutes(5));
        Assert.IsType<Verification.Verified>(await VerifyAsync(request));

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(SignatureFault.Replayed, await FaultAsync(request));
        Assert.True(Assert.Single(_nonces.Used).Value > _clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SignatureFault.TooOld, await FaultAsync(request));
    }

    [Fact]
    public async Task RunAsync_NonceOfAnotherKey_IsNoReplay()
    {
        Assert.IsType<Verification.Verified>(await VerifyAsync(new SomeSigned().Signed()));
        Assert.IsType<Verification.Verified>(await VerifyAsync(new SomeSigned().Signed(SomeSigned.Ecdsa)));
        Assert.Equal(SignatureFault.Replayed, await FaultAsync(new SomeSigned { Target = "/api/other" }.Signed()));
    }

    [Fact]
    public async Task RunAsync_Refused_LeavesTheNonceUnused()
    {
        var request = new SomeSigned().Signed();

        Assert.Equal(SignatureFault.BadSignature, await FaultAsync(request with { Target = "/api/other" }));
        Assert.Equal(SignatureFault.DigestMismatch, await FaultAsync(request with { Body = [1] }));

        Assert.Empty(_nonces.Used);
        Assert.IsType<Verification.Verified>(await VerifyAsync(request));
    }

    [Fact]
    public async Task RunAsync_KeyOutOfUse_IsRefusedWhileItsSuccessorIsTaken()
    {
        var old = new HmacKey("ada-2025", new byte[32]) { NotAfter = Some.Monday9Am };
        var future = new HmacKey("ada-2027", new byte[32]) { NotBefore = Some.Monday9Am.AddTicks(1) };

        Assert.Equal(SignatureFault.KeyNotCurrent, await FaultAsync(new SomeSigned().Signed(old), old, future, SomeSigned.Hmac));
        Assert.Equal(SignatureFault.KeyNotCurrent, await FaultAsync(new SomeSigned().Signed(future), old, future, SomeSigned.Hmac));
        Assert.IsType<Verification.Verified>(await VerifyAsync(new SomeSigned().Signed(), old, future, SomeSigned.Hmac));
    }

    [Fact]
    public async Task RunAsync_OtherAlgorithmNamed_IsRefused()
    {
        Assert.Equal(SignatureFault.WrongAlgorithm, await FaultAsync(new SomeSigned().Signed(alg: "ecdsa-p256-sha256")));
        Assert.Equal(SignatureFault.WrongAlgorithm, await FaultAsync(new SomeSigned().Signed(SomeSigned.Ecdsa, alg: "hmac-sha256")));
        Assert.IsType<Verification.Verified>(await VerifyAsync(new SomeSigned().Signed(alg: "hmac-sha256")));
    }

    // The old trick on verifiers that let the message choose the algorithm: the public key, which all know, as the shared secret.
    [Fact]
    public async Task RunAsync_PublicKeyAsSharedSecret_IsRefused()
    {
        using var ecdsa = System.Security.Cryptography.ECDsa.Create(SomeSigned.NewCurveKey());
        var publicKey = new EcdsaKey("grace-2026", ecdsa.ExportParameters(includePrivateParameters: false));
        var forger = new HmacKey("grace-2026", ecdsa.ExportSubjectPublicKeyInfo());

        Assert.Equal(SignatureFault.BadSignature, await FaultAsync(new SomeSigned().Signed(forger), publicKey));
        Assert.Equal(SignatureFault.WrongAlgorithm, await FaultAsync(new SomeSigned().Signed(forger, alg: "hmac-sha256"), publicKey));
    }

    [Fact]
    public async Task RunAsync_TagAskedFor_MustBeThere()
    {
        _options.Tag = "tipstaff";

        Assert.Equal(SignatureFault.MissingSignature, await FaultAsync(new SomeSigned().Signed()));
        Assert.Equal(SignatureFault.MissingSignature, await FaultAsync(new SomeSigned().Signed(tag: "Tipstaff")));
        Assert.IsType<Verification.Verified>(await VerifyAsync(new SomeSigned().Signed(tag: "tipstaff")));
    }

    [Theory]
    [InlineData("@method", "@authority @path @query content-digest")]
    [InlineData("@authority", "@method @path @query content-digest")]
    [InlineData("@path", "@method @authority @query content-digest")]
    [InlineData("@query", "@method @authority @path content-digest")]
    [InlineData("content-digest", "@method @authority @path @query content-type")]
    [InlineData("@method, @authority, @path, @query, content-digest", "date")]
    public async Task RunAsync_TooLittleCovered_NamesWhatIsMissing(string missing, string covered)
    {
        var request = new SomeSigned { Fields = [.. new SomeSigned().Fields, new("Date", "Mon, 02 Mar 2026 14:00:00 GMT")] }.Signed(covered: covered.Split(' '));

        var refused = Assert.IsType<Verification.Refused>(await VerifyAsync(request));

        Assert.Equal(SignatureFault.NotCovered, refused.Fault);
        Assert.Contains($"does not cover {missing}:", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_BodyWithoutDigest_IsRefused()
    {
        var request = new SomeSigned { Body = [0] }.Without("Content-Digest").Signed(covered: ["@method", "@target-uri"]);

        Assert.Equal(SignatureFault.DigestMissing, await FaultAsync(request));
    }

    [Fact]
    public async Task RunAsync_AnotherBodyWithItsOwnDigest_IsRefused()
    {
        var request = new SomeSigned().Signed();

        Assert.Equal(SignatureFault.BadSignature, await FaultAsync(request.With("Content-Digest", SomeSigned.Digest("other")) with { Body = Encoding.UTF8.GetBytes("other") }));
    }

    [Fact]
    public void Code_OfEachFault_IsItsOwn()
    {
        var codes = Enum.GetValues<SignatureFault>().Select(fault => fault.Code()).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[a-z]+(-[a-z]+)*$", code));
    }

    private async Task<SignatureFault> FaultAsync(SomeSigned request, params SignatureKey[] keys) =>
        Assert.IsType<Verification.Refused>(await VerifyAsync(request, keys)).Fault;

    private Task<Verification> VerifyAsync(SomeSigned request, params SignatureKey[] keys) =>
        new VerifyRequest(new KeyRing(keys is [] ? SomeSigned.Keys : keys), _nonces, Options.Create(_options), _clock)
            .RunAsync(request.Message, TestContext.Current.CancellationToken);
}

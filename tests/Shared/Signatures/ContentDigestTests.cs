using System.Text;
using Tipstaff.Signatures;

namespace Tipstaff.Tests.Shared.Signatures;

public sealed class ContentDigestTests
{
    private const string Sha256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    private const string Sha512 = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    private const string OfNothing = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";

    [Theory]
    [InlineData(Sha256)]
    [InlineData(Sha512)]
    [InlineData(Sha512 + ", " + Sha256)]
    [InlineData("md5=:AAAA:, " + Sha256)]
    [InlineData("md5=wrong, crc32c=1, x=(1 2), " + Sha512)]
    [InlineData(Sha256 + ";q=1")]
    public void Check_DigestOfTheBody_Fits(string digest) => Assert.Null(Check(digest));

    [Theory]
    [InlineData(null, SignatureFault.DigestMissing)]
    [InlineData("", SignatureFault.DigestMissing)]
    [InlineData("md5=:Sd/dVLAcvNLSq16eXua5uQ==:", SignatureFault.DigestMissing)]
    [InlineData(OfNothing, SignatureFault.DigestMismatch)]
    [InlineData("sha-256=::", SignatureFault.DigestMismatch)]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBA==:", SignatureFault.DigestMismatch)]
    [InlineData(Sha256 + ", sha-512=:AAAA:", SignatureFault.DigestMismatch)]
    [InlineData(OfNothing + ", " + Sha512, SignatureFault.DigestMismatch)]
    [InlineData("sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=", SignatureFault.Malformed)]
    [InlineData("sha-256=1, " + Sha512, SignatureFault.Malformed)]
    [InlineData("sha-256, " + Sha512, SignatureFault.Malformed)]
    [InlineData("sha-256=(1), " + Sha512, SignatureFault.Malformed)]
    [InlineData(Sha256 + ", " + Sha256, SignatureFault.Malformed)]
    [InlineData("SHA-256=:AAAA:", SignatureFault.Malformed)]
    public void Check_AnythingElse_IsRefused(string? digest, SignatureFault fault) => Assert.Equal(fault, Check(digest)?.Fault);

    [Fact]
    public void Check_OnSeveralLines_AllMustFit()
    {
        Assert.Null(Check(Sha256, Sha512));
        Assert.Equal(SignatureFault.DigestMismatch, Check(Sha512, OfNothing)?.Fault);
    }

    [Fact]
    public void Check_LongField_IsNotLookedAt() =>
        Assert.Equal(SignatureFault.TooLarge, Check(Sha256 + ", x=\"" + new string('a', 9000) + "\"")?.Fault);

    [Fact]
    public void Check_WithoutBody_NeedsNoneButARightOne()
    {
        Assert.Null(ContentDigest.Check(Message("")));
        Assert.Null(ContentDigest.Check(Message("", OfNothing)));
        Assert.Equal(SignatureFault.DigestMismatch, ContentDigest.Check(Message("", Sha256))?.Fault);
    }

    private static Verification.Refused? Check(params string?[] digests) => ContentDigest.Check(Message("""{"hello": "world"}""", digests));

    private static HttpMessage Message(string body, params string?[] digests) =>
        HttpMessage.Request(
            "POST", target: null, digests.OfType<string>().Select(digest => KeyValuePair.Create("content-digest", digest)), Encoding.UTF8.GetBytes(body));
}

using System.Text;
using Tipstaff.Signatures;

namespace Tipstaff.Tests.Shared.Signatures;

/// <summary>The examples of RFC 9421 (appendix B.1, B.2, B.2.4 and B.2.5, sections 2.1 and 2.2) and of RFC 9530, with the values that they print.</summary>
public sealed class RfcVectorsTests
{
    private const string SharedSecret = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="; // no secret

    private const string EccPublicKey =
        """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
        w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
        -----END PUBLIC KEY-----
        """;

    private const string RequestDigest =
        "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";

    private const string ResponseDigest =
        "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:";

    private const string ResponseInput =
        """("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256" """;

    private const string ResponseSignature = "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==";

    private static readonly HttpMessage TestRequest = HttpMessage.Request(
        "POST",
        RequestTarget.TryParse("https://example.com/foo?param=Value&Pet=dog", out var target) ? target : null,
        [
            new("Host", "example.com"), new("Date", "Tue, 20 Apr 2021 02:07:55 GMT"), new("Content-Type", "application/json"),
            new("Content-Digest", RequestDigest), new("Content-Length", "18"),
        ],
        """{"hello": "world"}"""u8.ToArray());

    private static readonly HttpMessage TestResponse = HttpMessage.Response(
        200,
        [
            new("Date", "Tue, 20 Apr 2021 02:07:56 GMT"), new("Content-Type", "application/json"),
            new("Content-Digest", ResponseDigest), new("Content-Length", "23"),
        ],
        """{"message": "good dog"}"""u8.ToArray());

    [Fact]
    public void Sign_B25WithSharedSecret_IsThatSignatureToTheByte()
    {
        var key = Assert.Single(KeysOf("test-shared-secret", new() { Algorithm = "hmac-sha256", Secret = SharedSecret }));

        var signed = MessageSigner.Sign(
            TestRequest, "sig-b25", ["date", "@authority", "content-type"],
            [new("created", new BareItem.Integer(1618884473)), new("keyid", new BareItem.Text(key.Id))], key);

        Assert.Equal("""sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret" """.Trim(), signed.Input);
        Assert.Equal("sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:", signed.Signature);
    }

    [Fact]
    public void Build_B24_IsThatBase() =>
        Assert.Equal(
            $"""
            "@status": 200
            "content-type": application/json
            "content-digest": {ResponseDigest}
            "content-length": 23
            "@signature-params": {ResponseInput.Trim()}
            """.ReplaceLineEndings("\n"),
            Encoding.ASCII.GetString(ResponseBase(TestResponse)));

    [Fact]
    public void Verifies_B24WithEccKey_TakesThatSignatureOnly()
    {
        var key = Assert.Single(KeysOf("test-key-ecc-p256", new() { Algorithm = "ecdsa-p256-sha256", PublicKey = EccPublicKey }));
        var signature = Convert.FromBase64String(ResponseSignature);

        Assert.True(key.Verifies(ResponseBase(TestResponse), signature));

        signature[63] ^= 1;
        Assert.False(key.Verifies(ResponseBase(TestResponse), signature));
        var other = HttpMessage.Response(201, [new("Content-Type", "application/json"), new("Content-Digest", ResponseDigest), new("Content-Length", "23")], TestResponse.Body);
        Assert.False(key.Verifies(ResponseBase(other), Convert.FromBase64String(ResponseSignature)));
    }

    [Fact]
    public void Check_DigestsOfBothExamples_Fit()
    {
        Assert.Null(ContentDigest.Check(TestRequest));
        Assert.Null(ContentDigest.Check(TestResponse));
        Assert.Equal("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", ContentDigest.Of(TestRequest.Body));
    }

    [Fact]
    public void Build_FieldsOfSection21_AreNormalizedLikeThere()
    {
        var message = HttpMessage.Response(
            200,
            [
                new("Host", "www.example.com"), new("Date", "Tue, 20 Apr 2021 02:07:56 GMT"), new("X-OWS-Header", "   Leading and trailing whitespace.   "),
                new("X-Obs-Fold-Header", "Obsolete\r\n    line folding."), new("Cache-Control", "max-age=60"), new("Cache-Control", "    must-revalidate"),
                new("Example-Dict", "  a=1,    b=2;x=1;y=2,   c=(a   b   c)"), new("X-Empty-Header", ""),
            ],
            default);

        Assert.Equal(
            """
            "host": www.example.com
            "date": Tue, 20 Apr 2021 02:07:56 GMT
            "x-ows-header": Leading and trailing whitespace.
            "x-obs-fold-header": Obsolete line folding.
            "cache-control": max-age=60, must-revalidate
            "example-dict": a=1,    b=2;x=1;y=2,   c=(a   b   c)
            "x-empty-header": 

            """.ReplaceLineEndings("\n"),
            BaseOf(message, "host", "date", "x-ows-header", "x-obs-fold-header", "cache-control", "example-dict", "x-empty-header"));
    }

    [Theory]
    [InlineData("https://www.example.com/path?param=value", "@method", "POST")]
    [InlineData("https://www.example.com/path?param=value", "@target-uri", "https://www.example.com/path?param=value")]
    [InlineData("https://www.example.com/path?param=value", "@authority", "www.example.com")]
    [InlineData("https://www.example.com/path?param=value", "@path", "/path")]
    [InlineData("https://www.example.com/path?param=value&foo=bar&baz=bat%2Dman", "@query", "?param=value&foo=bar&baz=bat%2Dman")]
    [InlineData("https://www.example.com/path?queryString", "@query", "?queryString")]
    [InlineData("https://www.example.com/path?", "@query", "?")]
    [InlineData("https://www.example.com/path", "@query", "?")]
    [InlineData("https://www.example.com", "@path", "/")]
    [InlineData("HTTPS://WWW.Example.com:443?a", "@target-uri", "https://www.example.com/?a")]
    public void Build_DerivedComponentsOfSection22_AreLikeThere(string address, string name, string value)
    {
        Assert.True(RequestTarget.TryParse(address, out var asked));

        Assert.Equal($"\"{name}\": {value}\n", BaseOf(HttpMessage.Request("POST", asked, [], default), name));
    }

    private static byte[] ResponseBase(HttpMessage message)
    {
        Assert.True(StructuredFieldReader.TryReadDictionary($"sig-b24={ResponseInput}", out var members));
        Assert.Null(SignatureInput.Read(members["sig-b24"], out var input));
        Assert.Null(SignatureBase.Build(message, input!, out var bytes));
        return bytes;
    }

    private static string BaseOf(HttpMessage message, params string[] covered)
    {
        var list = new FieldMember.InnerList([.. covered.Select(name => new FieldMember.Item(new BareItem.Text(name), []))], []);
        Assert.Null(SignatureInput.Read(list, out var input));
        Assert.Null(SignatureBase.Build(message, input!, out var bytes));
        var text = Encoding.ASCII.GetString(bytes);
        return text[..text.IndexOf("\"@signature-params\"", StringComparison.Ordinal)];
    }

    private static IReadOnlyList<SignatureKey> KeysOf(string id, SignatureKeyOptions key)
    {
        var options = new SignatureOptions();
        options.Keys.Add(id, key);
        return new KeyReader(options).Keys;
    }
}

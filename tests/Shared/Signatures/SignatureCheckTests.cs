using Tipstaff.Signatures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Signatures;

/// <summary>What clients may get wrong in the fields themselves, each with its own reason.</summary>
public sealed class SignatureCheckTests
{
    private const string Good = """sig=("@method" "@target-uri" "content-digest");created=1772460000;nonce="n";keyid="ada-2026" """;

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "sig=:YQ==:")]
    [InlineData(Good, null)]
    [InlineData("", "")]
    public void Run_WithoutSignature_SaysSo(string? input, string? signature) => Assert.Equal(SignatureFault.MissingSignature, Fault(input, signature));

    [Theory]
    [InlineData("sig", "sig=:YQ==:")]
    [InlineData("sig=\"@method\"", "sig=:YQ==:")]
    [InlineData("sig=(", "sig=:YQ==:")]
    [InlineData("sig=(@method)", "sig=:YQ==:")]
    [InlineData("sig=(method)", "sig=:YQ==:")]
    [InlineData("sig=(\"\")", "sig=:YQ==:")]
    [InlineData("sig=(\"@\")", "sig=:YQ==:")]
    [InlineData("sig=(\"Date\")", "sig=:YQ==:")]
    [InlineData("sig=(\"da te\")", "sig=:YQ==:")]
    [InlineData("sig=(\"date\\\": x\")", "sig=:YQ==:")]
    [InlineData("sig=(\"@signature-params\")", "sig=:YQ==:")]
    [InlineData("sig=(\"date\" \"date\")", "sig=:YQ==:")]
    [InlineData("sig=();created=\"1\"", "sig=:YQ==:")]
    [InlineData("sig=();expires=never", "sig=:YQ==:")]
    [InlineData("sig=();nonce=1", "sig=:YQ==:")]
    [InlineData("sig=();keyid=ada-2026", "sig=:YQ==:")]
    [InlineData("sig=();alg", "sig=:YQ==:")]
    [InlineData("sig=();tag=:YQ==:", "sig=:YQ==:")]
    [InlineData("sig=();created=1;created=2", "sig=:YQ==:")]
    [InlineData("sig=(), sig=()", "sig=:YQ==:")]
    [InlineData("sig=()", "sig=:YQ==:, sig=:YQ==:")]
    [InlineData("sig=()", "other=:YQ==:")]
    [InlineData("sig=()", "sig=:YQ==:, other=:YQ==:")]
    [InlineData("sig=(), other=()", "sig=:YQ==:")]
    [InlineData(Good, "sig=\"YQ==\"")]
    [InlineData(Good, "sig=(:YQ==:)")]
    [InlineData(Good, "sig")]
    [InlineData(Good, "sig=:YR==:")]
    [InlineData(Good, "sig=:YQ==:;created=1772460000")]
    public void Run_UnreadableFields_AreMalformed(string input, string signature) => Assert.Equal(SignatureFault.Malformed, Fault(input, signature));

    [Theory]
    [InlineData("\"date\";sf")]
    [InlineData("\"date\";bs")]
    [InlineData("\"date\";tr")]
    [InlineData("\"@method\";req")]
    [InlineData("\"date\";key=\"a\"")]
    [InlineData("\"@query-param\";name=\"a\"")]
    [InlineData("\"@scheme\"")]
    [InlineData("\"@request-target\"")]
    [InlineData("\"@anything\"")]
    public void Run_ComponentsThatWeDoNotKnow_AreNotSupported(string component) => Assert.Equal(SignatureFault.NotSupported, Fault($"sig=({component})"));

    [Theory]
    [InlineData("created")]
    [InlineData("nonce")]
    [InlineData("keyid")]
    public void Run_ParameterLeftOut_IsMissing(string parameter) =>
        Assert.Equal(
            SignatureFault.MissingParameter,
            Fault(new SomeSigned().Signed(dated: parameter != "created", nonce: parameter == "nonce" ? null : "n", keyId: parameter == "keyid" ? null : "")));

    [Fact]
    public void Run_EmptyNonce_IsMissing() => Assert.Equal(SignatureFault.MissingParameter, Fault(new SomeSigned().Signed(nonce: "")));

    [Theory]
    [InlineData("x-absent")]
    [InlineData("@status")]
    public void Run_CoveredButAbsent_IsMissing(string component) =>
        Assert.Equal(SignatureFault.MissingComponent, Fault(Good.Replace("(", $"(\"{component}\" ", StringComparison.Ordinal)));

    [Theory]
    [InlineData("ada-2025")]
    [InlineData("ADA-2026")]
    [InlineData("")]
    public void Run_KeyThatWeDoNotHave_IsUnknown(string keyId) =>
        Assert.Equal(SignatureFault.UnknownKey, Fault(Good.Replace("ada-2026", keyId, StringComparison.Ordinal)));

    [Theory]
    [InlineData("sig=::")]
    [InlineData("sig=:YQ==:")]
    public void Run_OtherBytesForASignature_AreBad(string signature)
    {
        Assert.Equal(SignatureFault.BadSignature, Fault(Good, signature));
        Assert.Equal(SignatureFault.BadSignature, Fault(Good.Replace("ada", "grace", StringComparison.Ordinal), signature));
        Assert.Equal(SignatureFault.BadSignature, Fault(Good.Replace("ada", "grace", StringComparison.Ordinal), $"sig=:{Convert.ToBase64String(new byte[64])}:"));
    }

    [Fact]
    public void Run_SignatureOfAnotherKey_IsBad()
    {
        var other = new HmacKey("ada-2026", new byte[32]);

        Assert.Equal(SignatureFault.BadSignature, Fault(new SomeSigned().Signed(other)));
    }

    [Fact]
    public void Run_MoreThanIsLookedAt_IsTooLarge()
    {
        var many = Enumerable.Range(1, 5).Aggregate(new SomeSigned(), (request, number) => request.Signed(label: $"sig{number}"));

        Assert.Equal(SignatureFault.TooLarge, Fault(many));
        Assert.Equal(SignatureFault.TooLarge, Fault(new SomeSigned().Signed(nonce: new string('n', 257))));
        Assert.Equal(SignatureFault.TooLarge, Fault($"{Good.Trim()};x=\"{new string('x', 8200)}\""));
        Assert.Equal(SignatureFault.TooLarge, Fault(Good, $"sig=:{new string('A', 8200)}:"));
        Assert.Equal(SignatureFault.TooLarge, Fault($"sig=({string.Join(' ', Enumerable.Range(1, 65).Select(number => $"\"x-{number}\""))})"));
        Assert.Equal(SignatureFault.TooLarge, Fault(Good.Replace("(", "(\"x-long\" ", StringComparison.Ordinal), fields: [new("X-Long", new string('a', 70_000))]));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r\n\"@method\": GET")]
    [InlineData("é")]
    [InlineData("a\0")]
    public void Run_CoveredFieldThatCannotBeSigned_IsMalformed(string value) =>
        Assert.Equal(SignatureFault.Malformed, Fault(Good.Replace("(", "(\"x-odd\" ", StringComparison.Ordinal), fields: [new("X-Odd", value)]));

    [Fact]
    public void Run_TargetThatCannotBeRead_IsMalformed() => Assert.Equal(SignatureFault.Malformed, Fault(new SomeSigned().Signed() with { Target = "*" }));

    [Fact]
    public void Run_Refused_ShowsNoKeyAndNothingOfTheRequest()
    {
        foreach (var request in new[] { new SomeSigned().Signed(keyId: "<script>"), new SomeSigned().Signed() with { Target = "/<script>" }, new SomeSigned().Signed(alg: "<script>") })
        {
            var refused = Assert.IsType<Verification.Refused>(SignatureCheck.Run(request.Message, new KeyRing(SomeSigned.Keys), new(), Some.Monday9Am, out _));

            Assert.DoesNotContain("script", refused.Sentence, StringComparison.Ordinal);
            Assert.EndsWith(".", refused.Sentence, StringComparison.Ordinal);
        }
    }

    private static SignatureFault Fault(string? input, string? signature = "sig=:YQ==:", params KeyValuePair<string, string>[] fields)
    {
        var request = new SomeSigned();
        return Fault(request with
        {
            Fields =
            [
                .. request.Fields, .. fields,
                .. input is null ? Array.Empty<KeyValuePair<string, string>>() : [new("Signature-Input", input)],
                .. signature is null ? Array.Empty<KeyValuePair<string, string>>() : [new("Signature", signature)],
            ],
        });
    }

    private static SignatureFault Fault(SomeSigned request) =>
        Assert.IsType<Verification.Refused>(SignatureCheck.Run(request.Message, new KeyRing(SomeSigned.Keys), new(), Some.Monday9Am, out _)).Fault;
}

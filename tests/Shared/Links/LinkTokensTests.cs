using System.Buffers.Text;
using Tipstaff.Links;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Links;

public sealed class LinkTokensTests
{
    private const string Subject = "00112233445566778899aabbccddeeff";

    private static readonly DateTimeOffset Expiry = Some.Monday9Am.AddDays(3);

    private readonly LinkTokens _tokens = SomeLinks.Tokens();

    [Theory]
    [InlineData(LinkPurpose.Confirm)]
    [InlineData(LinkPurpose.Unsubscribe)]
    [InlineData(LinkPurpose.Manage)]
    public void Read_OwnTokenInTime_GivesTheSubject(LinkPurpose purpose)
    {
        var token = _tokens.Mint(purpose, Subject, Expiry, Some.Monday9Am);

        var reading = _tokens.Read(token, purpose, Expiry.AddSeconds(-1));

        Assert.Equal(new LinkReading.Valid(Subject), reading);
    }

    [Fact]
    public void Read_AtTheExpiry_IsExpired()
    {
        var token = _tokens.Mint(LinkPurpose.Confirm, Subject, Expiry, Some.Monday9Am);

        var reading = _tokens.Read(token, LinkPurpose.Confirm, Expiry);

        Assert.IsType<LinkReading.Expired>(reading);
    }

    [Fact]
    public void Read_AnotherPurpose_IsInvalid()
    {
        var token = _tokens.Mint(LinkPurpose.Manage, Subject, Expiry, Some.Monday9Am);

        Assert.IsType<LinkReading.Invalid>(_tokens.Read(token, LinkPurpose.Confirm, Some.Monday9Am));
        Assert.IsType<LinkReading.Invalid>(_tokens.Read(token, LinkPurpose.Unsubscribe, Some.Monday9Am));
    }

    [Fact]
    public void Read_TokenOfAnotherInstallation_IsInvalid()
    {
        var token = SomeLinks.TokensOf(new InstallationSecret(new byte[32])).Mint(LinkPurpose.Confirm, Subject, Expiry, Some.Monday9Am);

        Assert.IsType<LinkReading.Invalid>(_tokens.Read(token, LinkPurpose.Confirm, Some.Monday9Am));
    }

    [Fact]
    public void Read_AnyBitFlipped_IsInvalid()
    {
        var bytes = Base64Url.DecodeFromChars(_tokens.Mint(LinkPurpose.Confirm, Subject, Expiry, Some.Monday9Am));

        Assert.All(
            Enumerable.Range(0, bytes.Length * 8),
            bit =>
            {
                var tampered = bytes.ToArray();
                tampered[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.IsType<LinkReading.Invalid>(_tokens.Read(Base64Url.EncodeToString(tampered), LinkPurpose.Confirm, Some.Monday9Am));
            });
    }

    [Fact]
    public void Read_Truncated_IsInvalid()
    {
        var token = _tokens.Mint(LinkPurpose.Confirm, Subject, Expiry, Some.Monday9Am);

        Assert.All(
            Enumerable.Range(0, token.Length),
            length => Assert.IsType<LinkReading.Invalid>(_tokens.Read(token[..length], LinkPurpose.Confirm, Some.Monday9Am)));
    }

    [Fact]
    public void Read_SpelledDifferently_IsInvalid()
    {
        var token = _tokens.Mint(LinkPurpose.Confirm, Subject, Expiry, Some.Monday9Am);

        Assert.All(
            [null, "", token + "=", token + "==", token + " ", " " + token[1..], token[..55] + "\n", token[..28] + " " + token[29..], new string('é', 56), new string('A', 1_000_000)],
            spelling => Assert.IsType<LinkReading.Invalid>(_tokens.Read(spelling, LinkPurpose.Confirm, Some.Monday9Am)));
    }

    [Fact]
    public void Mint_SubjectThatIsNoId_Throws() =>
        Assert.Throws<ArgumentException>(() => _tokens.Mint(LinkPurpose.Confirm, "ada@example.com", Expiry, Some.Monday9Am));
}

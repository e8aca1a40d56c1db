using Tipstaff.Links;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Links;

public sealed class FormTokensTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly FormTokens _tokens = new(new InstallationSecret(Some.Key));

    [Fact]
    public void IsGood_OwnTokenInTime_IsTaken()
    {
        var token = _tokens.Mint("subscribe", Now);

        Assert.True(_tokens.IsGood(token, "subscribe", Now));
        Assert.True(_tokens.IsGood(token, "subscribe", Now + FormTokens.Lifetime - TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void IsGood_TimeIsOver_IsRefused() =>
        Assert.False(_tokens.IsGood(_tokens.Mint("subscribe", Now), "subscribe", Now + FormTokens.Lifetime));

    [Fact]
    public void IsGood_OfAnotherFormOrInstallation_IsRefused()
    {
        var others = new FormTokens(new InstallationSecret([.. Some.Key.Reverse()]));

        Assert.False(_tokens.IsGood(_tokens.Mint("other", Now), "subscribe", Now));
        Assert.False(_tokens.IsGood(others.Mint("subscribe", Now), "subscribe", Now));
    }

    [Fact]
    public void IsGood_AnyCharacterChanged_IsRefused()
    {
        var token = _tokens.Mint("subscribe", Now);

        Assert.All(Enumerable.Range(0, token.Length), at =>
        {
            var changed = token.ToCharArray();
            changed[at] = changed[at] is 'A' ? 'B' : 'A';
            Assert.False(_tokens.IsGood(new string(changed), "subscribe", Now));
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("<script>alert(1)</script>AAAAAAA")]
    public void IsGood_NoToken_IsRefused(string? token) => Assert.False(_tokens.IsGood(token, "subscribe", Now));
}

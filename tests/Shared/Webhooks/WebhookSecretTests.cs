using System.Text.Json;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class WebhookSecretTests
{
    [Fact]
    public void Create_EachTime_IsAnotherOf32Bytes()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => WebhookSecret.Create().Reveal()).ToList();

        Assert.Equal(100, secrets.Distinct(StringComparer.Ordinal).Count());
        Assert.All(secrets, secret =>
        {
            Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
            Assert.Equal(32, Convert.FromBase64String(secret[6..]).Length);
            Assert.Equal(secret, WebhookSecret.Parse(secret).Reveal());
        });
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void TryParse_AtTheLimitsOfLength_EndsThere(int bytes, bool isOne) =>
        Assert.Equal(isOne, WebhookSecret.TryParse($"whsec_{Convert.ToBase64String(new byte[bytes])}", provider: null, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_")]
    [InlineData("whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void TryParse_AnythingElse_IsNone(string? text) => Assert.False(WebhookSecret.TryParse(text, provider: null, out _));

    [Fact]
    public void ToString_OfASecret_ShowsNothing()
    {
        var keys = new WebhookKeys(WebhookSecret.Create());

        Assert.Equal("***", $"{keys.Current}");
        Assert.DoesNotContain(keys.Current.Reveal()[6..], $"{keys}", StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OfKeys_IsReadBack()
    {
        var keys = new WebhookKeys(WebhookSecret.Create()).ChangedTo(WebhookSecret.Create(), DateTimeOffset.UnixEpoch);

        var read = JsonSerializer.Deserialize<WebhookKeys>(JsonSerializer.Serialize(keys))!;

        Assert.Equal(keys.Current.Reveal(), read.Current.Reveal());
        Assert.Equal(keys.Previous!.Reveal(), read.Previous!.Reveal());
        Assert.Equal(keys.PreviousUntil, read.PreviousUntil);
    }
}

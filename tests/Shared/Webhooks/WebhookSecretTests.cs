using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class WebhookSecretTests
{
    private static readonly SubscriberId Ada = Some.Subscription().Subscriber;
    private static readonly WebhookEndpoint Endpoint = new() { Url = WebhookReceiver.Url, SecretMadeAt = Some.Monday9Am };
    private static readonly WebhookSecrets Secrets = new(new InstallationSecret(Some.Key));

    [Fact]
    public void Of_AnyOtherReceiverMomentOrInstallation_IsAnotherOf32Bytes()
    {
        List<string> secrets =
        [
            Secrets.Of(Ada, Endpoint).Reveal(),
            Secrets.Of(Some.Subscription("grace@example.com").Subscriber, Endpoint).Reveal(),
            Secrets.Of(Ada, Endpoint with { Url = WebhookUrl.Parse("https://hooks.example.com/other") }).Reveal(),
            Secrets.Of(Ada, Endpoint with { SecretMadeAt = Some.Monday9Am.AddTicks(1) }).Reveal(),
            new WebhookSecrets(new InstallationSecret([.. Some.Key.Reverse()])).Of(Ada, Endpoint).Reveal(),
        ];

        Assert.Equal(secrets.Count, secrets.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(secrets[0], new WebhookSecrets(new InstallationSecret(Some.Key)).Of(Ada, Endpoint).Reveal());
        Assert.All(secrets, secret =>
        {
            Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
            Assert.Equal(32, Convert.FromBase64String(secret[6..]).Length);
            Assert.Equal(secret, WebhookSecret.Parse(secret).Reveal());
        });
    }

    [Fact]
    public void KeysOf_AfterChanges_TheLastTwoSignAndTheOlderOneForADay()
    {
        var first = Secrets.Of(Ada, Endpoint).Reveal();

        // The second change at the very moment of the first one.
        var changed = Endpoint.WithNewSecret(Some.Monday9Am);
        var again = changed.WithNewSecret(Some.Monday9Am);

        Assert.Equal([Secrets.Of(Ada, changed).Reveal(), first], Signing(changed, Some.Monday9Am.AddDays(1).AddTicks(-1)));
        Assert.Equal([Secrets.Of(Ada, changed).Reveal()], Signing(changed, Some.Monday9Am.AddDays(1)));
        Assert.Equal([Secrets.Of(Ada, again).Reveal(), Secrets.Of(Ada, changed).Reveal()], Signing(again, Some.Monday9Am));
        Assert.Equal([first], Signing(Endpoint, Some.Monday9Am));
        Assert.Equal(3, new[] { first, Secrets.Of(Ada, changed).Reveal(), Secrets.Of(Ada, again).Reveal() }.Distinct(StringComparer.Ordinal).Count());
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
        var keys = Secrets.KeysOf(Ada, Endpoint);

        Assert.Equal("***", $"{keys.Current}");
        Assert.DoesNotContain(keys.Current.Reveal()[6..], $"{keys}", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Signing(WebhookEndpoint endpoint, DateTimeOffset now) => Secrets.KeysOf(Ada, endpoint).At(now).Select(secret => secret.Reveal());
}

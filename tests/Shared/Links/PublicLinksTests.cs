using System.Web;
using Microsoft.Extensions.Options;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Links;

public sealed class PublicLinksTests
{
    private static readonly Subscription AdasSubscription = Some.Subscription();

    private readonly LinkTokens _tokens = SomeLinks.Tokens();
    private readonly LinkOptions _options = new() { PublicUrl = new Uri("https://alerts.example.com/tipstaff/") };
    private readonly ManualTimeProvider _clock = new();

    private PublicLinks Links => new(_tokens, Options.Create(_options), _clock);

    [Fact]
    public void Links_OfEveryKind_StandUnderThePublicAddress()
    {
        string[] pages = [.. new[] { Links.Confirm(AdasSubscription.Subscriber), Links.Unsubscribe(AdasSubscription.Id), Links.Manage(AdasSubscription.Subscriber), Links.Status() }
            .Select(link => link.GetLeftPart(UriPartial.Path))];

        Assert.Equal(
            ["https://alerts.example.com/tipstaff/confirm", "https://alerts.example.com/tipstaff/unsubscribe", "https://alerts.example.com/tipstaff/manage", "https://alerts.example.com/tipstaff/status"],
            pages);
    }

    [Fact]
    public void Confirm_ThreeDaysLater_IsExpired()
    {
        var token = TokenOf(Links.Confirm(AdasSubscription.Subscriber));

        Assert.Equal(new LinkReading.Valid(AdasSubscription.Subscriber.Value), _tokens.Read(token, LinkPurpose.Confirm, Some.Monday9Am.AddDays(3).AddSeconds(-1)));
        Assert.IsType<LinkReading.Expired>(_tokens.Read(token, LinkPurpose.Confirm, Some.Monday9Am.AddDays(3)));
    }

    [Fact]
    public void Unsubscribe_AYearLater_IsStillGood()
    {
        var token = TokenOf(Links.Unsubscribe(AdasSubscription.Id));

        var reading = _tokens.Read(token, LinkPurpose.Unsubscribe, Some.Monday9Am.AddDays(399));

        Assert.Equal(new LinkReading.Valid(AdasSubscription.Id.Value), reading);
    }

    [Fact]
    public void Manage_IssuedAtAMoment_IsTheSameWheneverItIsMade()
    {
        var first = Links.Manage(AdasSubscription.Subscriber, Some.Monday9Am);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(first, Links.Manage(AdasSubscription.Subscriber, Some.Monday9Am));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("alerts.example.com")]
    [InlineData("ftp://alerts.example.com")]
    [InlineData("https://alerts.example.com/?a=b")]
    [InlineData("https://user@alerts.example.com/")]
    public void Validate_NoUsableAddress_NamesTheOption(string? address)
    {
        var result = new LinkOptionsValidator().Validate(null, new LinkOptions { PublicUrl = address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute) });

        Assert.Contains("Links:PublicUrl", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_LifetimeOutOfRange_NamesTheOption()
    {
        _options.UnsubscribeLifetime = TimeSpan.FromDays(1);

        var result = new LinkOptionsValidator().Validate(null, _options);

        Assert.Contains("Links:UnsubscribeLifetime", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Defaults_Succeed() => Assert.True(new LinkOptionsValidator().Validate(null, _options).Succeeded);

    private static string TokenOf(Uri link) => HttpUtility.ParseQueryString(link.Query)["token"]!;
}

using System.Text.Json;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.com", "ada@example.com")]
    [InlineData("  Ada.Lovelace+dockets@Example.COM ", "Ada.Lovelace+dockets@example.com")]
    [InlineData("müller@exämple.de", "müller@exämple.de")]
    [InlineData("ada@localhost", "ada@localhost")]
    [InlineData("ada@xn--exmple-cua.de", "ada@exämple.de")]
    [InlineData("ada@EXÄMPLE.de", "ada@exämple.de")]
    [InlineData("ada@exämple\u3002de", "ada@exämple.de")]
    public void TryParse_Mailbox_IsKept(string text, string value)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));

        Assert.Equal(value, address.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("ada@example")]
    [InlineData("ada@@example.com")]
    [InlineData("a da@example.com")]
    [InlineData("ada@exam ple.com")]
    [InlineData("ada@example.com\r\nRCPT TO:<eve@example.com>")]
    [InlineData("ada\r\n@example.com")]
    [InlineData("\"ada lovelace\"@example.com")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("ada@example..com")]
    [InlineData(".ada@example.com")]
    [InlineData("ada@-example.com")]
    [InlineData("ada<eve@example.com")]
    [InlineData("ada\u202e@example.com")]
    [InlineData("=?utf-8?q?eve=40evil.example?=@example.com")]
    [InlineData("ada@127.0.0.1")]
    [InlineData("ada@xn--\u00e4.de")]
    [InlineData("ada@xn--999999999999.de")]
    [InlineData("ada\uff20example.com")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(EmailAddress.TryParse(text, out _));

    [Theory]
    [InlineData("ada+dockets@example.com", "ada+dockets@example.com", false)]
    [InlineData("ada@exämple.de", "ada@xn--exmple-cua.de", false)]
    [InlineData("müller@exämple.de", "müller@xn--exmple-cua.de", true)]
    public void Mailbox_OnTheWay_HasItsDomainInAscii(string text, string mailbox, bool isInternational)
    {
        var address = EmailAddress.Parse(text);

        Assert.Equal((mailbox, isInternational), (address.Mailbox, address.IsInternational));
        Assert.Equal(address, EmailAddress.Parse(mailbox));
    }

    [Theory]
    [InlineData("MARK@example.com", true)]
    [InlineData("mark@EXAMPLE.com", true)]
    [InlineData("mar\u212A@example.com", false)]
    [InlineData("\uFF4Dark@example.com", false)]
    public void Normalized_AnotherSpelling_IsTheSameOnlyByTheCaseOfItsAscii(string text, bool isSame) =>
        Assert.Equal(isSame, EmailAddress.Parse(text).Normalized == "mark@example.com");

    [Fact]
    public void Normalized_EveryOtherLetter_BecomesNobodyElse() => Assert.All(
        Enumerable.Range(0x80, 0xFF80).Select(code => EmailAddress.TryParse($"{(char)code}a@example.com", out var address) ? address : null).OfType<EmailAddress>(),
        address => Assert.Equal(address.Value, address.Normalized));

    [Theory]
    [InlineData("ada@example.com", "ada@example.com")]
    [InlineData("ada+x+y@example.com", "ada@example.com")]
    [InlineData("+x@example.com", "+x@example.com")]
    [InlineData("a.da@example.com", "a.da@example.com")]
    [InlineData("A.d.a+x@GoogleMail.com", "Ada@gmail.com")]
    public void Inbox_AnAddress_IsThePlainestOfItsInbox(string text, string inbox) => Assert.Equal(inbox, EmailAddress.Parse(text).Inbox.Value);

    [Fact]
    public void TryParse_TooLong_IsRefused() => Assert.False(EmailAddress.TryParse($"{new string('a', 65)}@example.com", out _));

    [Fact]
    public void ToString_Address_DoesNotShow() => Assert.Equal("***", EmailAddress.Parse("ada@example.com").ToString());

    [Fact]
    public void Json_RoundTrip_KeepsTheAddress() =>
        Assert.Equal(EmailAddress.Parse("ada@example.com"), JsonSerializer.Deserialize<EmailAddress>(JsonSerializer.Serialize(EmailAddress.Parse("ada@example.com"))));
}

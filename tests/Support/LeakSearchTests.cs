using System.Net;
using System.Text;

namespace Tipstaff.Tests.Support;

/// <summary>The search for leaks finds what is planted, so that finding nothing says something.</summary>
public sealed class LeakSearchTests
{
    private const string Address = "ada.lovelace@example.com";
    private const string Token = "qk3-ZT+9/x_Lm==0aB";

    public static TheoryData<string, string> Planted() => new()
    {
        { Address, Address },
        { Address, Address.ToUpperInvariant() },
        { Address, Uri.EscapeDataString(Address) },
        { Address, "ada.lovelace&#64;example.com" },
        { Address, "ada.lovelace&#x40;example.com" },
        { Address, "ada.lovelace=40example.com" },
        { Address, "ada.lovelace\\u0040example.com" },
        { Address, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Address)) },
        { Address, Base64(Address) },
        { Address, Base64($"to={Address}&a=b") },
        { Address, Base64($"<{Address}>") },
        { Address, Base64($"a {Address}").Replace('+', '-').Replace('/', '_').TrimEnd('=') },
        { Token, Token },
        { Token, WebUtility.UrlEncode(Token) },
        { Token, Base64($"token={Token}") },
    };

    [Theory]
    [MemberData(nameof(Planted))]
    public void In_SecretInALine_IsFoundOnce(string secret, string planted)
    {
        var found = new LeakSearch([secret, "grace@example.com"]).In($"12:00 debug Some.Category[1] before{planted}after (trace -)");

        Assert.Contains(planted, Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12:00 debug Delivered 17789dbc159f0b71f74af24cfba27326 by smtp at mail.example.com")]
    [InlineData("grace hopper, ada, lovelace, @example.com")]
    public void In_SomethingElse_IsNotFound(string line) => Assert.Empty(new LeakSearch([Address, Token]).In(line));

    [Fact]
    public void New_SecretThatChanceWrites_IsRefused() => Assert.Throws<ArgumentException>(() => new LeakSearch(["ada"]));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

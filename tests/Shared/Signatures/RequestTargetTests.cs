using Tipstaff.Signatures;

namespace Tipstaff.Tests.Shared.Signatures;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("http", "Example.COM:80", "/a%2fB/../c?x=%C3%A9", "http://example.com/a%2fB/../c?x=%C3%A9")]
    [InlineData("https", "Example.com:80", "/", "https://example.com:80/")]
    [InlineData("https", "example.com:", "//x?", "https://example.com//x?")]
    [InlineData("http", "[::1]:5210", "/a?b?c", "http://[::1]:5210/a?b?c")]
    [InlineData("http", "[::1]", "/", "http://[::1]/")]
    [InlineData("http", "ignored.example", "https://example.com:0443/a", "https://example.com/a")]
    public void TryParse_RequestLineAndHost_KeepsPathAndQuery(string scheme, string host, string raw, string address)
    {
        Assert.True(RequestTarget.TryParse(scheme, host, raw, out var target));

        Assert.Equal(address, target.ToString());
    }

    [Theory]
    [InlineData("https", "example.com", "*")]
    [InlineData("https", "example.com", "example.com:443")]
    [InlineData("https", "example.com", "")]
    [InlineData("https", "example.com", null)]
    [InlineData("https", "example.com", "/a#b")]
    [InlineData("https", "example.com", "/a b")]
    [InlineData("https", "example.com", "/é")]
    [InlineData("https", "example.com", "/a\n")]
    [InlineData("ftp", "example.com", "/")]
    [InlineData(null, "example.com", "/")]
    [InlineData("https", null, "/")]
    [InlineData("https", "", "/")]
    [InlineData("https", ":443", "/")]
    [InlineData("https", "a@example.com", "/")]
    [InlineData("https", "exämple.com", "/")]
    [InlineData("https", "example.com:0", "/")]
    [InlineData("https", "example.com:65536", "/")]
    [InlineData("https", "example.com:-1", "/")]
    [InlineData("https", "example.com:+1", "/")]
    [InlineData("https", "::1", "/")]
    [InlineData("https", "[::1]x", "/")]
    [InlineData("https", "example.com, example.org", "/")]
    [InlineData("https", "example.com", "https://user@example.com/")]
    [InlineData("https", "example.com", "https:///a")]
    public void TryParse_NoAddress_IsRefused(string? scheme, string? host, string? raw) =>
        Assert.False(RequestTarget.TryParse(scheme, host, raw, out _));

    [Theory]
    [InlineData("https://Example.com", null, "https://example.com/")]
    [InlineData("http://example.com:5210/a b?c=é", null, "http://example.com:5210/a%20b?c=%C3%A9")]
    [InlineData("http://[::1]:5210/a", null, "http://[::1]:5210/a")]
    [InlineData("http://münchen.example/", null, "http://xn--mnchen-3ya.example/")]
    [InlineData("http://127.0.0.1:5210/a?", "alerts.example.com", "http://alerts.example.com/a?")]
    public void Of_AddressOfAClient_IsWhatGoesOverTheWire(string address, string? host, string expected) =>
        Assert.Equal(expected, RequestTarget.Of(new Uri(address), host).ToString());

    [Theory]
    [InlineData("/relative")]
    [InlineData("ftp://example.com/")]
    public void Of_NoAddressOverHttp_Throws(string address) =>
        Assert.Throws<ArgumentException>(() => RequestTarget.Of(new Uri(address, UriKind.RelativeOrAbsolute)));
}

using System.Net;
using Microsoft.AspNetCore.Http;
using Tipstaff.Limits;

namespace Tipstaff.Tests.Shared.Limits;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::ffff", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::ffff", "2001:db8:1:3::/64")]
    [InlineData(null, "unknown")]
    public void Of_NoProxy_IsWhoeverConnected(string? remote, string client) =>
        Assert.Equal(client, Of(remote, proxies: 0, "198.51.100.7"));

    [Theory]
    [InlineData(1, "192.0.2.1", "203.0.113.5")]
    [InlineData(1, "192.0.2.1:52111", "203.0.113.5, 198.51.100.7")]
    [InlineData(1, "2001:db8::/64", "[2001:db8::7]:443")]
    [InlineData(1, "2001:db8::/64", "2001:db8::7")]
    [InlineData(1, "unknown", "nobody")]
    [InlineData(1, "unknown", "1.1.1.1,")]
    [InlineData(2, "198.51.100.7", "203.0.113.5, 198.51.100.7", "192.0.2.1")]
    [InlineData(2, "127.0.0.1", "203.0.113.5")]
    [InlineData(1, "127.0.0.1")]
    public void Of_BehindProxies_IsWhatTheFirstOfThemAppended(int proxies, string expected, params string[] lines)
    {
        var client = expected.StartsWith("192.0.2.1", StringComparison.Ordinal) ? "192.0.2.1" : expected;
        string[] sent = client == "192.0.2.1" ? [.. lines, expected] : lines;

        Assert.Equal(client, Of("127.0.0.1", proxies, sent));
    }

    private static string Of(string? remote, int proxies, params string[] forwarded)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        http.Request.Headers["X-Forwarded-For"] = forwarded;
        return ClientAddress.Of(http.Request, proxies);
    }
}

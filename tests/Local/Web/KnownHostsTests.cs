using System.Net;
using Microsoft.AspNetCore.Http;
using Tipstaff.Local.Web;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class KnownHostsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5210", "localhost 127.0.0.1 [::1] tipstaff.example")]
    [InlineData("http://localhost:5210;http://[::1]:5210", "localhost 127.0.0.1 [::1] tipstaff.example")]
    [InlineData("http://127.0.0.2:5210", "localhost 127.0.0.1 [::1] 127.0.0.2 tipstaff.example")]
    [InlineData("http://*:5210", "*")]
    [InlineData("http://0.0.0.0:5210", "*")]
    [InlineData("http://localhost:5210;http://+:80", "*")]
    public void Allowed_FollowsWhereWeListen(string urls, string hosts) =>
        Assert.Equal(hosts, string.Join(' ', KnownHosts.Allowed(urls.Split(';'), new Uri("https://tipstaff.example/alerts"))));

    [Theory]
    [InlineData("127.0.0.1", "localhost:5210", true)]
    [InlineData("::1", "[::1]:5210", true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "evil.example", false)]
    [InlineData("127.0.0.1", "", false)]
    [InlineData("192.0.2.7", "localhost", false)]
    [InlineData("192.0.2.7", "192.0.2.1", false)]
    [InlineData("2001:db8::7", "localhost", false)]
    public void IsFromThisMachine_AsksForAddressAndName(string remote, string host, bool expected) => Asked(expected, remote, host, "http://localhost:5210", proxies: 0);

    [Theory]
    [InlineData("http://localhost:5210", 0, "", true)]
    [InlineData("http://localhost:5210", 0, "X-Forwarded-For", false)]
    [InlineData("http://localhost:5210", 0, "Via", false)]
    [InlineData("https://alerts.example.com", 0, "", false)]
    [InlineData("https://alerts.example.com", 1, "", true)]
    [InlineData("https://alerts.example.com", 1, "X-Forwarded-For", false)]
    [InlineData("https://alerts.example.com", 1, "x-real-ip", false)]
    public void IsFromThisMachine_AProxyMayStandBefore_IsNobodysThatItHandedOn(string publicUrl, int proxies, string header, bool expected) =>
        Asked(expected, "127.0.0.1", "127.0.0.1:5210", publicUrl, proxies, header);

    private static void Asked(bool expected, string remote, string host, string publicUrl, int proxies, string header = "")
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        context.Request.Host = new HostString(host);
        if (header.Length > 0)
        {
            context.Request.Headers[header] = "192.0.2.7";
        }

        Assert.Equal(expected, KnownHosts.IsFromThisMachine(context, new Uri(publicUrl), proxies));
    }

    [Theory]
    [InlineData("evil.example", "/", HttpStatusCode.BadRequest)]
    [InlineData("evil.example", "/outbox", HttpStatusCode.BadRequest)]
    [InlineData("evil.example:80", "/api/subscriptions", HttpStatusCode.BadRequest)]
    [InlineData("localhost", "/outbox", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:5210", "/outbox", HttpStatusCode.OK)]
    [InlineData("tipstaff.example", "/", HttpStatusCode.OK)]
    [InlineData("tipstaff.example", "/outbox", HttpStatusCode.NotFound)]
    [InlineData("tipstaff.example", "/outbox/0123456789abcdef0123456789abcdef", HttpStatusCode.NotFound)]
    public async Task Page_AskedUnderAHost_IsGivenToThoseWeKnow(string host, string path, HttpStatusCode status)
    {
        await using var server = await LocalHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
    }
}

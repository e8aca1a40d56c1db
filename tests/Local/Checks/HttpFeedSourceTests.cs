using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Local.Checks;

namespace Tipstaff.Tests.Local.Checks;

public sealed class HttpFeedSourceTests
{
    [Theory]
    [InlineData("", "Tipstaff/0.1")]
    [InlineData("mailto:ops@example.com", "Tipstaff/0.1 (+mailto:ops@example.com)")]
    public async Task FetchAsync_UserAgent_NamesTheContactWhenThereIsOne(string contact, string userAgent)
    {
        using var court = new TcpListener(IPAddress.Loopback, 0);
        court.Start();
        using var source = new HttpFeedSource(Options.Create(new CheckOptions { Contact = contact }), TimeProvider.System);

        var fetch = source.FetchAsync(CourtId.Parse("nysd"), new Uri($"http://{court.LocalEndpoint}/"), eTag: null, lastModified: null, CancellationToken.None);
        using var connection = await court.AcceptTcpClientAsync();
        var request = new byte[4096];
        var length = await connection.GetStream().ReadAsync(request);
        await connection.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray());
        await fetch;

        Assert.Contains($"User-Agent: {userAgent}\r\n", Encoding.ASCII.GetString(request, 0, length), StringComparison.Ordinal);
    }
}

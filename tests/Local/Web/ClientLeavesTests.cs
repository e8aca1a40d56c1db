using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class ClientLeavesTests
{
    [Theory]
    [InlineData("/api/subscriptions", "application/json", true)]
    [InlineData("/api/subscriptions", "application/json", false)]
    [InlineData("/confirm", "application/x-www-form-urlencoded", true)]
    [InlineData("/confirm", "multipart/form-data; boundary=x", true)]
    [InlineData("/confirm", "multipart/form-data; boundary=x", false)]
    public async Task Request_BrokenOffByItsClient_IsNoFaultOfOurs(string path, string type, bool reset)
    {
        using var log = new LogLines();
        await using (var host = await LocalHost.StartAsync(services => services.AddSingleton<ILoggerProvider>(log)))
        {
            for (var i = 0; i < 20; i++)
            {
                await BreakOffAsync(host.Client.BaseAddress!, path, type, reset);
            }

            // It still answers, and by its end it has dealt with all of them.
            (await host.GetAsync("/health/live")).EnsureSuccessStatusCode();
        }

        var errors = log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
        Assert.True(!errors.Any(), string.Join('\n', errors));
    }

    private static async Task BreakOffAsync(Uri server, string path, string type, bool reset)
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(server.Host, server.Port);
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: {type}\r\nContent-Length: 1000\r\n\r\n--x\r\n"));
        if (reset)
        {
            client.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        else
        {
            client.Shutdown(SocketShutdown.Send);
        }
    }
}

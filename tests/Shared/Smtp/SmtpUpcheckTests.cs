using System.Net;
using System.Net.Sockets;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Smtp;

public sealed class SmtpUpcheckTests
{
    [Fact]
    public async Task UpcheckAsync_ServerGreets_IsTrueAndTakesLeave()
    {
        var leave = new TaskCompletionSource<string>();
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await session.SayAsync("220 scripted");
            leave.SetResult(await session.ReadLineAsync());
        });
        await using var mailer = Mailer.To(server.Port);

        Assert.True(await mailer.UpcheckAsync(CancellationToken.None));

        Assert.Equal("QUIT", await leave.Task);
    }

    [Theory]
    [InlineData("554 5.7.1 go away")]
    [InlineData("HTTP/1.1 400 Bad Request")]
    public async Task UpcheckAsync_OddGreeting_IsFalse(string greeting)
    {
        await using var server = new ScriptedSmtpServer(session => session.SayAsync(greeting));
        await using var mailer = Mailer.To(server.Port);

        Assert.False(await mailer.UpcheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task UpcheckAsync_NobodyListens_IsFalse()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var mailer = Mailer.To(port);

        Assert.False(await mailer.UpcheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task UpcheckAsync_StallsUntilItsLimit_IsCancelled()
    {
        var reached = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(async session =>
        {
            reached.SetResult();
            await session.StallAsync();
        });
        await using var mailer = Mailer.To(server.Port);
        using var limit = new CancellationTokenSource();
        var looking = mailer.UpcheckAsync(limit.Token);
        await reached.Task;

        await limit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
    }
}

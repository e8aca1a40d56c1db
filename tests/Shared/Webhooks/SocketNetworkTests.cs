using System.Net;
using System.Net.Sockets;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

/// <summary>The machine's own network under webhooks, as far as a test may go: to this machine.</summary>
public sealed class SocketNetworkTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SocketNetwork _network = new();

    public SocketNetworkTests() => _listener.Start();

    private IPEndPoint Here => (IPEndPoint)_listener.LocalEndpoint;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task ConnectAsync_AListener_GetsWhatIsWritten()
    {
        await using var stream = await _network.ConnectAsync(Here, TestContext.Current.CancellationToken);
        using var taken = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await stream.WriteAsync("ping"u8.ToArray(), TestContext.Current.CancellationToken);
        var read = new byte[4];
        await taken.GetStream().ReadExactlyAsync(read, TestContext.Current.CancellationToken);

        Assert.Equal("ping"u8.ToArray(), read);
    }

    [Fact]
    public async Task ConnectAsync_NobodyThere_SaysSo()
    {
        var gone = Here;
        _listener.Stop();

        await Assert.ThrowsAsync<SocketException>(async () => await _network.ConnectAsync(gone, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ConnectAsync_ThisMachineByItsName_IsResolvedAndNotDialled()
    {
        Assert.Contains(await _network.ResolveAsync("localhost", TestContext.Current.CancellationToken), IPAddress.IsLoopback);
        var connector = new WebhookConnector(_network, TimeSpan.FromSeconds(30), TimeProvider.System);

        await Assert.ThrowsAsync<NoPublicAddressException>(async () => await connector.ConnectAsync("localhost", Here.Port, TestContext.Current.CancellationToken));

        Assert.False(_listener.Pending());
    }
}

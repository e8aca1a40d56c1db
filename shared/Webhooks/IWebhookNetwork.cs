using System.Net;
using System.Net.Sockets;

namespace Tipstaff.Webhooks;

/// <summary>The network under <see cref="WebhookConnector"/>, which alone decides where a connection may go. No setting stands in for it.</summary>
public interface IWebhookNetwork
{
    /// <summary>The addresses that a name has at this moment; hostile, like everything that a subscriber's name server says.</summary>
    /// <exception cref="SocketException">The name is unknown, or could not be looked up.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens a connection to exactly this address.</summary>
    /// <exception cref="SocketException">Nobody takes it.</exception>
    ValueTask<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken);
}

/// <summary>The resolver and the sockets of this machine.</summary>
public sealed class SocketNetwork : IWebhookNetwork
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(name, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

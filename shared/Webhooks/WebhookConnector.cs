using System.Net;
using System.Net.Sockets;

namespace Tipstaff.Webhooks;

/// <summary>
/// Connects to public addresses only. A name is resolved once for each connection, what is not public among its addresses is
/// dropped, and the connection goes to the very address that was judged: a name server that changes its answer gains nothing.
/// </summary>
/// <param name="network">What resolves and connects.</param>
/// <param name="limit">How long all of it may take; each address that is tried has its share.</param>
/// <param name="time">The clock of these limits.</param>
internal sealed class WebhookConnector(IWebhookNetwork network, TimeSpan limit, TimeProvider time)
{
    // A name server may answer with hundreds; the other ones would only be asked when these four are down.
    private const int MostAddresses = 4;

    /// <summary>A connection to the first public address of a host that takes it.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NoPublicAddressException">The host has no public address.</exception>
    /// <exception cref="SocketException">The name does not resolve, or no address took the connection.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var addresses = await WithinAsync(limit, stop => AddressesAsync(host, stop), cancellationToken);
        for (var i = 0; ; i++)
        {
            var share = (limit - time.GetElapsedTime(begun)) / (addresses.Count - i);
            try
            {
                return await WithinAsync(share, stop => network.ConnectAsync(new IPEndPoint(addresses[i], port), stop).AsTask(), cancellationToken);
            }
            catch (Exception error) when (i + 1 < addresses.Count && error is SocketException or TimeoutException)
            {
                // The next one may take it; what the last one says is told.
            }
        }
    }

    private async Task<List<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var all = IPAddress.TryParse(host, out var address) ? [address] : await network.ResolveAsync(host, cancellationToken);
        var open = all.Where(PublicAddress.Is).Select(PublicAddress.Plain).Distinct().Take(MostAddresses).ToList();
        return open is [] ? throw new NoPublicAddressException() : open;
    }

    private async Task<T> WithinAsync<T>(TimeSpan share, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(share > TimeSpan.Zero ? share : TimeSpan.Zero, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException error) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("No connection in time.", error);
        }
    }
}

/// <summary>A host has no address that a webhook may go to.</summary>
internal sealed class NoPublicAddressException() : Exception("The host has no public address.");

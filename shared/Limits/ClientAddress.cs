using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Tipstaff.Limits;

/// <summary>Who asks, as far as limits go: an address of IPv4, or a network of IPv6, of which a household or an office has one.</summary>
public static class ClientAddress
{
    /// <summary>All whose address cannot be told.</summary>
    public const string Unknown = "unknown";

    private const string Forwarded = "X-Forwarded-For";
    private const int NetworkBytes = 8;

    /// <summary>The client of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="proxies">
    /// How many of our proxies stand before us. Each appends one entry, so that as many from the end are to be believed; what stands before
    /// is whatever the client wrote.
    /// </param>
    public static string Of(HttpRequest request, int proxies)
    {
        var entries = request.Headers[Forwarded].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        return proxies > 0 && entries.Count >= proxies
            ? IPEndPoint.TryParse(entries[^proxies], out var end) ? Network(end.Address) : Unknown
            : request.HttpContext.Connection.RemoteIpAddress is { } remote ? Network(remote) : Unknown;
    }

    // 2001:db8::1  -->  2001:db8::/64
    private static string Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}

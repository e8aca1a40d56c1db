using System.Net;
using System.Net.Sockets;

namespace Tipstaff.Webhooks;

/// <summary>Tells the addresses of hosts on the public internet from all others.</summary>
public static class PublicAddress
{
    /// <summary>Whether one host on the public internet has this address.</summary>
    /// <param name="address">The address; an IPv4 address that is written as IPv6 (<c>::ffff:0:0/96</c>) is judged as what it is.</param>
    public static bool Is(IPAddress address) => SpecialUse(address) is null;

    /// <summary>What an address is for that is not public, to be read after <c>is for</c>; null for a public one.</summary>
    /// <param name="address">The address.</param>
    public static string? SpecialUse(IPAddress address)
    {
        var judged = Plain(address);
        return SpecialAddresses.Of(judged.AddressFamily).FirstOrDefault(range => range.Network.Contains(judged))?.Use
            ?? (judged.AddressFamily is AddressFamily.InterNetworkV6 && !SpecialAddresses.PublicIPv6.Contains(judged) ? "no host of the internet" : null);
    }

    /// <summary>The address as the network takes it: IPv4 that is written as IPv6 is IPv4, and no zone stands behind it.</summary>
    internal static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily is AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes())
        : address;
}

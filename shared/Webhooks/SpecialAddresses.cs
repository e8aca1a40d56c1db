using System.Net;
using System.Net.Sockets;

namespace Tipstaff.Webhooks;

/// <summary>The ranges of addresses that belong to no host of the public internet.</summary>
/// <remarks>
/// Source: the special-purpose registries of IANA (RFC 6890 and what was registered since), multicast, and the address that Azure
/// reserves for its hosts. Ranges that are routed but serve a protocol of their own (AS112, AMT) are among them.
/// </remarks>
internal static class SpecialAddresses
{
    /// <summary>IPv4: everything outside these is public.</summary>
    public static IReadOnlyList<SpecialRange> OfIPv4 { get; } =
    [
        Range("0.0.0.0/8", "this network itself"),
        Range("10.0.0.0/8", "a private network"),
        Range("100.64.0.0/10", "the shared space of carriers"),
        Range("127.0.0.0/8", "the machine itself"),
        Range("168.63.129.16/32", "the host below a machine in Azure"),
        Range("169.254.0.0/16", "the local link, where clouds keep their metadata"),
        Range("172.16.0.0/12", "a private network"),
        Range("192.0.0.0/24", "protocols of the IETF"),
        Range("192.0.2.0/24", "documentation"),
        Range("192.31.196.0/24", "the sink of AS112"),
        Range("192.52.193.0/24", "multicast tunnels"),
        Range("192.88.99.0/24", "relays of 6to4"),
        Range("192.168.0.0/16", "a private network"),
        Range("192.175.48.0/24", "the sink of AS112"),
        Range("198.18.0.0/15", "benchmarks"),
        Range("198.51.100.0/24", "documentation"),
        Range("203.0.113.0/24", "documentation"),
        Range("224.0.0.0/4", "multicast"),
        Range("240.0.0.0/4", "no use yet, or broadcast"),
    ];

    /// <summary>The only part of IPv6 that IANA hands out to hosts of the public internet.</summary>
    public static IPNetwork PublicIPv6 { get; } = IPNetwork.Parse("2000::/3");

    /// <summary>IPv6: what is named in refusals, and what inside <see cref="PublicIPv6"/> is not public.</summary>
    public static IReadOnlyList<SpecialRange> OfIPv6 { get; } =
    [
        Range("::/128", "no address at all"),
        Range("::1/128", "the machine itself"),
        Range("::/96", "IPv4 in a form given up"),
        Range("64:ff9b::/96", "IPv4 behind a translator"),
        Range("64:ff9b:1::/48", "IPv4 behind a local translator"),
        Range("100::/64", "what is to be discarded"),
        Range("2001::/32", "Teredo tunnels"),
        Range("2001::/23", "protocols of the IETF"),
        Range("2001:db8::/32", "documentation"),
        Range("2002::/16", "6to4 tunnels"),
        Range("2620:4f:8000::/48", "the sink of AS112"),
        Range("3fff::/20", "documentation"),
        Range("5f00::/16", "segment routing"),
        Range("fc00::/7", "a private network"),
        Range("fe80::/10", "the local link"),
        Range("fec0::/10", "a private network"),
        Range("ff00::/8", "multicast"),
    ];

    /// <summary>The ranges of an address's family.</summary>
    public static IReadOnlyList<SpecialRange> Of(AddressFamily family) => family is AddressFamily.InterNetwork ? OfIPv4 : OfIPv6;

    private static SpecialRange Range(string network, string use) => new(IPNetwork.Parse(network), use);
}

/// <summary>A range that is not public.</summary>
/// <param name="Network">The range.</param>
/// <param name="Use">What it is for, to be read after <c>is for</c>.</param>
internal sealed record SpecialRange(IPNetwork Network, string Use);

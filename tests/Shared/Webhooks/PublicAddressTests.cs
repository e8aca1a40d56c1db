using System.Net;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class PublicAddressTests
{
    /// <summary>Each range with its last neighbour before, its first and last address, and the neighbour after; null where that is special too.</summary>
    public static TheoryData<string?, string, string, string?> Borders => new()
    {
        { null, "0.0.0.0", "0.255.255.255", "1.0.0.0" },
        { "9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0" },
        { "100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0" },
        { "126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0" },
        { "168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17" },
        { "169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0" },
        { "172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0" },
        { "191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0" },
        { "192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0" },
        { "192.31.195.255", "192.31.196.0", "192.31.196.255", "192.31.197.0" },
        { "192.52.192.255", "192.52.193.0", "192.52.193.255", "192.52.194.0" },
        { "192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0" },
        { "192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0" },
        { "192.175.47.255", "192.175.48.0", "192.175.48.255", "192.175.49.0" },
        { "198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0" },
        { "198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0" },
        { "203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0" },
        { "223.255.255.255", "224.0.0.0", "239.255.255.255", null },
        { null, "240.0.0.0", "255.255.255.255", null },
        { null, "::", "::1", null },
        { null, "::ffff:ffff", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::" },
        { "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::" },
        { "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::" },
        { "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::" },
        { "2620:4f:7fff:ffff:ffff:ffff:ffff:ffff", "2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", "2620:4f:8001::" },
        { "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::" },
        { "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null },
        { null, "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null },
        { null, "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null },
        { null, "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null },
        { "::ffff:9.255.255.255", "::ffff:10.0.0.0", "::ffff:10.255.255.255", "::ffff:11.0.0.0" },
        { "::ffff:169.253.255.255", "::ffff:169.254.0.0", "::ffff:169.254.255.255", "::ffff:169.255.0.0" },
    };

    [Theory]
    [MemberData(nameof(Borders))]
    public void Is_AtTheBordersOfASpecialRange_EndsAndBeginsThere(string? before, string first, string last, string? after)
    {
        Assert.False(PublicAddress.Is(IPAddress.Parse(first)));
        Assert.False(PublicAddress.Is(IPAddress.Parse(last)));
        Assert.All(new[] { before, after }.OfType<string>(), neighbour => Assert.True(PublicAddress.Is(IPAddress.Parse(neighbour)), neighbour));
    }

    [Theory]
    [InlineData("169.254.169.254", "the local link, where clouds keep their metadata")]
    [InlineData("168.63.129.16", "the host below a machine in Azure")]
    [InlineData("100.100.100.200", "the shared space of carriers")]
    [InlineData("192.0.0.192", "protocols of the IETF")]
    [InlineData("::ffff:169.254.169.254", "the local link, where clouds keep their metadata")]
    [InlineData("::7f00:1", "IPv4 in a form given up")]
    [InlineData("64:ff9b::a9fe:a9fe", "IPv4 behind a translator")]
    [InlineData("64:ff9b::808:808", "IPv4 behind a translator")]
    [InlineData("64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "IPv4 behind a local translator")]
    [InlineData("100::1", "what is to be discarded")]
    [InlineData("2001:0:a9fe:a9fe::1", "Teredo tunnels")]
    [InlineData("2001:20::1", "protocols of the IETF")]
    [InlineData("2002:7f00:1::1", "6to4 tunnels")]
    [InlineData("5f00::1", "segment routing")]
    [InlineData("fd00:ec2::254", "a private network")]
    [InlineData("fe80::1%3", "the local link")]
    [InlineData("fec0::1", "a private network")]
    [InlineData("64:ff9a::1", "no host of the internet")]
    [InlineData("::1", "the machine itself")]
    public void SpecialUse_OfAnAddressThatAttackersLike_NamesIt(string address, string use) => Assert.Equal(use, PublicAddress.SpecialUse(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("93.184.216.34")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    [InlineData("2a00:1450:4001:80b::200e")]
    [InlineData("::ffff:8.8.8.8")]
    public void SpecialUse_OfAHostOfTheInternet_IsNone(string address) => Assert.Null(PublicAddress.SpecialUse(IPAddress.Parse(address)));
}

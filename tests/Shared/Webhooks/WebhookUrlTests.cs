using System.Text.Json;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class WebhookUrlTests
{
    [Theory]
    [InlineData("https://hooks.example.com", "https://hooks.example.com/", "hooks.example.com")]
    [InlineData(" HTTPS://Hooks.Example.COM/A?b=C ", "https://hooks.example.com/A?b=C", "hooks.example.com")]
    [InlineData("https://hooks.example.com:443/x", "https://hooks.example.com/x", "hooks.example.com")]
    [InlineData("https://hooks.example.com:8443/x", "https://hooks.example.com:8443/x", "hooks.example.com")]
    [InlineData("https://hooks.example.com:1024/", "https://hooks.example.com:1024/", "hooks.example.com")]
    [InlineData("https://hooks.example.com:65535/", "https://hooks.example.com:65535/", "hooks.example.com")]
    [InlineData("https://hooks.example.com?token=a@b:c", "https://hooks.example.com/?token=a@b:c", "hooks.example.com")]
    [InlineData("https://hooks.example.com/a/../b/é", "https://hooks.example.com/b/%C3%A9", "hooks.example.com")]
    [InlineData("https://BÜCHER.example.com/", "https://xn--bcher-kva.example.com/", "xn--bcher-kva.example.com")]
    [InlineData("https://हिन्दी.example.com/", "https://xn--j2bd4cyah0f.example.com/", "xn--j2bd4cyah0f.example.com")]
    [InlineData("https://xn--bcher-kva.example.com/", "https://xn--bcher-kva.example.com/", "xn--bcher-kva.example.com")]
    [InlineData("https://127.0.0.1.nip.io/", "https://127.0.0.1.nip.io/", "127.0.0.1.nip.io")]
    [InlineData("https://8.8.8.8/", "https://8.8.8.8/", "8.8.8.8")]
    [InlineData("https://[2606:4700:4700:0::1111]:8443/", "https://[2606:4700:4700::1111]:8443/", "2606:4700:4700::1111")]
    [InlineData("https://[::ffff:8.8.8.8]/", "https://8.8.8.8/", "8.8.8.8")]
    public void Read_PublicHttps_IsValidInOneSpelling(string text, string value, string host)
    {
        var url = Assert.IsType<WebhookUrlReading.Valid>(WebhookUrl.Read(text)).Url;

        Assert.Equal((value, host), (url.Value, url.Host));
        Assert.Equal(url, WebhookUrl.Parse(value));
        Assert.Equal(url, JsonSerializer.Deserialize<WebhookUrl>(JsonSerializer.Serialize(url)));
    }

    [Theory]
    [InlineData(null, "https only")]
    [InlineData("", "https only")]
    [InlineData("http://hooks.example.com/", "https only")]
    [InlineData("//hooks.example.com/", "https only")]
    [InlineData("https:hooks.example.com", "https only")]
    [InlineData("https:/hooks.example.com", "https only")]
    [InlineData("file:///etc/passwd", "https only")]
    [InlineData("gopher://hooks.example.com/", "https only")]
    [InlineData("https://ada@hooks.example.com/", "user name")]
    [InlineData("https://ada:sesame@hooks.example.com/", "user name")]
    [InlineData("https://hooks.example.com@169.254.169.254/", "user name")]
    [InlineData("https://@hooks.example.com/", "user name")]
    [InlineData("https://hooks.example.com/#x", "fragment")]
    [InlineData("https://hooks.example.com#@169.254.169.254/", "fragment")]
    [InlineData("https://hooks.example.com\\@169.254.169.254/", "backslashes")]
    [InlineData("https://hooks.exam\tple.com/", "cannot be seen")]
    [InlineData("https://hooks.example.com/\r\nHost: x", "cannot be seen")]
    [InlineData("https://hooks.example.com/a b", "blanks")]
    [InlineData("https://hooks.example.com:80/", "port")]
    [InlineData("https://hooks.example.com:22/", "port")]
    [InlineData("https://hooks.example.com:1023/", "port")]
    [InlineData("https://hooks.example.com:0/", "port")]
    [InlineData("https://hooks.example.com:65536/", "port")]
    [InlineData("https://hooks.example.com:/", "port")]
    [InlineData("https://hooks.example.com:+443/", "port")]
    [InlineData("https://hooks.example.com:0x1bb/", "port")]
    [InlineData("https:///x", "host name")]
    [InlineData("https://.example.com/", "host name")]
    [InlineData("https://hooks..example.com/", "host name")]
    [InlineData("https://hooks.example.com./", "host name")]
    [InlineData("https://-hooks.example.com/", "host name")]
    [InlineData("https://hooks_.example.com/", "host name")]
    [InlineData("https://hooks%2eexample.com/", "host name")]
    [InlineData("https://%31%32%37.0.0.1/", "host name")]
    [InlineData("https://ⓛocalhost/", "host name")]
    [InlineData("https://１２７.0.0.1/", "host name")]
    [InlineData("https://127。0。0。1/", "host name")]
    [InlineData("https://hooks/", "single word")]
    [InlineData("https://localhost/", "single word")]
    [InlineData("https://ｌocalhost/", "host name")]
    [InlineData("https://bu\u0308cher.example.com/", "host name")]
    [InlineData("https://bücher/", "single word")]
    [InlineData("https://a.LOCALHOST/", ".localhost")]
    [InlineData("https://printer.local/", ".local")]
    [InlineData("https://metadata.google.internal/computeMetadata/v1/", ".internal")]
    [InlineData("https://a.intranet/", ".intranet")]
    [InlineData("https://nas.home.arpa/", ".arpa")]
    [InlineData("https://expyuzz4wqqyqhjn.onion/", ".onion")]
    [InlineData("https://db.corp/", ".corp")]
    [InlineData("https://a.test/", ".test")]
    public void Read_AnythingElse_IsRefusedWithASentence(string? text, string about)
    {
        var reason = Assert.IsType<WebhookUrlReading.Refused>(WebhookUrl.Read(text)).Reason;

        Assert.Contains(about, reason, StringComparison.Ordinal);
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", reason, StringComparison.Ordinal);
        Assert.False(WebhookUrl.TryParse(text, provider: null, out _));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[0:0:0:0:0:ffff:a9fe:a9fe]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::169.254.169.254]")]
    [InlineData("[64:ff9b:1::a9fe:a9fe]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[2001:0:a9fe:a9fe::]")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("[fe80::1]")]
    public void Read_AnAddressThatIsNotPublic_IsRefused(string host) =>
        Assert.Contains("public internet only", Assert.IsType<WebhookUrlReading.Refused>(WebhookUrl.Read($"https://{host}/")).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("2130706433")]
    [InlineData("017700000001")]
    [InlineData("0x7f000001")]
    [InlineData("0X7F.0X0.0X0.0X1")]
    [InlineData("0x")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.1")]
    [InlineData("0127.0.0.1")]
    [InlineData("127.0.0.01")]
    [InlineData("127.0.0.0x1")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("134744072")]
    [InlineData("8.8.2056")]
    [InlineData("hooks.example.1")]
    [InlineData("hooks.example.0xff")]
    public void Read_AnAddressInAnUnusualForm_IsRefusedWhereverItLeads(string host) =>
        Assert.Contains("unusual form", Assert.IsType<WebhookUrlReading.Refused>(WebhookUrl.Read($"https://{host}/")).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("[::1")]
    [InlineData("::1")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("[2606:4700:4700::1111%1]")]
    [InlineData("[v1.x]")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[::1]x")]
    public void Read_BracketsThatHoldNoAddress_AreRefused(string host) => Assert.IsType<WebhookUrlReading.Refused>(WebhookUrl.Read($"https://{host}/"));

    [Fact]
    public void Read_AtTheLimitsOfLength_EndsThere()
    {
        var label = new string('a', 63);
        var host = $"{label}.{label}.{label}.{new string('b', 57)}.com";
        var path = new string('p', WebhookUrl.MaxLength - "https://example.com/".Length);

        Assert.Equal(253, host.Length);
        Assert.IsType<WebhookUrlReading.Valid>(WebhookUrl.Read($"https://{host}/"));
        Assert.IsType<WebhookUrlReading.Refused>(WebhookUrl.Read($"https://{host}m/"));
        Assert.IsType<WebhookUrlReading.Refused>(WebhookUrl.Read($"https://{label}a.com/"));
        Assert.IsType<WebhookUrlReading.Valid>(WebhookUrl.Read($"https://example.com/{path}"));
        Assert.IsType<WebhookUrlReading.Refused>(WebhookUrl.Read($"https://example.com/{path}p"));
        Assert.Contains("once it is encoded", Assert.IsType<WebhookUrlReading.Refused>(WebhookUrl.Read($"https://example.com/{path[1..]}é")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfAUrlWithSecrets_ShowsNone() =>
        Assert.Equal("https://hooks.example.com:8443/…", $"{WebhookUrl.Parse("https://hooks.example.com:8443/s3cret?token=t0ken")}");
}

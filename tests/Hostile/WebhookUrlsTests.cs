using System.Net;
using Tipstaff.Tests.Local.Web;

namespace Tipstaff.Tests.Hostile;

/// <summary>URLs that would have us call what is not on the public internet, through both heads: each is 400, and nothing is stored.</summary>
public sealed class WebhookUrlsTests
{
    private static readonly string[] Hosts =
    [
        "127.0.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.0.01",
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0xa9fea9fe", "2852039166", "168.63.129.16", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
        "[fe80::1]", "[fe80::1%25eth0]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]",
        "localhost", "LOCALHOST", "localhost.", "a.localhost", "localhost.localdomain", "hooks", "printer.local", "metadata.google.internal", "db.corp", "nas.home.arpa",
        "127.0.0.1%2f.example.com", "\\u2460\\u2461\\u2466.0.0.1", "\\uff11\\uff12\\uff17.0.0.1", "127\\u30020\\u30020\\u30021", "\\u24dbocalhost",
    ];

    private static readonly string[] Urls =
    [
        .. Hosts.Select(host => $"https://{host}/hook"),
        "http://hooks.example.com/", "ftp://hooks.example.com/", "file:///etc/passwd", "gopher://hooks.example.com:25/_HELO", "javascript:alert(1)", "//hooks.example.com/",
        "https://ada@hooks.example.com/", "https://ada:sesame@hooks.example.com/", "https://hooks.example.com@127.0.0.1/", "https://hooks.example.com#@127.0.0.1/",
        "https://hooks.example.com\\\\@127.0.0.1/", "https://hooks.example.com\\r\\nHost: localhost/", "https://hooks.example.com\\u0000.localhost/",
        "https://hooks.example.com:22/", "https://hooks.example.com:25/", "https://hooks.example.com:80/", "https://hooks.example.com:0/", "https://hooks.example.com:99999/",
        "https://", "https:///hook", "https://?x", $"https://hooks.example.com/{new string('a', 2_000)}",
    ];

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Post_UrlThatIsNotPublicHttps_Is400AndStoresNothing(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name, limits => limits.WritesPerMinute = 1_000);
        foreach (var url in Urls)
        {
            using var answer = await head.PostAsync("/api/subscriptions", Body(url));

            var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
            Assert.True(problem.GetProperty("errors").TryGetProperty("channel", out var sentence), $"{url}: {problem}");
            Assert.DoesNotContain("sesame", sentence.GetString(), StringComparison.Ordinal);
        }

        Assert.Empty(await head.OfAsync("ada@example.com"));
        using var taken = await head.PostAsync("/api/subscriptions", Body("https://hooks.example.com/hook?token=t0ken"));
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        Assert.DoesNotContain("t0ken", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("https://hooks.example.com/hook?token=t0ken", Assert.Single(await head.OfAsync("ada@example.com")).Webhook!.Value);
    }

    [Theory]
    [InlineData("5", "is a number")]
    [InlineData("null", "is null")]
    [InlineData("[\"https://hooks.example.com/\"]", "is an array")]
    [InlineData("{\"url\":\"https://hooks.example.com/\"}", "is an object")]
    public async Task Post_ChannelOfAnotherType_Is400(string channel, string says)
    {
        await using var head = await HeadUnderTest.StartAsync(HeadUnderTest.Local);

        using var answer = await head.PostAsync("/api/subscriptions", $$"""{"email":"ada@example.com","court":"nysd","channel":{{channel}}}""");

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains(says.Replace("is a number", "the number", StringComparison.Ordinal), problem.GetProperty("errors").GetProperty("channel").GetString(), StringComparison.Ordinal);
    }

    // Written with JSON's escapes where a URL has what a source file should not.
    private static string Body(string url) => $$"""{"email":"ada@example.com","court":"nysd","channel":"{{url}}"}""";
}

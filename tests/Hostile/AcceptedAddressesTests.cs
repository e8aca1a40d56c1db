using System.Net;
using System.Text.Json;
using Tipstaff.Smtp;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>Addresses that look odd and are right: they are taken, and mail reaches them under the name that mail servers know.</summary>
public sealed class AcceptedAddressesTests
{
    /// <summary>As typed, and as mail servers are told it.</summary>
    public static TheoryData<string, string> Addresses => new()
    {
        { "ada+dockets@example.com", "ada+dockets@example.com" },
        { "ada.o'brien@example.com", "ada.o'brien@example.com" },
        { "ADA@EXAMPLE.COM", "ADA@example.com" },
        { "ada@exämple.de", "ada@xn--exmple-cua.de" },
        { "ada@xn--exmple-cua.de", "ada@xn--exmple-cua.de" },
        { "ada@例え.jp", "ada@xn--r8jz45g.jp" },
        { "ada@sub.bücher.example", "ada@sub.xn--bcher-kva.example" },
        { "jörg@example.com", "jörg@example.com" },
        { "用户@例え.jp", "用户@xn--r8jz45g.jp" },
        { "!#$%&'*+-/=^_`{|}~@example.com", "!#$%&'*+-/=^_`{|}~@example.com" },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Mail_ToAnAddressThatIsTaken_GoesToItsMailbox(string typed, string mailbox)
    {
        await using var server = new LoopbackSmtpServer();
        await using var host = await LocalHost.StartAsync(smtp: new SmtpOptions { Host = "127.0.0.1", Port = server.Port, Security = SmtpSecurity.None });

        using var answer = await host.PostJsonAsync(Body(typed));
        await host.DeliverAsync();

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var mail = Assert.Single(server.Mails);
        Assert.Equal((mailbox, mailbox), (mail.To, mail.Header("To")));
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Post_EachOfThem_IsTakenAndTwoSpellingsAreOneSubscriber(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        foreach (var row in Addresses)
        {
            using var answer = await head.PostAsync("/api/subscriptions", Body(row.Data.Item1));

            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Equal(EmailAddress.Parse(row.Data.Item2), Assert.Single(await head.OfAsync(row.Data.Item1)).Address);
        }
    }

    private static string Body(string address) => $$"""{"email":{{JsonSerializer.Serialize(address)}},"court":"nysd","docketNumber":"1:26-cv-01234"}""";
}
